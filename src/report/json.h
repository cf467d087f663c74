#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace miggraph::report {

/// JSON as it leaves miggraph: indented by two, keys in the order given, one line break at the end. It is valid UTF-8
/// whatever the repository holds: bytes that are none become U+FFFD, and characters that act on a terminal are `\u….`.
std::string written(const nlohmann::ordered_json& json);

}  // namespace miggraph::report
