/// `miggraph rollback APP TARGET`

#include <CLI/CLI.hpp>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/rollback.h"
#include "cli/apps.h"
#include "cli/command.h"
#include "cli/formats_of.h"
#include "cli/session.h"
#include "report/rollback_json.h"
#include "report/rollback_text.h"

namespace miggraph::cli {
namespace {

struct RollbackFormat {
  std::string_view name;
  std::string (*render)(const analysis::RollbackReport&, const report::Style&);
};

const std::vector<const RollbackFormat*>& formats() {
  static const std::array<RollbackFormat, 2> rows = {{
      {"text", report::rollback_text},
      {"json",
       [](const analysis::RollbackReport& found, const report::Style&) { return report::rollback_json(found); }},
  }};
  static const std::vector<const RollbackFormat*> all = {&rows[0], &rows[1]};
  return all;
}

}  // namespace

void declare_rollback(CLI::App& app, Options& options) {
  app.add_option("app", options.arguments,
                 "an app's label, then the migration that shall be the last one applied: its name, the beginning of "
                 "it, or `zero`")
      ->type_name("APP TARGET")
      ->expected(0, 2);
  add_snapshot_options(app, options);
  add_output_options(app, options, names_of(formats()));
  app.footer(
      "Everything is taken as applied; no database is asked. `manage.py migrate APP TARGET --plan` shows what yours "
      "would do.\n"
      "\n"
      "Examples:\n"
      "  miggraph rollback shop 0012           back to 0012: what is unapplied, what stops it, which data goes\n"
      "  miggraph rollback shop zero           all of the app, and all that hangs on it\n"
      "  miggraph rollback --rev v2.1 shop 0012    from what that release has applied\n"
      "  miggraph rollback --format json shop 0012\n"
      "\n"
      "Exit codes: 0 it can be done, 1 something in it can't be undone, 2 miggraph could not do its work.");
}

Result<ExitCode> run_rollback(const Options& options, Console& console) {
  const auto format = choose_format(formats(), options, "rollback");
  if (!format) return format.error();
  if (options.arguments.size() < 2)
    return Error{Error::Kind::usage, "rollback takes an app, and the migration to go back to",
                 "miggraph rollback APP TARGET; the target `zero` unapplies all of the app"};

  // Which app of the snapshot, and how far back.
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  const auto app = find_app(session.codebase(), options.arguments.at(0));
  if (!app) return app.error();

  const auto found =
      analysis::rollback({&session.view(), *app, title_of(session.codebase(), **app), options.arguments.at(1)});
  if (!found) return found.error();
  for (const std::string& note : found->notes) console.note(note);
  const Status written = console.write_result((*format)->render(*found, console.output_style()));
  if (!written) return written.error();
  return found->is_blocked() ? 1 : 0;
}

}  // namespace miggraph::cli
