/// `miggraph state [APP[.Model]]`

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "analysis/judged_apps.h"
#include "analysis/project_states.h"
#include "analysis/tree_conflicts.h"
#include "cli/apps.h"
#include "cli/command.h"
#include "cli/formats_of.h"
#include "cli/session.h"
#include "cli/suggest.h"
#include "report/state_listing.h"

namespace miggraph::cli {
namespace {

struct StateFormat {
  std::string_view name;
  std::string (*write)(const report::StateListing&, const report::Style&);
};
constexpr StateFormat kStateText{"text", report::state_text}, kStateJson{"json", report::state_json};

std::vector<const StateFormat*> state_formats() {
  return {&kStateText, &kStateJson};
}

/// `students.0003`, or `0003` where the app is the one that is shown.
Result<std::optional<analysis::StatePoint>> point_of(const std::string& at, const std::string& app) {
  if (at.empty()) return std::optional<analysis::StatePoint>();
  const std::size_t dot = at.find('.');
  if (dot != std::string::npos) return std::optional(analysis::StatePoint{at.substr(0, dot), at.substr(dot + 1)});
  if (app.empty())
    return Error{Error::Kind::usage, "--at " + at + " does not say of which app", "write APP." + at + ", or name the app: miggraph state APP --at " + at};
  return std::optional(analysis::StatePoint{app, at});
}

/// The apps that are shown: the one asked for, else those that check judges.
Result<std::vector<std::string>> labels_shown(const Session& session, const Options& options, const std::string& app) {
  std::set<std::string> labels;
  if (app.empty()) {
    for (const django::App* one : analysis::judge(session.codebase(), session.scope(options)).apps) labels.insert(one->label);
  } else {
    const auto found = find_app(session.codebase(), app);
    if (!found) return found.error();
    const auto& shown = session.codebase().first_of_label;
    if (std::find(shown.begin(), shown.end(), *found) == shown.end())
      return Error{Error::Kind::usage, "the label " + (*found)->label + " occurs twice, and Django would take another app for it",
                   "look at this project alone: miggraph -C " + (*found)->path + " state " + (*found)->label};
    labels.insert((*found)->label);
  }
  return std::vector<std::string>(labels.begin(), labels.end());
}

Result<std::optional<django::ModelKey>> model_shown(const analysis::StateAt& state, const analysis::StateAt* base, const std::string& label, const std::string& name) {
  if (name.empty()) return std::optional<django::ModelKey>();
  const django::ModelKey key = django::model_key(label, name);
  if (state.state().find(key) != nullptr || (base != nullptr && base->state().find(key) != nullptr)) return std::optional(key);
  std::vector<std::string> names;
  std::string list;
  for (const django::ModelPointer& model : state.state().models_of(label)) {
    names.push_back(model->name);
    list += (list.empty() ? "" : ", ") + model->name;
  }
  const auto near = closest(name, names);
  return Error{Error::Kind::usage, label + " has no model " + name + " there", near ? "did you mean " + *near + "?" : list.empty() ? "it has no models there" : "it has " + list};
}

}  // namespace

void declare_state(CLI::App& app, Options& options) {
  app.add_option("app", options.arguments, "an app's label; with .Model only that model; all apps where there is none")
      ->type_name("APP[.Model]")
      ->expected(0, 1);
  add_snapshot_options(app, options);
  app.add_option("--against", options.against, "the state after a merge with that ref, which is made in memory")
      ->type_name("REF")
      ->expected(1)
      ->group("What is looked at");
  app.add_option("--at", options.at, "the state after that migration (APP.NAME, or the NAME alone where the app is given) and all that it depends on")->type_name("MIGRATION")->group("What is looked at");
  app.add_option("--diff-ref", options.diff_ref, "how it differs from the state of that branch, tag or commit")->type_name("REF")->group("What is shown");
  app.add_flag("--all-apps", options.all_apps,
               "also apps that INSTALLED_APPS leaves out, and those below tests/, docs/, examples/")
      ->group("What is shown");
  add_output_options(app, options, names_of(state_formats()));
  app.footer(
      "Examples:\n"
      "  miggraph state students                    the models that the migrations of students lead to\n"
      "  miggraph state students.Student            one of them\n"
      "  miggraph state students --at 0002          as they were after 0002_…\n"
      "  miggraph state --diff-ref main             what this branch changes\n"
      "  miggraph state students --against main     as they are once main is merged\n"
      "  miggraph state --format json               the same for programs");
}

Result<ExitCode> run_state(const Options& options, Console& console) {
  const auto format = choose_format(state_formats(), options, "state");
  if (!format) return format.error();

  // Which apps, and at which point.
  const auto opened = Session::open(options, console);
  if (!opened) return opened.error();
  Session& session = **opened;
  const AppArgument argument = options.arguments.empty() ? AppArgument() : split_argument(options.arguments.front());
  const auto labels = labels_shown(session, options, argument.app);
  if (!labels) return labels.error();
  const auto point = point_of(options.at, argument.app.empty() ? std::string() : labels->front());
  if (!point) return point.error();

  // The state: of the snapshot, or of what a merge makes of it.
  analysis::View view = session.view();
  report::StateListing listing;
  listing.snapshot = analysis::line_of(view.snapshot);
  listing.labels = *labels;
  if (!options.against.empty()) {
    if (options.against.size() > 1) return Error{Error::Kind::usage, "state takes one --against", "merge one ref at a time"};
    const auto revision = session.repository().resolve(options.against.front());
    if (!revision) return revision.error();
    const auto theirs = session.views().at(*revision);
    if (!theirs) return theirs.error();
    auto merged = session.views().merge(view, *theirs);
    if (!merged) return merged.error();
    view = std::move(*merged);
    listing.merged_with = options.against.front();
  }
  const auto state = analysis::state_at(view, *point, console.progress());
  if (!state) return state.error();
  listing.state = &*state;
  if (!state->graph->problems.empty())
    console.note("Django refuses this graph as it stands; the state is what its migrations lead to in the nearest order: see `miggraph check`");

  // What it is held against.
  std::optional<analysis::StateAt> base;
  if (!options.diff_ref.empty()) {
    const auto revision = session.repository().resolve(options.diff_ref);
    if (!revision) return revision.error();
    const auto before = session.views().at(*revision);
    if (!before) return before.error();
    auto made = analysis::state_at(*before, std::nullopt, console.progress());
    if (!made) return made.error();
    base = std::move(*made);
    listing.base = &*base;
    listing.base_ref = options.diff_ref;
    listing.base_commit = revision->commit.hex();
  }
  auto model = model_shown(*state, listing.base, labels->empty() ? "" : labels->front(), argument.part);
  if (!model) return model.error();
  listing.model = std::move(*model);

  const Working working(console.progress(), Stage::writing);
  const Status written = console.write_result((*format)->write(listing, console.output_style()));
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
