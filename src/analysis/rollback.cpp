#include "analysis/rollback.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "analysis/graph_findings.h"
#include "analysis/judged_apps.h"
#include "analysis/tree_conflicts.h"
#include "base/shell_word.h"
#include "django/operations/backwards.h"
#include "django/operations/text.h"
#include "graph/closest_names.h"
#include "graph/executor.h"
#include "graph/loader.h"
#include "graph/simulation.h"

namespace miggraph::analysis {
namespace {

using graph::NodeId;

constexpr std::string_view kZero = "zero";

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t few = 12;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), few); ++i) out += (i == 0 ? "" : ", ") + names[i];
  return names.size() > few ? out + " and " + std::to_string(names.size() - few) + " more" : out;
}

std::vector<std::string> names_of(const django::App& app) {
  std::vector<std::string> names;
  for (const django::Migration& migration : app.package->migrations) names.push_back(migration.name);
  return names;
}

std::optional<bool> all_of(const std::vector<RollbackOperation>& operations) {
  std::optional<bool> whole = true;
  for (const RollbackOperation& one : operations) {
    if (one.reversible == false) return false;
    if (!one.reversible) whole.reset();
  }
  return whole;
}

class Rollback {
 public:
  Rollback(const RollbackInput& input, const django::Project& project)
      : input_(input), codebase_(*input.snapshot->codebase), project_(project) {}

  Result<RollbackReport> run() {
    report_.snapshot = line_of(input_.snapshot->snapshot);
    report_.app = input_.title;
    report_.label = input_.app->label;
    if (!input_.app->package->has_init)
      return Error{Error::Kind::usage,
                   input_.app->label + " has no migrations as Django sees it: its package has no __init__.py", ""};

    // The target, as `migrate` finds it.
    if (auto found = find_target(); !found) return found.error();

    // The graph; with the replaced migrations where it is one of those that is asked for.
    graph::LoadedGraph loaded = graph::build_graph(project_, codebase_.settings);
    if (loaded.error) return broken_graph(*loaded.error);
    collect_refusals(loaded);
    std::optional<NodeId> target;
    if (report_.target != kZero) {
      target = loaded.graph.find({input_.app->label, report_.target});
      if (!target) {
        loaded = graph::build_graph(project_, codebase_.settings, {.replace_migrations = false});
        if (loaded.error) return broken_graph(*loaded.error);
        target = loaded.graph.find({input_.app->label, report_.target});
        report_.notes.push_back(report_.target +
                                " is replaced by a squash; Django then goes back over the replaced migrations and the "
                                "squash, each by itself");
      }
      if (!target)
        return Error{Error::Kind::internal, report_.target + " is not in the graph of " + input_.app->label, ""};
    }

    // The plan, and what each step of it does.
    collect_doubts();
    const std::vector<NodeId> plan = graph::migration_plan(loaded.graph, input_.app->label, target);
    describe_steps(loaded.graph, plan);
    find_stop();
    give_commands();
    return std::move(report_);
  }

 private:
  Status find_target() {
    const std::string& typed = input_.target;
    report_.target = typed;
    if (typed == kZero) return Nothing{};
    const std::vector<std::string> names = names_of(*input_.app);
    const std::vector<std::string> found = graph::migrations_by_prefix(names, typed);
    if (std::find(found.begin(), found.end(), typed) != found.end()) {
      if (found.size() > 1)
        report_.refusals.push_back("`migrate` takes " + typed + " for the beginning of a name, and " +
                                   std::to_string(found.size()) + " migrations begin so: " + listed(found));
      return Nothing{};
    }
    if (found.size() == 1) {
      report_.target = found.front();
      return Nothing{};
    }
    if (found.size() > 1)
      return Error{Error::Kind::usage,
                   std::to_string(found.size()) + " migrations of " + input_.title + " begin with " + typed,
                   "give more of the name: " + listed(found)};
    const std::vector<std::string> near = graph::closest_names(typed, names);
    return Error{Error::Kind::usage, "no migration of " + input_.title + " begins with " + typed,
                 near.empty() ? choices(names) : "did you mean " + listed(near) + "?"};
  }

  static std::string choices(const std::vector<std::string>& names) {
    constexpr std::size_t few = 8;
    if (names.size() <= few) return "there are " + listed(names) + (names.empty() ? "" : " and ") + "zero";
    return "the last ones are " + listed({names.end() - few, names.end()}) + "; zero unapplies all";
  }

  Error broken_graph(const graph::GraphError& error) const {
    std::string why;
    for (const Finding& finding : graph_findings(codebase_, project_.apps, {})) {
      if (finding.severity != Severity::error) continue;
      why = std::string(info(finding.diagnostic).code) + " " + finding.message;
      break;
    }
    if (why.empty()) why = std::string(graph::name_of(error.type)) + " " + error.text;
    return {Error::Kind::environment, "there is no way back while Django can't load the graph: " + why,
            "`miggraph check --no-against` shows all that is broken, and what mends it"};
  }

  void collect_refusals(const graph::LoadedGraph& loaded) {
    for (const django::App* app : project_.apps) {
      for (const django::LoadError& error : app->package->errors)
        report_.refusals.push_back("Django can't load " + app->migrations_path + "/" + error.file +
                                   " (`miggraph check` says why); what it holds is not in this plan");
    }
    for (const auto& conflict : loaded.conflicts())
      report_.refusals.push_back("`migrate` refuses to begin while " + conflict.app + " has " +
                                 std::to_string(conflict.names.size()) + " leaves (MG101): " + listed(conflict.names));
  }

  void collect_doubts() {
    for (const django::App* app : project_.apps) {
      for (const django::Migration& migration : app->package->migrations) {
        if (migration.may_depend_on_more())
          report_.notes.push_back(
              app->label + "." + migration.name +
              " may depend on more than can be read, so the plan may lack steps or have them in another order");
      }
    }
  }

  const django::App* app(const std::string& label) const {
    const auto found = std::find_if(project_.apps.begin(), project_.apps.end(),
                                    [&](const django::App* one) { return one->label == label; });
    return found != project_.apps.end() ? *found : nullptr;
  }

  void describe_steps(const graph::MigrationGraph& graph, const std::vector<NodeId>& plan) {
    std::set<NodeId> left(plan.begin(), plan.end());
    std::map<NodeId, RollbackStep> made;
    graph::EffectStore effects(codebase_.settings);
    django::ProjectState state(codebase_.settings);
    const std::vector<NodeId> leaves = graph.leaf_nodes();
    for (const NodeId node : graph.full_plan(leaves)) {
      if (made.size() == left.size()) break;
      const django::Migration* migration = graph.migration(node);
      if (migration == nullptr) continue;
      if (left.contains(node)) {
        made.emplace(node, step_of(graph, node, left, effects.of(*migration), state));
      } else {
        django::StateLog log;
        apply(effects.of(*migration), graph.key(node), state, log);
      }
    }
    for (const NodeId node : plan) report_.steps.push_back(std::move(made[node]));
  }

  // Leaves `state` as it is after the migration.
  RollbackStep step_of(const graph::MigrationGraph& graph, NodeId node, const std::set<NodeId>& unapplied,
                       std::span<const django::Effect> effects, django::ProjectState& state) const {
    const graph::MigrationKey& key = graph.key(node);
    const django::Migration& migration = *graph.migration(node);
    RollbackStep step;
    step.app = key.app;
    step.migration = key.name;
    if (const django::App* owner = app(key.app)) step.path = owner->path_of(migration);
    if (key.app != input_.app->label) {
      for (const NodeId parent : graph.parents(node)) {
        if (!unapplied.contains(parent)) continue;
        step.needs = graph.key(parent).app + "." + graph.key(parent).name;
        if (graph.key(parent).app != key.app) break;
      }
    }
    django::StateLog log;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      const django::Operation& operation = *effects[i].operation;
      django::Backwards backwards = django::database_backwards(effects[i], {key.app, state});
      apply(effects.subspan(i, 1), key, state, log);
      RollbackOperation line;
      line.index = i;
      line.operation = operation.name;
      line.description = django::describe(operation);
      line.reversible = django::reversible(operation);
      line.fails = backwards.fails;
      line.text = std::move(backwards.text);
      line.loses = std::move(backwards.loses);
      line.cautions = std::move(backwards.cautions);
      step.operations.push_back(std::move(line));
    }
    step.reversible = all_of(step.operations);
    return step;
  }

  // Migration.unapply asks all operations for `reversible` first, then undoes them from the last to the first.
  void find_stop() {
    for (std::size_t i = 0; i < report_.steps.size(); ++i) {
      const std::vector<RollbackOperation>& operations = report_.steps[i].operations;
      for (const RollbackOperation& one : operations) {
        if (one.reversible != false || one.fails) continue;
        report_.stop = RollbackReport::Stop{i, one.index, false};
        return;
      }
      for (auto one = operations.rbegin(); one != operations.rend(); ++one) {
        if (!one->fails) continue;
        report_.stop = RollbackReport::Stop{i, one->index, true};
        return;
      }
    }
  }

  void give_commands() {
    report_.manage = "python " + shell_quoted((project_.root.empty() ? "" : project_.root + "/") + "manage.py");
    if (report_.steps.empty()) return;
    report_.commands.push_back(report_.manage + " migrate " + shell_quoted(report_.label) + " " +
                               shell_quoted(report_.target));
  }

  const RollbackInput& input_;
  const django::Codebase& codebase_;
  const django::Project& project_;
  RollbackReport report_;
};

}  // namespace

std::vector<std::string> RollbackReport::loses() const {
  std::vector<std::string> all;
  for (const RollbackStep& step : steps) {
    for (auto one = step.operations.rbegin(); one != step.operations.rend(); ++one)
      all.insert(all.end(), one->loses.begin(), one->loses.end());
  }
  return all;
}

Result<RollbackReport> rollback(const RollbackInput& input) {
  const django::Project* project = project_of(*input.snapshot->codebase, *input.app);
  if (project == nullptr)
    return Error{Error::Kind::usage, "no Django project was found that has the app " + input.title, ""};
  return Rollback(input, *project).run();
}

}  // namespace miggraph::analysis
