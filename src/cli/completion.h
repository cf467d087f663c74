#pragma once

#include <string>

#include "cli/command_tree.h"

/// The scripts of `miggraph completion`, one a file. All that they offer comes from the tree; git's refs are asked for when
/// they are wanted. A ref may be named `$(…)`: no script ever lets the shell expand what git said.
namespace miggraph::cli {

std::string bash_completion(const CommandTree& tree);
std::string zsh_completion(const CommandTree& tree);
std::string fish_completion(const CommandTree& tree);

}  // namespace miggraph::cli
