// The questions that Django asks of a graph: MigrationGraph's root_nodes, leaf_nodes, iterative_dfs and plans.
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

namespace {

// Those of `members` that have no parent (or child) in their own app among the nodes that count.
template <class Counts>
std::vector<NodeId> ends(const MigrationGraph& graph, const std::vector<NodeId>& members, bool roots, Counts counts) {
  std::vector<NodeId> out;
  for (const NodeId node : members) {
    const std::vector<NodeId> next = roots ? graph.parents(node) : graph.children(node);
    const bool end = std::none_of(next.begin(), next.end(), [&](NodeId other) {
      return graph.key(other).app == graph.key(node).app && counts(node, other);
    });
    if (end) out.push_back(node);
  }
  return out;
}

constexpr auto everything = [](NodeId, NodeId) { return true; };

}  // namespace

std::vector<NodeId> MigrationGraph::root_nodes(std::string_view app) const {
  return ends(*this, members(app), true, everything);
}

std::vector<NodeId> MigrationGraph::leaf_nodes(std::string_view app) const {
  return ends(*this, members(app), false, everything);
}

std::vector<NodeId> MigrationGraph::roots(std::string_view app) const {
  return ends(*this, nodes(app), true, [this](NodeId node, NodeId other) { return node != other && is_real(other); });
}

std::vector<NodeId> MigrationGraph::leaves(std::string_view app) const {
  return ends(*this, nodes(app), false, [this](NodeId node, NodeId other) { return node != other && is_real(other); });
}

}  // namespace miggraph::graph
