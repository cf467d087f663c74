#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "cli/options.h"

namespace miggraph::cli {

/// A command to run, with what its line says.
struct Invocation {
  const Command* command = nullptr;
  Options options;
};

/// A text that was asked for: --help, --version.
struct Answer {
  std::string text;
};

/// Every command with its options and arguments. `options` must outlive `root`.
void declare(CLI::App& root, Options& options);

/// Reads the words behind the program's name. Errors are of kind usage, with the nearest name as the hint.
Result<std::variant<Invocation, Answer>> parse(const std::vector<std::string>& words);

}  // namespace miggraph::cli
