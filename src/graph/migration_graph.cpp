#include "graph/migration_graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <map>
#include <set>
#include <unordered_map>

namespace miggraph::graph {

namespace {

struct Node {
  MigrationKey key;
  const django::Migration* migration = nullptr;
  bool dummy = false;
  bool ghost = false;
  std::uint32_t app = 0;      // a number for the label
  NodeId origin = 0;          // of a dummy
  bool wanted_child = false;  // of a dummy: it was named in run_before
};

// setS: a second edge between two nodes is no edge of its own, as in the sets of Django's Node.
using Digraph = boost::adjacency_list<boost::setS, boost::vecS, boost::bidirectionalS, Node, Edge>;

struct KeyHash {
  std::size_t operator()(const MigrationKey& key) const noexcept {
    const std::hash<std::string_view> hash;
    return hash(key.app) * 31 + hash(key.name);
  }
};

std::string label(const MigrationKey& key) {
  return key.app + "." + key.name;
}

}  // namespace

struct MigrationGraph::Impl {
  Digraph digraph;
  std::unordered_map<MigrationKey, NodeId, KeyHash> index;         // Django's node_map
  struct Members {
    std::uint32_t app = 0;
    std::vector<NodeId> nodes;
  };
  std::map<std::string, Members, std::less<>> by_app;  // ghosts too

  NodeId make(Node node) {
    const auto number = static_cast<std::uint32_t>(by_app.size());
    Members& members = by_app.try_emplace(node.key.app, Members{number, {}}).first->second;
    node.app = members.app;
    const auto id = static_cast<NodeId>(boost::add_vertex(digraph));
    index.insert_or_assign(node.key, id);
    digraph[id] = std::move(node);
    members.nodes.push_back(id);
    return id;
  }

  const Node& at(NodeId node) const { return digraph[node]; }

  // Takes a node out of node_map. Its edges are the caller's business.
  void bury(NodeId node) {
    index.erase(digraph[node].key);
    digraph[node].ghost = true;
  }

  void sort(std::vector<NodeId>& nodes) const {
    const auto by_key = [this](NodeId a, NodeId b) {
      const auto order = at(a).key <=> at(b).key;
      return order != 0 ? order < 0 : a < b;
    };
    // Nodes are added by key, so they mostly are.
    if (!std::is_sorted(nodes.begin(), nodes.end(), by_key)) std::sort(nodes.begin(), nodes.end(), by_key);
  }

  std::vector<NodeId> parents(NodeId node) const {
    std::vector<NodeId> out;
    for (auto [it, end] = boost::out_edges(node, digraph); it != end; ++it)
      out.push_back(static_cast<NodeId>(boost::target(*it, digraph)));
    return out;
  }

  std::vector<NodeId> children(NodeId node) const {
    std::vector<NodeId> out;
    for (auto [it, end] = boost::in_edges(node, digraph); it != end; ++it)
      out.push_back(static_cast<NodeId>(boost::source(*it, digraph)));
    return out;
  }

  bool is_acyclic() const;

  // Those of `members` that have no parent (or child) in their own app among the nodes that count.
  template <class Counts>
  std::vector<NodeId> ends(const std::vector<NodeId>& members, bool roots, const Counts& counts) const {
    const auto hides = [&](NodeId node, NodeId other) { return at(node).app == at(other).app && counts(node, other); };
    std::vector<NodeId> out;
    for (const NodeId node : members) {
      bool hidden = false;
      if (roots) {
        for (auto [it, end] = boost::out_edges(node, digraph); it != end && !hidden; ++it)
          hidden = hides(node, static_cast<NodeId>(boost::target(*it, digraph)));
      } else {
        for (auto [it, end] = boost::in_edges(node, digraph); it != end && !hidden; ++it)
          hidden = hides(node, static_cast<NodeId>(boost::source(*it, digraph)));
      }
      if (!hidden) out.push_back(node);
    }
    return out;
  }

  void connect(NodeId child, NodeId parent, const Edge& edge) { boost::add_edge(child, parent, edge, digraph); }

  // The edge between two nodes as a squash inherits it.
  Edge inherited(NodeId child, NodeId parent) const {
    const auto [edge, found] = boost::edge(child, parent, digraph);
    Edge out = found ? digraph[edge] : Edge{};
    out.kind = EdgeKind::squash;
    return out;
  }
};

std::string_view name_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::dependency:
      return "dependency";
    case EdgeKind::run_before:
      return "run_before";
    case EdgeKind::swappable:
      return "swappable";
    case EdgeKind::first:
      return "__first__";
    case EdgeKind::latest:
      return "__latest__";
    case EdgeKind::squash:
      return "squash";
  }
  return "dependency";
}

MigrationGraph::MigrationGraph() : impl_(std::make_unique<Impl>()) {}
MigrationGraph::~MigrationGraph() = default;
MigrationGraph::MigrationGraph(MigrationGraph&&) noexcept = default;
MigrationGraph& MigrationGraph::operator=(MigrationGraph&&) noexcept = default;

NodeId MigrationGraph::add_node(MigrationKey key, const django::Migration* migration) {
  Node node;
  node.key = std::move(key);
  node.migration = migration;
  return impl_->make(std::move(node));
}

void MigrationGraph::add_dependency(NodeId migration, const MigrationKey& child, const MigrationKey& parent,
                                    Edge edge) {
  const auto node_or_dummy = [&](const MigrationKey& key, bool wanted_child) {
    if (const auto found = find(key)) return *found;
    Node dummy;
    dummy.key = key;
    dummy.dummy = true;
    dummy.origin = migration;
    dummy.wanted_child = wanted_child;
    return impl_->make(std::move(dummy));
  };
  const NodeId from = node_or_dummy(child, true);
  const NodeId to = node_or_dummy(parent, false);
  edge.written_in = migration;
  impl_->connect(from, to, edge);
}

std::optional<GraphError> MigrationGraph::remove_replaced_nodes(const MigrationKey& replacement,
                                                                std::span<const MigrationKey> replaced) {
  const auto squash = find(replacement);
  if (!squash) {
    GraphError error;
    error.text = "Unable to find replacement node " + repr(replacement) +
                 ". It was either never added to the migration graph, or has been removed.";
    error.node = replacement;
    return error;
  }
  const std::set<MigrationKey> keys(replaced.begin(), replaced.end());
  for (const MigrationKey& key : keys) {
    const auto found = find(key);
    if (!found) continue;
    const NodeId node = *found;
    impl_->bury(node);
    for (const NodeId child : impl_->children(node)) {
      const Edge edge = impl_->inherited(child, node);
      boost::remove_edge(child, node, impl_->digraph);
      // Not between the replaced and the replacement: that would become an edge of the squash to itself.
      if (!keys.contains(impl_->at(child).key)) impl_->connect(child, *squash, edge);
    }
    for (const NodeId parent : impl_->parents(node)) {
      const Edge edge = impl_->inherited(node, parent);
      boost::remove_edge(node, parent, impl_->digraph);
      if (!keys.contains(impl_->at(parent).key)) impl_->connect(*squash, parent, edge);
    }
  }
  return std::nullopt;
}

std::optional<GraphError> MigrationGraph::remove_replacement_node(const MigrationKey& replacement,
                                                                  std::span<const MigrationKey> replaced) {
  const auto squash = find(replacement);
  if (!squash) {
    GraphError error;
    error.text = "Unable to remove replacement node " + repr(replacement) +
                 ". It was either never added to the migration graph, or has been removed already.";
    error.node = replacement;
    return error;
  }
  impl_->bury(*squash);
  std::set<NodeId> last;
  std::set<NodeId> inner;
  for (const MigrationKey& key : replaced) {
    const auto node = find(key);
    if (!node) continue;
    last.insert(*node);
    for (const NodeId parent : impl_->parents(*node)) inner.insert(parent);
  }
  for (const NodeId node : inner) last.erase(node);
  for (const NodeId child : impl_->children(*squash)) {
    const Edge edge = impl_->inherited(child, *squash);
    boost::remove_edge(child, *squash, impl_->digraph);
    for (const NodeId node : last) impl_->connect(child, node, edge);
  }
  for (const NodeId parent : impl_->parents(*squash)) boost::remove_edge(*squash, parent, impl_->digraph);
  return std::nullopt;
}

std::optional<GraphError> MigrationGraph::validate_consistency() const {
  for (NodeId node = 0; node < size(); ++node) {
    const Node& dummy = impl_->at(node);
    if (!dummy.dummy || dummy.ghost) continue;
    GraphError error;
    error.origin = key(dummy.origin);
    error.node = dummy.key;
    error.text = "Migration " + label(*error.origin) + " dependencies reference nonexistent " +
                 (dummy.wanted_child ? "child" : "parent") + " node " + repr(dummy.key);
    return error;
  }
  return std::nullopt;
}

std::optional<NodeId> MigrationGraph::find(const MigrationKey& key) const {
  const auto found = impl_->index.find(key);
  if (found == impl_->index.end()) return std::nullopt;
  return found->second;
}

const MigrationKey& MigrationGraph::key(NodeId node) const {
  return impl_->at(node).key;
}
const django::Migration* MigrationGraph::migration(NodeId node) const {
  return impl_->at(node).migration;
}
bool MigrationGraph::is_dummy(NodeId node) const {
  return impl_->at(node).dummy;
}
bool MigrationGraph::is_ghost(NodeId node) const {
  return impl_->at(node).ghost;
}
NodeId MigrationGraph::origin(NodeId dummy) const {
  return impl_->at(dummy).origin;
}
std::size_t MigrationGraph::size() const {
  return boost::num_vertices(impl_->digraph);
}

std::vector<NodeId> MigrationGraph::nodes() const {
  std::vector<NodeId> out;
  for (NodeId node = 0; node < size(); ++node)
    if (is_real(node)) out.push_back(node);
  impl_->sort(out);
  return out;
}

std::vector<NodeId> MigrationGraph::nodes(std::string_view app) const {
  std::vector<NodeId> out;
  if (const auto found = impl_->by_app.find(app); found != impl_->by_app.end())
    for (const NodeId node : found->second.nodes)
      if (is_real(node)) out.push_back(node);
  impl_->sort(out);
  return out;
}

std::vector<NodeId> MigrationGraph::members(std::string_view app) const {
  std::vector<NodeId> out;
  const auto take = [&](NodeId node) {
    if (!is_ghost(node)) out.push_back(node);
  };
  if (app.empty()) {
    for (NodeId node = 0; node < size(); ++node) take(node);
  } else if (const auto found = impl_->by_app.find(app); found != impl_->by_app.end()) {
    std::for_each(found->second.nodes.begin(), found->second.nodes.end(), take);
  }
  impl_->sort(out);
  return out;
}

std::vector<NodeId> MigrationGraph::dummies() const {
  std::vector<NodeId> out;
  for (NodeId node = 0; node < size(); ++node)
    if (is_dummy(node) && !is_ghost(node)) out.push_back(node);
  return out;
}

std::vector<std::string> MigrationGraph::apps() const {
  std::vector<std::string> out;
  for (const auto& [app, members] : impl_->by_app)
    if (std::any_of(members.nodes.begin(), members.nodes.end(), [this](NodeId node) { return !is_ghost(node); }))
      out.push_back(app);
  return out;
}

std::vector<NodeId> MigrationGraph::parents(NodeId node) const {
  std::vector<NodeId> out = impl_->parents(node);
  impl_->sort(out);
  return out;
}

std::vector<NodeId> MigrationGraph::children(NodeId node) const {
  std::vector<NodeId> out = impl_->children(node);
  impl_->sort(out);
  return out;
}

bool MigrationGraph::same_app(NodeId a, NodeId b) const {
  return impl_->at(a).app == impl_->at(b).app;
}

namespace {

constexpr auto everything = [](NodeId, NodeId) { return true; };

}  // namespace

std::vector<NodeId> MigrationGraph::root_nodes(std::string_view app) const {
  return impl_->ends(members(app), true, everything);
}

std::vector<NodeId> MigrationGraph::leaf_nodes(std::string_view app) const {
  return impl_->ends(members(app), false, everything);
}

std::vector<NodeId> MigrationGraph::roots(std::string_view app) const {
  return impl_->ends(nodes(app), true, [this](NodeId node, NodeId other) { return node != other && is_real(other); });
}

std::vector<NodeId> MigrationGraph::leaves(std::string_view app) const {
  return impl_->ends(nodes(app), false, [this](NodeId node, NodeId other) { return node != other && is_real(other); });
}

const Edge* MigrationGraph::edge(NodeId child, NodeId parent) const {
  const auto [edge, found] = boost::edge(child, parent, impl_->digraph);
  return found ? &impl_->digraph[edge] : nullptr;
}

// Kahn's algorithm: whether taking away nodes without parents, again and again, takes them all.
bool MigrationGraph::Impl::is_acyclic() const {
  const std::size_t count = boost::num_vertices(digraph);
  std::vector<std::size_t> waiting(count);
  std::vector<NodeId> free;
  for (NodeId node = 0; node < count; ++node) {
    waiting[node] = boost::out_degree(node, digraph);
    if (waiting[node] == 0) free.push_back(node);
  }
  std::size_t taken = 0;
  for (; taken < free.size(); ++taken) {
    for (auto [it, end] = boost::in_edges(free[taken], digraph); it != end; ++it) {
      const auto child = static_cast<NodeId>(boost::source(*it, digraph));
      if (--waiting[child] == 0) free.push_back(child);
    }
  }
  return taken == count;
}

std::vector<std::vector<NodeId>> MigrationGraph::tangles() const {
  if (impl_->is_acyclic()) return {};
  // Only what is there: a circle through a migration that is missing is no circle.
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> real(size());
  for (NodeId node = 0; node < size(); ++node)
    if (is_real(node))
      for (const NodeId parent : impl_->parents(node))
        if (is_real(parent)) boost::add_edge(node, parent, real);
  std::vector<std::size_t> component(size());
  const auto identity = boost::get(boost::vertex_index, real);
  const std::size_t count =
      boost::strong_components(real, boost::make_iterator_property_map(component.begin(), identity));
  std::vector<std::vector<NodeId>> groups(count);
  for (NodeId node = 0; node < size(); ++node)
    if (is_real(node)) groups[component[node]].push_back(node);
  std::erase_if(groups, [this](const std::vector<NodeId>& group) {
    return group.empty() || (group.size() == 1 && !edge(group.front(), group.front()));
  });
  for (std::vector<NodeId>& group : groups) impl_->sort(group);
  std::sort(groups.begin(), groups.end(),
            [this](const auto& a, const auto& b) { return key(a.front()) < key(b.front()); });
  return groups;
}

}  // namespace miggraph::graph
