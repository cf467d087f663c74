#pragma once

#include <functional>
#include <map>
#include <span>
#include <vector>

#include "django/codebase.h"
#include "django/state/project_state.h"
#include "django/state/state_change.h"
#include "graph/migration_graph.h"

namespace miggraph::graph {

/// What migrations do, worked out once for each, whatever the number of graphs and snapshots that hold it. For one thread, and for
/// snapshots whose settings name the same models: `settings` and the migrations must outlive it.
class EffectStore {
 public:
  explicit EffectStore(const django::ModelSettings& settings) : settings_(settings) {}
  const std::vector<django::Effect>& of(const django::Migration& migration);
  const django::ModelSettings& settings() const { return settings_; }

 private:
  const django::ModelSettings& settings_;
  std::map<const django::Migration*, std::vector<django::Effect>> effects_;
};

/// The state that a plan leads to, and what the state or the database refuses on the way.
struct Simulated {
  django::ProjectState state;
  std::vector<django::Refusal> refusals;  ///< in the order of the plan
};

/// Called after each migration with the models that it may have changed. A copy of the state costs nothing.
using AfterMigration = std::function<void(NodeId, const django::ProjectState&, std::span<const django::ModelKey>)>;

/// django/db/migrations/graph.py, MigrationGraph.make_state(): applies the migrations of `plan` in its order to `from`.
/// `effects` must outlive the result.
Simulated simulate(const MigrationGraph& graph, std::span<const NodeId> plan, EffectStore& effects,
                   const AfterMigration& after = {}, const django::ProjectState* from = nullptr);

}  // namespace miggraph::graph
