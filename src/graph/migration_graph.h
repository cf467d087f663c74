#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "django/migration.h"
#include "graph/graph_error.h"

namespace miggraph::graph {

using django::MigrationKey;

/// A node of one MigrationGraph: an index, given out in the order in which nodes are added, never used again.
using NodeId = std::uint32_t;

/// What made an edge. `squash`: it was another one's until a squash took a node's place; `dependency` then still says
/// what was written, and where.
enum class EdgeKind { dependency, run_before, swappable, first, latest, squash };

std::string_view name_of(EdgeKind kind);

/// An edge from a child to its parent (which runs before it), and where that is written.
struct Edge {
  EdgeKind kind = EdgeKind::dependency;
  NodeId written_in = 0;                           ///< the migration whose file says so: the parent's for run_before
  const django::Dependency* dependency = nullptr;  ///< the entry; null in tests that write none
};

/// The digraph of all migrations of a project: django/db/migrations/graph.py, MigrationGraph, method by method.
///
/// As there, a key that something refers to before it is added becomes a dummy node, which validate_consistency
/// reports; and a node that remove_replaced_nodes took away lives on as a ghost where it replaced itself: no key leads
/// to it, but edges do. Every answer depends on the keys and edges alone, not on the order in which they were added. No
/// algorithm here recurses; all but `cycles` are linear in nodes and edges, but for sorting.
class MigrationGraph {
 public:
  MigrationGraph();
  ~MigrationGraph();
  MigrationGraph(MigrationGraph&&) noexcept;
  MigrationGraph& operator=(MigrationGraph&&) noexcept;

  // Building, as loader.py does it.

  /// Precondition: no node has that key. `migration` may be null in tests.
  NodeId add_node(MigrationKey key, const django::Migration* migration);
  /// Makes dummy nodes of keys that are not there. An edge that is there already stays as it is.
  /// `migration` is named as the origin of an error: the one whose file says so.
  void add_dependency(NodeId migration, const MigrationKey& child, const MigrationKey& parent, Edge edge);
  /// `replacement` takes the place of each of `replaced` that is there.
  std::optional<GraphError> remove_replaced_nodes(const MigrationKey& replacement,
                                                  std::span<const MigrationKey> replaced);
  /// The reverse: the squash goes, what depended on it then depends on the last of `replaced`.
  std::optional<GraphError> remove_replacement_node(const MigrationKey& replacement,
                                                    std::span<const MigrationKey> replaced);
  /// NodeNotFoundError for the first dummy node, by the order in which they came up.
  std::optional<GraphError> validate_consistency() const;
  std::optional<GraphError> ensure_not_cyclic() const;

  // Nodes.

  std::optional<NodeId> find(const MigrationKey& key) const;
  bool contains(const MigrationKey& key) const { return find(key).has_value(); }
  const MigrationKey& key(NodeId node) const;
  const django::Migration* migration(NodeId node) const;
  bool is_dummy(NodeId node) const;  ///< something names it and it is not there
  bool is_ghost(NodeId node) const;  ///< replaced: no key leads to it any more
  bool is_real(NodeId node) const { return !is_dummy(node) && !is_ghost(node); }
  bool same_app(NodeId a, NodeId b) const;
  /// The migration whose file first named a dummy.
  NodeId origin(NodeId dummy) const;

  std::vector<NodeId> nodes() const;                      ///< real ones, sorted by key
  std::vector<NodeId> nodes(std::string_view app) const;  ///< real ones of an app, sorted by name
  std::vector<NodeId> dummies() const;                    ///< in order of appearance
  std::vector<std::string> apps() const;                  ///< labels with a node, dummies too; sorted
  std::vector<NodeId> parents(NodeId node) const;         ///< sorted by key; dummies and ghosts too
  std::vector<NodeId> children(NodeId node) const;        ///< sorted by key; dummies and ghosts too
  const Edge* edge(NodeId child, NodeId parent) const;    ///< null where there is none
  std::size_t size() const;                               ///< node ids run from 0 to here

  // Django's questions. Dummies count, as there.

  std::vector<NodeId> root_nodes(std::string_view app = {}) const;  ///< no parent in their own app; sorted by key
  std::vector<NodeId> leaf_nodes(std::string_view app = {}) const;  ///< no child in their own app; sorted by key
  /// Depth first over sorted parents with a stack, so that the last of them comes first; ends with `start`.
  /// On a circle, where Django would never return, each node comes once.
  std::vector<NodeId> iterative_dfs(NodeId start, bool forwards = true) const;
  std::vector<NodeId> forwards_plan(NodeId target) const { return iterative_dfs(target, true); }
  std::vector<NodeId> backwards_plan(NodeId target) const { return iterative_dfs(target, false); }
  /// For each of `targets` in turn its forwards plan less what came before: MigrationGraph._generate_plan, `migrate`
  /// without an app where they are the leaf nodes.
  std::vector<NodeId> full_plan(std::span<const NodeId> targets) const;
  /// For each of `targets` in turn its backwards plan less what came before.
  std::vector<NodeId> full_backwards_plan(std::span<const NodeId> targets) const;

  // What is asked of a graph that Django would refuse.

  /// Leaves of an app among real nodes alone: a missing child does not hide a leaf.
  std::vector<NodeId> leaves(std::string_view app) const;
  std::vector<NodeId> roots(std::string_view app) const;
  /// Groups of real nodes that reach one another (several nodes, or one that depends on itself), each sorted by key.
  std::vector<std::vector<NodeId>> tangles() const;

 private:
  struct Impl;
  /// Django's `nodes`: real ones and dummies, of one app unless that is empty; sorted by key.
  std::vector<NodeId> members(std::string_view app) const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace miggraph::graph
