#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/console.h"
#include "cli/options.h"

namespace CLI {
class App;
}

namespace miggraph::cli {

/// 0: nothing of severity error; 1: something. What miggraph could not do is an Error and becomes 2.
using ExitCode = int;

struct Command {
  std::string_view name;
  /// It looks at a project: the project's configuration is read first, and what is wrong with that is an error.
  bool reads_project;
  std::string_view summary;  ///< empty: a hidden command, for the build
  /// Its options, arguments and examples.
  void (*declare)(CLI::App& app, Options& options);
  Result<ExitCode> (*run)(const Options& options, Console& console);

  bool is_hidden() const { return summary.empty(); }
};

/// In the order of commands.def.
const std::vector<Command>& commands();

}  // namespace miggraph::cli
