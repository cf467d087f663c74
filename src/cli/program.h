#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"

namespace miggraph::cli {

/// The whole program but for its exceptions: reads the words behind its name, runs the command, gives the exit code.
int run(const std::vector<std::string>& words, Environment environment);

}  // namespace miggraph::cli
