#pragma once

#include <cstddef>
#include <string_view>

namespace miggraph::python {

/// string_view::find in linear time: that of the standard library takes text.size() * needle.size() for a needle that is
/// like the text until its end.
std::size_t find_text(std::string_view text, std::string_view needle, std::size_t from = 0);

}  // namespace miggraph::python
