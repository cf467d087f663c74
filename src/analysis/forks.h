#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/app_graphs.h"
#include "analysis/views.h"

namespace miggraph::analysis {

/// The migrations of one app in one tree, as Django sees them.
struct AppTree {
  const graph::LoadedGraph* loaded = nullptr;
  const django::App* app = nullptr;

  const graph::MigrationGraph& graph() const { return loaded->graph; }
  /// Django's leaves, but for lines that hang on a file that cannot be read and whose dependencies can't be made out
  /// either: what such a line comes after is not known, and the file is reported.
  std::vector<graph::NodeId> leaves() const;
  std::vector<std::string> leaf_names() const;
  const std::string& name(graph::NodeId node) const { return graph().key(node).name; }
  /// What it is called: the name, but for one of two versions.
  std::string shown(graph::NodeId node) const;
};

/// A branch (or the snapshot) that takes part in a comparison.
struct Party {
  std::string ref;  ///< short name; "" without git
  View view;
  bool is_snapshot = false;
  bool is_target = false;  ///< the branch that the change goes into

  const django::App* app(const django::App& like) const;
  /// Whether it has a migration of that name in that app.
  bool holds(const django::App& like, const std::string& migration) const;
  /// Whether it has the migration of that node; see both_versions.h.
  bool holds(const AppTree& tree, graph::NodeId node) const;
};

using LeafPair = std::pair<graph::NodeId, graph::NodeId>;

/// Two leaves of one tree that belong to a fork which some side has on its own account: each of them is, or came after,
/// a leaf of that side, and not the same one.
class ForkOf {
 public:
  /// `side` null: it does not have the app, and no fork.
  ForkOf(const AppTree& tree, const AppTree* side);
  bool has(graph::NodeId a, graph::NodeId b) const;

 private:
  std::vector<std::vector<graph::NodeId>>
      below_;  // for each node of the tree that is a leaf: the side's leaves it is or follows
};

/// Pairs of leaves of a merged tree that only the merge of `a` and `b` brings together: neither side has the two leaves
/// as a fork of its own. The first of each pair is a's where that can be said. At most `limit`.
std::vector<LeafPair> forks_of_merge(const AppTree& merged, const Party& a, const AppTree* tree_of_a, const Party& b,
                                     const AppTree* tree_of_b, std::size_t limit = 100);

/// All pairs of leaves of one tree but those that `target` already has as a fork.
std::vector<LeafPair> forks_of_tree(const AppTree& tree, const AppTree* target, std::size_t limit = 100);

}  // namespace miggraph::analysis
