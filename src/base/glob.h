#pragma once

#include <string_view>

namespace miggraph {

/// Whether a text matches a pattern in which '*' stands for anything ('/' too, as in `git branch --list`) and '?' for
/// one character. Takes time in proportion to both lengths, whatever the pattern.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace miggraph
