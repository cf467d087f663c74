// The orders that Django asks of a graph: MigrationGraph's iterative_dfs and plans.
#include <algorithm>

#include "graph/migration_graph.h"

namespace miggraph::graph {

namespace {

// Visits what `start` needs (or what needs it) that is not yet in `state`, appending to `plan`.
//
// The order is Django's: a node is put on the stack again for each edge that leads to it, and the last one put there
// wins. Leaving out what an earlier walk visited does not change the order of the rest, since all that such a node
// needs was visited then too. A node that is open is its own ancestor when it comes up again: a circle, which Django
// never walks.
enum class Visit : std::uint8_t { none, open, done };

void walk(const MigrationGraph& graph, NodeId start, bool forwards, std::vector<Visit>& state,
          std::vector<NodeId>& plan) {
  struct Step {
    NodeId node;
    bool processed;
  };
  std::vector<Step> stack{{start, false}};
  while (!stack.empty()) {
    const auto [node, processed] = stack.back();
    stack.pop_back();
    if (processed) {
      state[node] = Visit::done;
      plan.push_back(node);
    } else if (state[node] == Visit::none) {
      state[node] = Visit::open;
      stack.push_back({node, true});
      for (const NodeId next : forwards ? graph.parents(node) : graph.children(node))
        if (state[next] == Visit::none) stack.push_back({next, false});
    }
  }
}

}  // namespace

std::vector<NodeId> MigrationGraph::iterative_dfs(NodeId start, bool forwards) const {
  std::vector<Visit> state(size(), Visit::none);
  std::vector<NodeId> plan;
  walk(*this, start, forwards, state, plan);
  return plan;
}

std::vector<NodeId> MigrationGraph::full_plan(std::span<const NodeId> targets) const {
  std::vector<Visit> state(size(), Visit::none);
  std::vector<NodeId> plan;
  for (const NodeId target : targets) walk(*this, target, true, state, plan);
  return plan;
}

std::vector<NodeId> MigrationGraph::full_backwards_plan(std::span<const NodeId> targets) const {
  std::vector<Visit> state(size(), Visit::none);
  std::vector<NodeId> plan;
  for (const NodeId target : targets) walk(*this, target, false, state, plan);
  return plan;
}

}  // namespace miggraph::graph
