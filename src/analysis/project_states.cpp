#include "analysis/project_states.h"

#include <fmt/format.h>

#include "graph/executor.h"

namespace miggraph::analysis {
namespace {

Result<graph::NodeId> node_of(const graph::MigrationGraph& graph, const StatePoint& point) {
  if (const auto exact = graph.find({point.app, point.migration}); exact && graph.is_real(*exact)) return *exact;
  std::vector<std::string> names;
  for (const graph::NodeId node : graph.nodes(point.app)) names.push_back(graph.key(node).name);
  const std::vector<std::string> begun = graph::migrations_by_prefix(std::move(names), point.migration);
  if (begun.size() == 1) return *graph.find({point.app, begun.front()});
  if (!begun.empty())
    return Error{Error::Kind::usage, fmt::format("{} has several migrations that begin with {}: {}", point.app, point.migration, fmt::join(begun, ", ")), "give more of the name"};
  std::string last;
  if (const auto all = graph.nodes(point.app); !all.empty()) last = graph.key(all.back()).name;
  return Error{Error::Kind::usage, fmt::format("{} has no migration {}", point.app, point.migration),
               last.empty() ? "" : fmt::format("its last one is {}; `miggraph graph {}` lists them", last, point.app)};
}

}  // namespace

std::set<std::string> labels_of(const django::Codebase& codebase) {
  std::set<std::string> labels;
  for (const graph::AppMigrations& app : graph::migrations_of(codebase.first_of_label)) labels.insert(app.label);
  return labels;
}

Result<StateAt> state_at(const View& view, const std::optional<StatePoint>& point, Progress* progress) {
  const django::Codebase& codebase = *view.codebase;
  const auto migrations = graph::migrations_of(codebase.first_of_label);
  const auto load = [&] {
    const Working working(progress, Stage::analysing);
    return std::make_shared<graph::LoadedGraph>(graph::build_graph(migrations, codebase.settings, {true}));
  };
  auto loaded = load();
  auto effects = std::make_shared<graph::EffectStore>(codebase.settings);

  std::optional<graph::NodeId> at;
  std::vector<graph::NodeId> plan;
  if (point) {
    auto node = node_of(loaded->graph, *point);
    if (!node) return node.error();
    at = *node;
    plan = loaded->graph.forwards_plan(*node);
  } else {
    plan = loaded->graph.full_plan(loaded->graph.leaf_nodes());
  }
  const Working working(progress, Stage::simulating, plan.size());
  const auto count = [&working](graph::NodeId, const django::ProjectState&, std::span<const django::ModelKey>) { working.step(); };
  graph::Simulated simulated = graph::simulate(loaded->graph, plan, *effects, count);
  auto rendering = django::rendering_errors(simulated.state, labels_of(codebase));
  return StateAt{view, std::move(loaded), std::move(effects), at, std::move(plan), std::move(simulated), std::move(rendering)};
}

}  // namespace miggraph::analysis
