#pragma once

#include <string>
#include <string_view>

/// Words of commands that a person copies into a POSIX shell (fish escapes otherwise).
namespace miggraph {

/// Between single quotes, whatever is in it.
std::string single_quoted(std::string_view text);

/// The same, only where the shell would not take the word as it stands.
std::string shell_quoted(std::string_view word);

}  // namespace miggraph
