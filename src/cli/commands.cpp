#include "cli/command.h"

namespace miggraph::cli {

#define COMMAND(name, reads_project, summary) \
  void declare_##name(CLI::App&, Options&);   \
  Result<ExitCode> run_##name(const Options&, Console&);
#include "cli/commands.def"
#undef COMMAND

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
#define COMMAND(name, reads_project, summary) {#name, reads_project, summary, declare_##name, run_##name},
#include "cli/commands.def"
#undef COMMAND
  };
  return table;
}

}  // namespace miggraph::cli
