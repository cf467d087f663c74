#pragma once

#include <span>
#include <vector>

#include "graph/migration_graph.h"

namespace miggraph::graph {

/// `node` and all real nodes of its app that it depends on through nodes of its app, sorted by key.
std::vector<NodeId> own_app_ancestors(const MigrationGraph& graph, NodeId node);

/// The other way: `node` and all real nodes of its app that depend on it through nodes of its app.
std::vector<NodeId> own_app_descendants(const MigrationGraph& graph, NodeId node);

/// The nearest common base of several leaves of one app: the maximal nodes among those that all of them are or depend
/// on within the app. Empty where they have nothing in common; several where two sides joined the same branches.
std::vector<NodeId> common_bases(const MigrationGraph& graph, std::span<const NodeId> leaves);

/// The common ancestor that `makemigrations --merge` finds: the common head of the leaves' own-app plans, place by
/// place (django/core/management/commands/makemigrations.py, handle_merge). Empty: it refuses.
std::vector<NodeId> merge_ancestors(const MigrationGraph& graph, std::span<const NodeId> leaves);

/// An app's nodes with each parent before its children, chain by chain as its leaves are planned: backwards it is the
/// order of a drawing with the newest on top.
std::vector<NodeId> own_app_order(const MigrationGraph& graph, std::string_view app);

}  // namespace miggraph::graph
