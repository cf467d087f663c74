/// `miggraph explain [APP[.MIGRATION or .Model]]`

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "analysis/django_notes.h"
#include "analysis/explain.h"
#include "cli/apps.h"
#include "cli/branches.h"
#include "cli/command.h"
#include "cli/focus.h"
#include "cli/formats_of.h"
#include "cli/session.h"
#include "report/formats.h"

namespace miggraph::cli {
namespace {

std::vector<const report::Format*> formats() {
  std::vector<const report::Format*> rows;
  for (const report::Format& format : report::formats()) {
    if (format.for_explain) rows.push_back(&format);
  }
  return rows;
}

}  // namespace

void declare_explain(CLI::App& app, Options& options) {
  app.add_option("app", options.arguments,
                 "an app's label; with .MIGRATION or .Model only what concerns that; without it every app in conflict")
      ->type_name("APP[.NAME]")
      ->expected(0, 1);
  add_snapshot_options(app, options);
  app.add_flag("--all-apps", options.all_apps,
               "also apps that INSTALLED_APPS leaves out, and those below tests/, docs/, examples/")
      ->group("What is looked at");
  add_branch_options(app, options);
  add_output_options(app, options, names_of(formats()));
  app.add_flag("--all-findings", options.all_findings, "every leaf and every migration, nothing folded")
      ->group("Output");
  app.footer(
      "Examples:\n"
      "  miggraph explain                          every app in conflict, over all branches\n"
      "  miggraph explain shop                     one app: who forked where, what clashes, what to do\n"
      "  miggraph explain shop.Product             only what clashes over that model\n"
      "  miggraph explain --branches='feature/*'   only those branches\n"
      "  miggraph explain --format json shop       the same for programs\n"
      "\n"
      "Exit codes: 0 the story was told (conflict or not), 2 miggraph could not do its work.");
}

Result<ExitCode> run_explain(const Options& options, Console& console) {
  // How it is to be said.
  const auto format = choose_format(formats(), options, "explain");
  if (!format) return format.error();

  // Whose story: an app of the snapshot, perhaps one migration or model of it.
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  analysis::ExplainInput input;
  input.snapshot = session.view();
  input.scope = session.scope(options);
  input.progress = console.progress();
  AppArgument argument;
  std::string focus;
  if (!options.arguments.empty()) {
    argument = split_argument(options.arguments.front());
    const auto app = find_app(session.codebase(), argument.app);
    if (!app) return app.error();
    input.scope.apps = {title_of(session.codebase(), **app)};
    input.scope.all_apps = true;
  }

  // Who takes part: the branch that all go into, and the open branches.
  if (auto trunk = session.trunk(options, console.environment())) {
    input.target = analysis::Against{std::move(trunk->revision), std::move(trunk->why), true};
  }
  auto branches = open_branches(session.repository(), options, console);
  if (!branches) return branches.error();
  input.branches = std::move(*branches);

  // The story.
  auto report = analysis::explain(session.views(), input);
  if (!report) return report.error();
  if (!argument.part.empty()) {
    auto found = focus_on(*report, argument.part, session.codebase());
    if (!found) return found.error();
    focus = std::move(*found);
  }

  // Tell it.
  for (const std::string& note : report->notes) console.note(note);
  for (const std::string& note : analysis::django_notes(session.codebase())) console.note(note);
  const Working working(console.progress(), Stage::writing);
  std::vector<source::Revision> revisions = input.branches;
  if (input.target) revisions.push_back(input.target->revision);
  const auto sources = session.source_lines(std::move(revisions));
  report::RenderOptions render;
  render.purpose = report::RenderOptions::Purpose::explain;
  render.style = console.output_style();
  render.sources = sources.get();
  render.all_findings = options.all_findings;
  render.quiet = options.quiet;
  render.focus = std::move(focus);
  const Status written = console.write_result((*format)->render(*report, render));
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
