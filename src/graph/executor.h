#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/migration_graph.h"

namespace miggraph::graph {

/// What `migrate APP TARGET` unapplies where everything is applied, in that order: django/db/migrations/executor.py,
/// MigrationExecutor.migration_plan. Without a target (`zero`): the roots of the app and all that depends on them. With one: not what
/// depends on the target itself, but its children in the same app and what depends on those, so that apps which need no more
/// than the target stay as they are. On a graph with an error, where Django has no plan, as far as the edges go.
std::vector<NodeId> migration_plan(const MigrationGraph& graph, std::string_view app, std::optional<NodeId> target);

/// Those of `names` that begin with `prefix`, sorted: MigrationLoader.get_migration_by_prefix, where several are an AmbiguityError and
/// none is a KeyError.
std::vector<std::string> migrations_by_prefix(std::vector<std::string> names, std::string_view prefix);

}  // namespace miggraph::graph
