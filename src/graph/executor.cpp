#include "graph/executor.h"

#include <algorithm>

namespace miggraph::graph {

std::vector<NodeId> migration_plan(const MigrationGraph& graph, std::string_view app, std::optional<NodeId> target) {
  std::vector<NodeId> starts;
  if (target) {
    starts = graph.children(*target);
    std::erase_if(starts, [&](NodeId node) { return !graph.same_app(node, *target); });
  } else {
    starts = graph.root_nodes(app);
  }
  std::vector<NodeId> plan = graph.full_backwards_plan(starts);
  // Only what is there can be applied.
  std::erase_if(plan, [&](NodeId node) { return !graph.is_real(node); });
  return plan;
}

std::vector<std::string> migrations_by_prefix(std::vector<std::string> names, std::string_view prefix) {
  std::erase_if(names, [&](const std::string& name) { return !name.starts_with(prefix); });
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace miggraph::graph
