#include "analysis/forks.h"

#include <algorithm>
#include <set>

#include "analysis/both_versions.h"
#include "analysis/judged_apps.h"
#include "graph/ancestry.h"

namespace miggraph::analysis {

using graph::NodeId;

const django::App* Party::app(const django::App& like) const {
  return counterpart(*view.codebase, like);
}

bool Party::holds(const django::App& like, const std::string& migration) const {
  const django::App* own = app(like);
  return own && own->migration(migration);
}

bool Party::holds(const AppTree& tree, NodeId node) const {
  const django::App* own = app(*tree.app);
  const django::Migration* migration = tree.graph().migration(node);
  return own && (migration ? has_version(*own, *migration) : own->migration(tree.name(node)) != nullptr);
}

std::string AppTree::shown(NodeId node) const {
  const django::Migration* migration = graph().migration(node);
  return migration ? std::string(file_stem(*migration)) : name(node);
}

std::vector<NodeId> AppTree::leaves() const {
  std::vector<NodeId> out = graph().leaves(app->label);
  if (app->package->unreadable.empty()) return out;
  std::erase_if(out, [&](NodeId leaf) {
    const std::vector<NodeId> line = graph::own_app_ancestors(graph(), leaf);
    return std::any_of(line.begin(), line.end(), [&](NodeId node) {
      const django::Migration* migration = graph().migration(node);
      return migration && migration->unreadable && migration->may_depend_on_more();
    });
  });
  return out;
}

std::vector<std::string> AppTree::leaf_names() const {
  std::vector<std::string> out;
  for (const NodeId leaf : leaves()) out.push_back(name(leaf));
  return out;
}

ForkOf::ForkOf(const AppTree& tree, const AppTree* side) : below_(tree.graph().size()) {
  if (!side) return;
  const std::vector<std::string> names = side->leaf_names();
  const std::set<std::string> leaves(names.begin(), names.end());
  if (leaves.size() < 2) return;
  const auto is_leaf_of_side = [&](NodeId node) {
    const django::Migration* migration = tree.graph().migration(node);
    return leaves.contains(tree.shown(node)) && (!migration || has_version(*side->app, *migration));
  };
  for (const NodeId leaf : tree.leaves())
    for (const NodeId node : graph::own_app_ancestors(tree.graph(), leaf))
      if (is_leaf_of_side(node)) below_[leaf].push_back(node);
}

bool ForkOf::has(NodeId a, NodeId b) const {
  const auto& of_a = below_[a];
  const auto& of_b = below_[b];
  if (of_a.empty() || of_b.empty()) return false;
  return of_a.size() > 1 || of_b.size() > 1 || of_a.front() != of_b.front();
}

namespace {

struct Scored {
  bool mixed;  // not plainly one leaf of a's and one of b's
  LeafPair pair;
};

}  // namespace

std::vector<LeafPair> forks_of_merge(const AppTree& merged, const Party& a, const AppTree* tree_of_a, const Party& b,
                                     const AppTree* tree_of_b, std::size_t limit) {
  const std::vector<NodeId> leaves = merged.leaves();
  if (leaves.size() < 2) return {};
  const ForkOf of_a(merged, tree_of_a), of_b(merged, tree_of_b);
  std::vector<char> in_a(merged.graph().size()), in_b(merged.graph().size());
  for (const NodeId leaf : leaves) {
    in_a[leaf] = a.holds(merged, leaf);
    in_b[leaf] = b.holds(merged, leaf);
  }
  std::vector<Scored> found;
  for (std::size_t i = 0; i < leaves.size() && found.size() < limit; ++i) {
    for (std::size_t j = i + 1; j < leaves.size() && found.size() < limit; ++j) {
      NodeId first = leaves[i], second = leaves[j];
      if (of_a.has(first, second) || of_b.has(first, second)) continue;
      const auto only_a = [&](NodeId leaf) { return in_a[leaf] && !in_b[leaf]; };
      const auto only_b = [&](NodeId leaf) { return in_b[leaf] && !in_a[leaf]; };
      if ((only_b(first) && !only_b(second)) || (only_a(second) && !only_a(first))) std::swap(first, second);
      found.push_back({!(only_a(first) && only_b(second)), {first, second}});
    }
  }
  const bool plain = std::any_of(found.begin(), found.end(), [](const Scored& pair) { return !pair.mixed; });
  std::vector<LeafPair> out;
  for (const Scored& scored : found)
    if (!plain || !scored.mixed) out.push_back(scored.pair);
  return out;
}

std::vector<LeafPair> forks_of_tree(const AppTree& tree, const AppTree* target, std::size_t limit) {
  const std::vector<NodeId> leaves = tree.leaves();
  std::vector<LeafPair> out;
  if (leaves.size() < 2) return out;
  const ForkOf of_target(tree, target);
  for (std::size_t i = 0; i < leaves.size(); ++i)
    for (std::size_t j = i + 1; j < leaves.size() && out.size() < limit; ++j)
      if (!of_target.has(leaves[i], leaves[j])) out.emplace_back(leaves[i], leaves[j]);
  return out;
}

}  // namespace miggraph::analysis
