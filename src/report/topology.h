#pragma once

#include <cstddef>
#include <vector>

namespace miggraph::report {

/// An order in which every node comes before its parents and a line of descent stays together, as `git log
/// --topo-order`. `parents[n]` are the parents of node n, the one that its lane leads on to first. `tips`: nodes to
/// begin with, in that order; further nodes without children follow by their number. Nodes of a circle come last, so
/// that none is lost.
std::vector<std::size_t> children_first(const std::vector<std::vector<std::size_t>>& parents,
                                        const std::vector<std::size_t>& tips);

}  // namespace miggraph::report
