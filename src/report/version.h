#pragma once

#include <string_view>

namespace miggraph::report {

/// The version of miggraph, as the project() line of CMakeLists.txt has it: "0.1.0".
std::string_view version();

}  // namespace miggraph::report
