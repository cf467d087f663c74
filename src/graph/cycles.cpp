#include "graph/cycles.h"

#include <algorithm>
#include <unordered_map>

namespace miggraph::graph {

namespace {

// Edges looked at in one group before we are content with the shortest circle found so far.
constexpr std::size_t kBudget = 2'000'000;

class Search {
 public:
  Search(const MigrationGraph& graph, const std::vector<NodeId>& group) : group_(group), parents_(group.size()) {
    std::unordered_map<NodeId, std::size_t> place;
    for (std::size_t i = 0; i < group.size(); ++i) place.emplace(group[i], i);
    for (std::size_t i = 0; i < group.size(); ++i)
      for (const NodeId parent : graph.parents(group[i]))
        if (const auto found = place.find(parent); found != place.end()) parents_[i].push_back(found->second);
  }

  Cycle shortest() {
    std::vector<std::size_t> best;
    for (std::size_t start = 0; start < group_.size() && work_ < kBudget; ++start) {
      std::vector<std::size_t> found = through(start, best.size());
      if (!found.empty()) best = std::move(found);
      if (best.size() == 1) break;
    }
    // The group is sorted by key, so that the smallest place is the smallest key.
    std::rotate(best.begin(), std::min_element(best.begin(), best.end()), best.end());
    Cycle cycle;
    for (const std::size_t i : best) cycle.push_back(group_[i]);
    return cycle;
  }

 private:
  // A shortest circle through `start`, breadth first, if it is shorter than `limit` (0: any length).
  std::vector<std::size_t> through(std::size_t start, std::size_t limit) {
    constexpr auto none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> from(group_.size(), none);
    std::vector<std::size_t> level{start};
    for (std::size_t length = 1; !level.empty() && (limit == 0 || length < limit); ++length) {
      std::vector<std::size_t> next;
      for (const std::size_t node : level) {
        work_ += parents_[node].size();
        for (const std::size_t parent : parents_[node]) {
          if (parent == start) {
            std::vector<std::size_t> path;
            for (std::size_t at = node; at != start; at = from[at]) path.push_back(at);
            path.push_back(start);
            std::reverse(path.begin(), path.end());
            return path;
          }
          if (from[parent] != none) continue;
          from[parent] = node;
          next.push_back(parent);
        }
      }
      level = std::move(next);
    }
    return {};
  }

  const std::vector<NodeId>& group_;
  std::vector<std::vector<std::size_t>> parents_;
  std::size_t work_ = 0;
};

}  // namespace

std::vector<Cycle> cycles(const MigrationGraph& graph) {
  std::vector<Cycle> out;
  for (const std::vector<NodeId>& group : graph.tangles()) out.push_back(Search(graph, group).shortest());
  return out;
}

std::optional<GraphError> MigrationGraph::ensure_not_cyclic() const {
  const std::vector<Cycle> found = cycles(*this);
  if (found.empty()) return std::nullopt;
  GraphError error;
  error.type = GraphError::Type::circular_dependency;
  // Django follows children, from parent to child.
  for (auto node = found.front().rbegin(); node != found.front().rend(); ++node) {
    if (!error.text.empty()) error.text += ", ";
    error.text += key(*node).app + "." + key(*node).name;
    error.cycle.push_back(key(*node));
  }
  return error;
}

}  // namespace miggraph::graph
