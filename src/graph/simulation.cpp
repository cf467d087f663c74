#include "graph/simulation.h"

#include <iterator>

namespace miggraph::graph {

const std::vector<django::Effect>& EffectStore::of(const django::Migration& migration) {
  const auto [place, is_new] = effects_.try_emplace(&migration);
  if (is_new) place->second = django::effects_of(migration, settings_);
  return place->second;
}

Simulated simulate(const MigrationGraph& graph, std::span<const NodeId> plan, EffectStore& effects,
                   const AfterMigration& after, const django::ProjectState* from) {
  Simulated simulated{from != nullptr ? *from : django::ProjectState(effects.settings()), {}};
  for (const NodeId node : plan) {
    const django::Migration* migration = graph.migration(node);
    if (migration == nullptr) continue;
    django::StateLog log;
    django::apply(effects.of(*migration), graph.key(node), simulated.state, log);
    std::move(log.refusals.begin(), log.refusals.end(), std::back_inserter(simulated.refusals));
    if (after) after(node, simulated.state, log.touched);
  }
  return simulated;
}

}  // namespace miggraph::graph
