/// `miggraph check [PATH…]`

#include <CLI/CLI.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/check.h"
#include "analysis/django_notes.h"
#include "cli/command.h"
#include "cli/formats_of.h"
#include "cli/outcome.h"
#include "cli/pushed.h"
#include "cli/session.h"
#include "report/formats.h"

namespace miggraph::cli {
namespace {

std::vector<const report::Format*> formats() {
  std::vector<const report::Format*> rows;
  for (const report::Format& format : report::formats()) rows.push_back(&format);
  return rows;
}

/// A further form of the report, and the file it goes to.
struct FurtherOutput {
  const report::Format* format;
  std::string file;
};

/// What --also names. Errors (usage): no such format, a file that two outputs name.
Result<std::vector<FurtherOutput>> further_outputs(const Options& options) {
  std::vector<FurtherOutput> outputs;
  std::set<std::string> files = {options.output_file};
  for (const auto& [name, file] : options.also) {
    Options one;
    one.format = name;
    const auto format = choose_format(formats(), one, "check");
    if (!format) return format.error();
    if (!files.insert(file).second)
      return Error{Error::Kind::usage, "two outputs go to " + file, "give each its own file"};
    outputs.push_back({*format, file});
  }
  return outputs;
}

void detail_comparisons(const Target& target, Console& console) {
  constexpr std::size_t kShown = 5;  // as many as the text itself names
  const std::size_t count = target.against.size();
  for (std::size_t i = 0; i < count && (i < kShown || count == kShown + 1); ++i)
    console.detail("comparing with " + target.against[i].revision.ref + " (" + target.against[i].why + ")");
  if (count > kShown + 1) console.detail("comparing with " + std::to_string(count - kShown) + " more refs");
}

}  // namespace

void declare_check(CLI::App& app, Options& options) {
  app.add_option("paths", options.arguments, "only findings of apps below these folders")->type_name("PATH…");
  add_snapshot_options(app, options);
  app.add_flag("--pushed", options.pushed, "the commit that `git push` hands over (pre-commit's stage pre-push)")
      ->group("Where the files come from")
      ->excludes(app.get_option("--staged"))
      ->excludes(app.get_option("--rev"));
  add_comparison_options(app, options);
  constexpr const char* judged = "What is looked at";
  app.add_flag("--all-apps", options.all_apps,
               "also apps that INSTALLED_APPS leaves out, and those below tests/, docs/, examples/")
      ->group(judged);
  app.add_flag("--no-drift", options.no_drift, "leave models.py out (a later version compares it; no effect yet)")
      ->group(judged);
  app.add_flag("--no-lint", options.no_lint, "leave the lint rules out (a later version has them; no effect yet)")
      ->group(judged);
  add_output_options(app, options, names_of(formats()));
  add_also_option(app, options);
  app.add_flag("--all-findings", options.all_findings, "all of them, not just 20 of a kind")->group("Output");
  constexpr const char* failure = "What counts as failure";
  app.add_flag("--strict,!--no-strict", options.strict, "warnings count as errors")->group(failure);
  app.add_flag("--exit-zero", options.exit_zero, "exit with 0 whatever is found")->group(failure);
  app.footer(
      "Examples:\n"
      "  miggraph check                          would this branch break the one it goes into?\n"
      "  miggraph check --staged                 what is about to be committed (pre-commit hook)\n"
      "  miggraph check --against origin/dev     another branch than the default one\n"
      "  miggraph check --branches='feature/*'   who else is on a collision course?\n"
      "  miggraph check --rev v2.1 --no-against  a release as it was\n"
      "  miggraph check --format github --also markdown=\"$GITHUB_STEP_SUMMARY\"\n"
      "                                          annotations and a summary in a GitHub Actions step\n"
      "\n"
      "Exit codes: 0 nothing of severity error, 1 something, 2 miggraph could not do its work.");
}

Result<ExitCode> run_check(const Options& given, Console& console) {
  Options options = given;
  if (options.pushed) {
    auto commit = pushed_commit(console.environment());
    if (!commit) return commit.error();
    if (!*commit) return ExitCode{0};
    options.rev = std::move(**commit);
  }

  // How it is to be said.
  const auto format = choose_format(formats(), options, "check");
  if (!format) return format.error();
  const auto further = further_outputs(options);
  if (!further) return further.error();

  // What is looked at: the snapshot, and which apps of it.
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  analysis::CheckInput input{session.view(), {}, session.scope(options)};
  for (const std::string& argument : options.arguments) {
    auto path = session.from_root(argument);
    if (!path) return path.error();
    // A slip of the pen must not look like a project without findings.
    if (!session.has(*path))
      return Error{Error::Kind::usage, "no such folder: " + argument,
                   "PATH is a folder of the project, as seen from where you are"};
    input.scope.paths.push_back(std::move(*path));
  }

  // What it is held against.
  auto target = session.target(options, console.environment());
  if (!target) return target.error();
  std::vector<source::Revision> revisions;
  for (const Comparison& comparison : target->against) {
    input.against.push_back({comparison.revision, comparison.why, comparison.is_target});
    revisions.push_back(comparison.revision);
  }
  detail_comparisons(*target, console);

  // What would break.
  input.progress = console.progress();
  auto report = analysis::check(session.views(), input);
  if (!report) return report.error();
  report->notes.insert(report->notes.begin(), target->notes.begin(), target->notes.end());

  // Say it.
  for (const std::string& note : report->notes) console.note(note);
  for (const std::string& note : analysis::django_notes(session.codebase())) console.note(note);
  const Working working(console.progress(), Stage::writing);
  const auto sources = session.source_lines(std::move(revisions));
  report::RenderOptions render;
  render.style = console.output_style();
  render.sources = sources.get();
  render.all_findings = options.all_findings;
  render.quiet = options.quiet;
  render.strict = options.strict.value_or(false);
  render.paths = input.scope.paths;
  const std::string text = (*format)->render(*report, render);
  render.style = console.file_style();
  std::vector<FileText> files;
  for (const FurtherOutput& output : *further) files.push_back({output.file, output.format->render(*report, render)});
  const Status written = console.write_results(text, std::move(files));
  if (!written) return written.error();
  return exit_code(*report, options);
}

}  // namespace miggraph::cli
