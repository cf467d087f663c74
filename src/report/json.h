#pragma once

#include <string>
#include <string_view>

namespace miggraph::report {

/// JSON as it leaves miggraph: what nlohmann's dump(kIndent) made, with the characters that act on a terminal as `\u….`
/// and one line break at the end. It is valid UTF-8 whatever the repository holds, because strings go through
/// valid_utf8 on the way into the JSON: bytes that are no UTF-8 are U+FFFD there.
std::string finished(std::string json);

constexpr int kIndent = 2;

/// Grows when a key changes its meaning or goes away; not when one is added.
constexpr int kSchema = 1;

}  // namespace miggraph::report
