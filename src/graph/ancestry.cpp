#include "graph/ancestry.h"

#include <algorithm>

namespace miggraph::graph {

namespace {

enum class Towards : std::uint8_t { parents, children };

std::vector<NodeId> own_app_next(const MigrationGraph& graph, NodeId node, Towards towards) {
  std::vector<NodeId> out = towards == Towards::parents ? graph.parents(node) : graph.children(node);
  std::erase_if(out, [&](NodeId other) {
    return other == node || !graph.is_real(other) || !graph.same_app(other, node);
  });
  return out;
}

std::vector<NodeId> reachable(const MigrationGraph& graph, NodeId start, Towards towards) {
  std::vector<char> marks(graph.size());
  std::vector<NodeId> stack{start};
  while (!stack.empty()) {
    const NodeId top = stack.back();
    stack.pop_back();
    if (marks[top]) continue;
    marks[top] = 1;
    for (const NodeId next : own_app_next(graph, top, towards)) stack.push_back(next);
  }
  std::vector<NodeId> out;
  for (NodeId node = 0; node < marks.size(); ++node)
    if (marks[node]) out.push_back(node);
  const auto by_key = [&](NodeId a, NodeId b) { return graph.key(a) < graph.key(b); };
  if (!std::is_sorted(out.begin(), out.end(), by_key)) std::sort(out.begin(), out.end(), by_key);
  return out;
}

}  // namespace

std::vector<NodeId> own_app_ancestors(const MigrationGraph& graph, NodeId node) {
  return reachable(graph, node, Towards::parents);
}

std::vector<NodeId> own_app_descendants(const MigrationGraph& graph, NodeId node) {
  return reachable(graph, node, Towards::children);
}

std::vector<NodeId> common_bases(const MigrationGraph& graph, std::span<const NodeId> leaves) {
  if (leaves.empty()) return {};
  std::vector<std::uint32_t> count(graph.size());
  for (const NodeId leaf : leaves)
    for (const NodeId node : own_app_ancestors(graph, leaf)) ++count[node];
  // What is common is closed under "depends on", so a node is maximal where nothing common depends on it directly.
  std::vector<NodeId> out;
  for (const NodeId node : own_app_ancestors(graph, leaves.front())) {
    if (count[node] != leaves.size()) continue;
    const std::vector<NodeId> children = graph.children(node);
    const bool below = std::any_of(children.begin(), children.end(), [&](NodeId child) {
      return child != node && graph.same_app(child, node) && count[child] == leaves.size();
    });
    if (!below) out.push_back(node);
  }
  return out;
}

std::vector<NodeId> merge_ancestors(const MigrationGraph& graph, std::span<const NodeId> leaves) {
  std::vector<NodeId> common;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    std::vector<NodeId> plan = graph.forwards_plan(leaves[i]);
    std::erase_if(plan, [&](NodeId node) { return graph.key(node).app != graph.key(leaves[i]).app; });
    if (i == 0) {
      common = std::move(plan);
    } else {
      const auto [end, unused] = std::mismatch(common.begin(), common.end(), plan.begin(), plan.end());
      common.erase(end, common.end());
    }
  }
  return common;
}

std::vector<NodeId> own_app_order(const MigrationGraph& graph, std::string_view app) {
  enum class Visit : std::uint8_t { none, open, done };
  std::vector<Visit> state(graph.size(), Visit::none);
  std::vector<NodeId> out;
  const auto walk = [&](NodeId start) {
    std::vector<std::pair<NodeId, bool>> stack{{start, false}};
    while (!stack.empty()) {
      const auto [node, processed] = stack.back();
      stack.pop_back();
      if (processed) {
        state[node] = Visit::done;
        out.push_back(node);
      } else if (state[node] == Visit::none) {
        state[node] = Visit::open;
        stack.emplace_back(node, true);
        for (const NodeId parent : own_app_next(graph, node, Towards::parents)) stack.emplace_back(parent, false);
      }
    }
  };
  for (const NodeId leaf : graph.leaves(app)) walk(leaf);
  for (const NodeId node : graph.nodes(app)) walk(node);  // what only circles lead to
  return out;
}

}  // namespace miggraph::graph
