/// `miggraph dump`

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "report/dump_json.h"
#include "cli/session.h"

namespace miggraph::cli {

void declare_dump(CLI::App& app, Options& options) {
  add_snapshot_options(app, options);
  app.add_option_function<std::vector<std::string>>(
         "--setting",
         [&options](const std::vector<std::string>& values) {
           for (const std::string& value : values) {
             const std::size_t equals = value.find('=');
             if (equals == 0 || equals == std::string::npos)
               throw CLI::ValidationError("--setting", "expected NAME=VALUE, not `" + value + "`");
             options.settings.emplace_back(value.substr(0, equals), value.substr(equals + 1));
           }
         },
         "what a setting that names a model says: AUTH_USER_MODEL=accounts.User")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->take_all()
      ->group("What is read");
  app.add_flag("--each", options.each, "add the models that each migration changes")->group("What is shown");
  add_output_options(app, options, {"json"});
  app.footer(
      "Examples:\n"
      "  miggraph dump > project.json\n"
      "  miggraph dump --rev v2.1 | jq '.graph.leaf_nodes'\n"
      "  miggraph dump --each | jq '.each[-1]'\n"
      "  miggraph dump --setting AUTH_USER_MODEL=accounts.User");
}

Result<ExitCode> run_dump(const Options& options, Console& console) {
  if (!options.format.empty() && options.format != "json" && !options.format_for_all)
    return Error{Error::Kind::usage, "dump has no format " + options.format, "it has json"};
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  const Status written = console.write_result(report::dump_json(session.codebase(), options.each));
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
