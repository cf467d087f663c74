#include "report/topology.h"

namespace miggraph::report {

std::vector<std::size_t> children_first(const std::vector<std::vector<std::size_t>>& parents,
                                        const std::vector<std::size_t>& tips) {
  std::vector<std::size_t> waiting(parents.size(), 0);  // children not yet in the order
  for (const auto& own : parents) {
    for (const std::size_t parent : own) ++waiting[parent];
  }
  std::vector<std::size_t> order;
  std::vector<bool> seen(parents.size(), false);
  std::vector<std::size_t> ready;
  const auto follow = [&](std::size_t tip) {
    if (seen[tip] || waiting[tip] > 0) return;
    ready.push_back(tip);
    while (!ready.empty()) {
      const std::size_t node = ready.back();
      ready.pop_back();
      if (seen[node]) continue;
      seen[node] = true;
      order.push_back(node);
      for (auto parent = parents[node].rbegin(); parent != parents[node].rend(); ++parent) {
        if (--waiting[*parent] == 0) ready.push_back(*parent);
      }
    }
  };
  for (const std::size_t tip : tips) follow(tip);
  for (std::size_t node = 0; node < parents.size(); ++node) follow(node);
  for (std::size_t node = 0; node < parents.size(); ++node) {
    if (!seen[node]) order.push_back(node);
  }
  return order;
}

}  // namespace miggraph::report
