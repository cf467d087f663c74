#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/views.h"
#include "base/progress.h"
#include "django/state/rendering.h"
#include "graph/loader.h"
#include "graph/simulation.h"

namespace miggraph::analysis {

/// The state of a project at one point: all its migrations, or those up to one of them, applied in Django's order.
struct StateAt {
  View view;
  std::shared_ptr<graph::LoadedGraph> graph;  ///< with keep_going
  std::shared_ptr<graph::EffectStore> effects;
  std::optional<graph::NodeId> at;  ///< absent: after all leaves
  std::vector<graph::NodeId> plan;
  graph::Simulated simulated;
  std::vector<django::RenderingError> rendering;

  const django::ProjectState& state() const { return simulated.state; }
};

/// Which point: nothing, or a migration of an app by its name or the beginning of one that only it has.
struct StatePoint {
  std::string app;
  std::string migration;
};

/// MigrationLoader.project_state(). `labels` that occur twice: the app that Codebase::first_of_label shows. Errors (usage): no such
/// migration, with the choices. `progress` may be null.
Result<StateAt> state_at(const View& view, const std::optional<StatePoint>& point, Progress* progress = nullptr);

/// The labels of the apps whose states are known.
std::set<std::string> labels_of(const django::Codebase& codebase);

}  // namespace miggraph::analysis
