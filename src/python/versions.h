#pragma once

#include <string_view>

namespace miggraph::python {

/// Of the npm packages that the sources were taken from.
std::string_view tree_sitter_version();
std::string_view grammar_version();

}  // namespace miggraph::python
