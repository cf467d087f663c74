#pragma once

#include <string>
#include <string_view>

namespace miggraph::source {

/// Takes the next path off a list of them, and the `separator` behind it. Git puts paths with odd characters in double
/// quotes, as in C: info/alternates, GIT_ALTERNATE_OBJECT_DIRECTORIES.
std::string take_path(std::string_view& list, char separator);

}  // namespace miggraph::source
