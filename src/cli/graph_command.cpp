/// `miggraph graph [APP…]`

#include <CLI/CLI.hpp>

#include "analysis/judged_apps.h"
#include "cli/apps.h"
#include "cli/branches.h"
#include "cli/command.h"
#include "cli/formats_of.h"
#include "cli/graph_picture.h"
#include "cli/session.h"
#include "report/drawings.h"

namespace miggraph::cli {
namespace {

std::vector<const report::Drawing*> drawings() {
  std::vector<const report::Drawing*> rows;
  for (const report::Drawing& drawing : report::drawings()) rows.push_back(&drawing);
  return rows;
}

Result<std::vector<const django::App*>> apps_to_draw(const Session& session, const Options& options) {
  std::vector<const django::App*> apps;
  for (const std::string& name : options.arguments) {
    auto app = find_app(session.codebase(), name);
    if (!app) return app.error();
    apps.push_back(*app);
  }
  if (!apps.empty()) return apps;
  return analysis::judge(session.codebase(), session.scope(options)).apps;
}

}  // namespace

void declare_graph(CLI::App& app, Options& options) {
  app.add_option("apps", options.arguments,
                 "labels of apps; all of them where there is none (`path:label` where a label occurs twice)")
      ->type_name("APP…");
  add_snapshot_options(app, options);
  app.add_flag("--all-apps", options.all_apps,
               "also apps that INSTALLED_APPS leaves out, and those below tests/, docs/, examples/")
      ->group("What is shown");
  add_branch_options(app, options);
  app.add_flag("--reverse", options.reverse, "oldest first, as Django lists them")->group("What is shown");
  add_output_options(app, options, names_of(drawings()));
  app.footer(
      "Examples:\n"
      "  miggraph graph shop                        one app, newest on top, with the branches at their leaves\n"
      "  miggraph graph --format mermaid shop       to be pasted into a pull request\n"
      "  miggraph graph --format dot | dot -Tsvg    all apps as a picture\n"
      "  miggraph graph --rev v2.1 shop             as it was in that release");
}

Result<ExitCode> run_graph(const Options& options, Console& console) {
  // How it is to be drawn.
  const auto drawing = choose_format(drawings(), options, "graph");
  if (!drawing) return drawing.error();

  // What is drawn: the apps of the snapshot, and what the branches would add to them.
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  const auto apps = apps_to_draw(session, options);
  if (!apps) return apps.error();
  const auto branches = open_branches(session.repository(), options, console);
  if (!branches) return branches.error();
  const auto view = draw_picture(session.views(), session.view(), *apps, *branches, console.progress());
  if (!view) return view.error();
  if (view->apps.empty()) console.note("no app with migrations found below " + session.repository().root());

  const Status written = console.write_result((*drawing)->draw(*view, {console.output_style(), options.reverse}));
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
