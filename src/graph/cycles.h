#pragma once

#include <vector>

#include "graph/migration_graph.h"

namespace miggraph::graph {

/// Nodes that depend on one another in a circle: each on the next, the last on the first.
using Cycle = std::vector<NodeId>;

/// For each group of real nodes that reach one another, one shortest circle in it, beginning at its smallest key. (In a
/// group of thousands it is the shortest of those found with bounded work.) Sorted; empty where Django finds nothing.
std::vector<Cycle> cycles(const MigrationGraph& graph);

}  // namespace miggraph::graph
