#include "analysis/conflict_builder.h"

#include <algorithm>
#include <set>

#include "analysis/clashes.h"
#include "analysis/state_clashes.h"
#include "analysis/holders.h"
#include "analysis/places.h"
#include "django/operations/text.h"
#include "graph/ancestry.h"

namespace miggraph::analysis {

using graph::NodeId;

namespace {

// Beyond these no steps are told: nobody reads the story of the hundredth leaf.
constexpr std::size_t kLeavesTold = 50;
constexpr std::size_t kTrunk = 3;
constexpr std::size_t kPairsCompared = 100;

// Names of migrations of one app, sorted. They live in the graphs.
using Names = std::vector<std::string_view>;

bool contains(const Names& names, std::string_view name) { return std::binary_search(names.begin(), names.end(), name); }

Names ancestor_names(const AppTree& tree, NodeId node) {
  Names out;
  // Sorted by key, which is by name within an app.
  for (const NodeId ancestor : graph::own_app_ancestors(tree.graph(), node)) out.push_back(tree.name(ancestor));
  return out;
}

std::vector<NodeId> own_parents(const AppTree& tree, NodeId node) {
  std::vector<NodeId> out = tree.graph().parents(node);
  std::erase_if(out, [&](NodeId parent) {
    return parent == node || !tree.graph().is_real(parent) || tree.graph().key(parent).app != tree.app->label;
  });
  return out;
}

std::vector<std::string> summary_of(const django::Migration& migration) {
  std::vector<std::string> out;
  for (const django::Operation& operation : migration.operations) out.push_back(django::short_form(operation));
  return out;
}

// What all leaves come from: the names, and which of these nothing common depends on.
struct Common {
  Names names;
  std::vector<std::string> bases;
};

}  // namespace

bool is_uncertain(const AppTree& tree, const std::vector<LeafPair>& pairs) {
  const std::vector<NodeId> roots = tree.graph().roots(tree.app->label);
  // A root beside others may hang on them by what is not known; a squash may replace what is not known.
  for (const NodeId root : roots) {
    const django::Migration* migration = tree.graph().migration(root);
    if (roots.size() > 1 && migration && migration->may_depend_on_more()) return true;
  }
  // A squash that both leaves come after replaces neither, nor joins them: it would come after itself.
  const auto is_below_all = [&](const std::string& name) {
    const auto node = tree.graph().find({tree.app->label, name});
    const auto is_below = [&](NodeId leaf) {
      const std::vector<NodeId> line = graph::own_app_ancestors(tree.graph(), leaf);
      return leaf != *node && std::find(line.begin(), line.end(), *node) != line.end();
    };
    return node && std::all_of(pairs.begin(), pairs.end(),
                               [&](const LeafPair& pair) { return is_below(pair.first) && is_below(pair.second); });
  };
  for (const django::Migration& migration : tree.app->package->migrations) {
    if (django::has_unknown(migration.replaces) && !is_below_all(migration.name)) return true;
    if (roots.size() > 1 && django::has_unknown(migration.run_before)) return true;
  }
  return false;
}

// Two branches may each have made a migration of one name: then these are two leaves. But what the snapshot or the target
// has is one, whatever a branch changed in it.
ConflictBuilder::PlaceKey ConflictBuilder::key_of(const AppTree& tree, NodeId leaf) const {
  const django::Migration* migration = tree.graph().migration(leaf);
  const bool is_shared = std::any_of(parties_.begin(), parties_.end(), [&](const Party& party) {
    return (party.is_snapshot || party.is_target) && party.holds(tree, leaf);
  });
  return {tree.shown(leaf), migration && !is_shared ? migration->module.get() : nullptr};
}

ConflictBuilder::Places ConflictBuilder::places_of(const django::App& app, const std::vector<Fork>& forks) const {
  const Holders holders(parties_, app);
  std::map<PlaceKey, Place> by_key;
  for (const Fork& fork : forks) {
    for (const NodeId leaf : fork.tree.leaves()) {
      const auto [found, is_new] = by_key.try_emplace(key_of(fork.tree, leaf), Place{fork.tree, leaf, {}});
      if (is_new) found->second.holders = holders.of(fork.tree, leaf);
    }
  }
  Places out;
  for (auto& [key, place] : by_key) out.push_back(std::move(place));
  const auto order = [&](const Place& place) { return place.holders.empty() ? parties_.size() : place.holders.front(); };
  std::stable_sort(out.begin(), out.end(), [&](const Place& a, const Place& b) { return order(a) < order(b); });
  return out;
}

Result<Leaf> ConflictBuilder::leaf_at(const Place& place) {
  Leaf leaf;
  leaf.migration = place.tree.shown(place.node);
  for (const std::size_t i : place.holders)
    if (!parties_[i].ref.empty()) leaf.refs.push_back(parties_[i].ref);
  const Party* holder = place.holders.empty() ? nullptr : &parties_[place.holders.front()];
  const django::App& app = holder ? *holder->app(*place.tree.app) : *place.tree.app;
  const django::Migration* migration = holder ? app.migration(leaf.migration) : place.tree.graph().migration(place.node);
  if (!migration) return leaf;
  leaf.path = app.path_of(*migration);
  leaf.range = dependencies_range(*migration);
  if (holder && holder->view.snapshot.commit) {
    auto commit = views_.last_change(*holder->view.snapshot.commit, leaf.path);
    if (!commit) return commit.error();
    if (*commit)
      leaf.commit = CommitLine{(*commit)->id.hex(), (*commit)->author, (*commit)->time, (*commit)->offset_minutes};
  }
  return leaf;
}

namespace {

struct Line {
  AppTree tree;
  NodeId leaf = 0;
};

Common common_of(const std::vector<Line>& lines) {
  Common out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Names names = ancestor_names(lines[i].tree, lines[i].leaf);
    if (i == 0)
      out.names = std::move(names);
    else
      std::erase_if(out.names, [&](std::string_view name) { return !contains(names, name); });
  }
  if (lines.empty()) return out;
  const AppTree& tree = lines.front().tree;
  for (const std::string_view name : out.names) {
    const auto node = tree.graph().find({tree.app->label, std::string(name)});
    if (!node) continue;
    const std::vector<NodeId> children = tree.graph().children(*node);
    const bool below = std::any_of(children.begin(), children.end(), [&](NodeId child) {
      return child != *node && tree.graph().key(child).app == tree.app->label && contains(out.names, tree.name(child));
    });
    if (!below) out.bases.emplace_back(name);
  }
  return out;
}

}  // namespace

std::vector<ConflictBuilder::Chain> ConflictBuilder::add_chains(const Places& places, Conflict& conflict) const {
  std::vector<Chain> chains;
  std::vector<Line> all;
  for (const Place& place : places) all.push_back({place.tree, place.node});
  const Common common = common_of(all);
  conflict.base = common.bases;
  for (std::size_t i = 0; i < std::min(places.size(), kLeavesTold); ++i) {
    Chain& chain = chains.emplace_back();
    const AppTree& tree = places[i].tree;
    const Names names = ancestor_names(tree, places[i].node);
    const Party* holder = places[i].holders.empty() ? nullptr : &parties_[places[i].holders.front()];
    const django::App* app = holder ? holder->app(*tree.app) : tree.app;
    for (const NodeId node : graph::own_app_order(tree.graph(), tree.app->label)) {
      const std::string& name = tree.name(node);
      if (!contains(names, name) || contains(common.names, name)) continue;
      Step step;
      step.migration = tree.shown(node);
      step.key = name;
      const bool is_own = app->migration(step.migration) != nullptr;
      const django::Migration* migration = is_own ? app->migration(step.migration) : tree.app->migration(name);
      if (!migration) continue;
      chain.push_back(tree.graph().migration(node));
      step.path = (is_own ? app : tree.app)->path_of(*migration);
      step.summary = summary_of(*migration);
      for (const NodeId parent : own_parents(tree, node)) {
        step.parents.push_back(tree.shown(parent));
        step.parent_keys.push_back(tree.name(parent));
      }
      conflict.leaves[i].chain.push_back(std::move(step));
    }
  }
  return chains;
}

void ConflictBuilder::add_trunk(const Place& place, Conflict& conflict) const {
  if (conflict.base.empty()) return;
  auto node = place.tree.graph().find({place.tree.app->label, conflict.base.front()});
  while (node && conflict.trunk.size() < kTrunk) {
    conflict.trunk.push_back(place.tree.name(*node));
    const std::vector<NodeId> parents = own_parents(place.tree, *node);
    if (parents.empty()) break;
    // On a circle the same names would come for ever; kTrunk ends that.
    node = parents.back();
  }
}

namespace {

// What a migration names as a parent in its own app and Django does not find there.
std::vector<Gap> gaps_at(const Fork& fork, NodeId node, const Conflict& conflict) {
  const AppTree& tree = fork.tree;
  const graph::MigrationGraph& dag = tree.graph();
  const std::string dot = conflict.app + ".";
  const bool at_the_root = own_parents(tree, node).empty();
  std::vector<Gap> out;
  if (const django::Migration* migration = dag.migration(node); migration && migration->unreadable)
    out.push_back({"", dot + migration->name + " cannot be read (MG903)", at_the_root});
  for (const NodeId parent : dag.parents(node)) {
    if (!dag.is_dummy(parent) || dag.key(parent).app != tree.app->label) continue;
    const std::string& name = tree.name(parent);
    // A squash may have taken over the edge: the file to mend is the one that says so.
    const graph::Edge* edge = dag.edge(node, parent);
    const std::string writer = dot + dag.key(edge ? edge->written_in : node).name;
    const django::MigrationPackage& package = *tree.app->package;
    const auto is_file = [&](const std::string& ending) {
      return [&name, ending](const auto& entry) { return entry.file == name + ending; };
    };
    std::string what = ", which does not exist (MG103)";
    if (name == "__latest__")
      what = ", which Django does not resolve within an app (MG103)";
    else if (std::any_of(package.errors.begin(), package.errors.end(), is_file(".py")))
      what = ", which could not be read";
    else if (std::any_of(package.ignored.begin(), package.ignored.end(), is_file(".pyc")))
      what = ", of which only the bytecode is there";
    else if (fork.b && (fork.a->holds(*tree.app, name) || fork.b->holds(*tree.app, name)))
      what = ", which does not exist once they are merged (MG103)";
    out.push_back({"", writer + " depends on " + dot + name + what, at_the_root});
  }
  for (const graph::Problem& problem : tree.loaded->problems)
    if (problem.kind == graph::Problem::Kind::own_first && problem.migration == dag.key(node))
      out.push_back({"",
                     "Django ignores __first__ of a migration's own app, so " + dot + tree.name(node) +
                         " depends on nothing in " + conflict.app + " (MG103)",
                     at_the_root});
  return out;
}

}  // namespace

// In all the trees: a parent may be gone from one merge only.
void ConflictBuilder::add_gaps(const std::vector<Fork>& forks, Conflict& conflict) {
  std::set<std::pair<std::string, std::string>> known;
  for (const Fork& fork : forks) {
    const AppTree& tree = fork.tree;
    // What a squash replaces is not known: a name that seems to be missing may be one of these.
    const auto& migrations = tree.app->package->migrations;
    if (std::any_of(migrations.begin(), migrations.end(), [](const auto& one) { return django::has_unknown(one.replaces); }))
      continue;
    std::map<NodeId, std::vector<Gap>> gaps;
    for (const NodeId node : tree.graph().nodes(tree.app->label))
      if (auto found = gaps_at(fork, node, conflict); !found.empty()) gaps.emplace(node, std::move(found));
    if (gaps.empty()) continue;
    const auto add = [&](NodeId leaf, NodeId other) {
      const Names names = ancestor_names(tree, leaf), shared = ancestor_names(tree, other);
      for (const auto& [node, found] : gaps) {
        if (!contains(names, tree.name(node)) || contains(shared, tree.name(node))) continue;
        for (Gap gap : found) {
          gap.leaf = tree.shown(leaf);
          if (known.emplace(gap.leaf, gap.text).second) conflict.gaps.push_back(std::move(gap));
        }
      }
    };
    for (const auto& [first, second] : fork.pairs) {
      add(first, second);
      add(second, first);
    }
  }
}

namespace {

std::string named(const std::string& leaf, const std::string& ref) {
  return ref.empty() ? leaf : ref;
}

}  // namespace

void ConflictBuilder::add_clashes(const Places& places, const std::vector<Fork>& forks, std::vector<Chain> chains,
                                  Conflict& conflict) const {
  std::vector<SideChain> sides;
  std::map<PlaceKey, std::size_t> index;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    SideChain& side = sides.emplace_back();
    const Leaf& leaf = conflict.leaves[i];
    side.ref = leaf.refs.empty() || conflict.scope == Conflict::Scope::tree ? "" : leaf.refs.front();
    index.emplace(key_of(places[i].tree, places[i].node), i);
    side.migrations = std::move(chains[i]);
  }
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  // Of a line that hangs in the air it is not known what it comes after: it may build on the very thing that it seems
  // to clash with.
  const auto hangs = [&](const std::string& leaf) {
    return std::any_of(conflict.gaps.begin(), conflict.gaps.end(),
                       [&](const Gap& gap) { return gap.at_the_root && gap.leaf == leaf; });
  };
  std::vector<SidePair> simulated;
  for (const Fork& fork : forks) {
    for (const auto& [first, second] : fork.pairs) {
      if (hangs(fork.tree.shown(first)) || hangs(fork.tree.shown(second))) continue;
      const auto a = index.find(key_of(fork.tree, first)), b = index.find(key_of(fork.tree, second));
      if (a == index.end() || b == index.end() || pairs.size() >= kPairsCompared) continue;
      if (!pairs.emplace(std::min(a->second, b->second), std::max(a->second, b->second)).second) continue;
      SidePair pair = sides_of(fork.tree, first, second);
      pair.name_of_a = named(fork.tree.shown(first), sides[a->second].ref);
      pair.name_of_b = named(fork.tree.shown(second), sides[b->second].ref);
      simulated.push_back(std::move(pair));
    }
  }
  conflict.clashes = find_clashes(sides, {pairs.begin(), pairs.end()});
  // Of what the graph itself does not know the order is not known either.
  if (!forks.empty() && !conflict.uncertain) add_outcomes(conflict.app, simulated, forks.front().a->view.codebase->settings, conflict.clashes);
}

Result<Conflict> ConflictBuilder::build(const django::App& app, Conflict::Scope scope, const std::vector<Fork>& forks) {
  Conflict conflict;
  conflict.app = app.label;
  conflict.path = app.path;
  conflict.scope = scope;
  conflict.severity = Severity::info;
  for (const Fork& fork : forks) {
    conflict.severity = std::min(conflict.severity, fork.severity);
    conflict.uncertain = conflict.uncertain || is_uncertain(fork.tree, fork.pairs);
  }
  if (conflict.uncertain) conflict.severity = std::max(conflict.severity, Severity::warning);

  const Places places = places_of(app, forks);
  for (const Place& place : places) {
    auto leaf = leaf_at(place);
    if (!leaf) return leaf.error();
    conflict.leaves.push_back(std::move(*leaf));
  }
  for (const Fork& fork : forks) {
    for (const auto& [first, second] : fork.pairs) {
      Pair pair;
      if (!fork.a->ref.empty()) pair.refs.push_back(fork.a->ref);
      if (fork.b) pair.refs.push_back(fork.b->ref);
      pair.leaves = {fork.tree.shown(first), fork.tree.shown(second)};
      pair.base = common_of({{fork.tree, first}, {fork.tree, second}}).bases;
      pair.severity = conflict.uncertain ? std::max(fork.severity, Severity::warning) : fork.severity;
      conflict.pairs.push_back(std::move(pair));
    }
  }
  std::vector<Chain> chains = add_chains(places, conflict);
  add_trunk(places.front(), conflict);
  add_gaps(forks, conflict);
  add_clashes(places, forks, std::move(chains), conflict);
  return conflict;
}

Finding finding_of(const Conflict& conflict, const std::vector<Party>& parties) {
  Finding finding;
  finding.diagnostic = conflict.scope == Conflict::Scope::branches ? Diagnostic::MG102 : Diagnostic::MG101;
  finding.severity = conflict.severity;
  finding.app = conflict.app;
  std::string snapshot_ref, target_ref;
  for (const Party& party : parties) {
    if (party.is_snapshot) snapshot_ref = party.ref;
    if (party.is_target) target_ref = party.ref;
  }
  const auto has = [](const Leaf& leaf, const std::string& ref) {
    return std::find(leaf.refs.begin(), leaf.refs.end(), ref) != leaf.refs.end();
  };
  // The leaf that has to move: on the snapshot and not on the target.
  const Leaf* own = nullptr;
  for (const Leaf& leaf : conflict.leaves)
    if (!own && (leaf.refs.empty() || has(leaf, snapshot_ref)) && (target_ref.empty() || !has(leaf, target_ref)))
      own = &leaf;
  for (const Leaf& leaf : conflict.leaves)
    if (!own && has(leaf, snapshot_ref)) own = &leaf;
  if (!own && !conflict.leaves.empty()) own = &conflict.leaves.front();
  if (own) {
    finding.path = own->path;
    finding.range = own->range;
    finding.migration = own->migration;
  }

  std::string names;
  const std::size_t shown = std::min<std::size_t>(conflict.leaves.size(), 5);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) names += i + 1 == conflict.leaves.size() ? " and " : ", ";
    names += conflict.leaves[i].migration;
    if (conflict.scope == Conflict::Scope::branches && !conflict.leaves[i].refs.empty())
      names += " (" + conflict.leaves[i].refs.front() + ")";
  }
  if (shown < conflict.leaves.size()) names += " and " + std::to_string(conflict.leaves.size() - shown) + " more";
  const std::string count = std::to_string(conflict.leaves.size()) + " leaf migrations";
  const std::string verb = conflict.uncertain ? " may have " : " has ";
  switch (conflict.scope) {
    case Conflict::Scope::tree:
      finding.message = conflict.app + verb + count + ": " + names;
      break;
    case Conflict::Scope::target:
      finding.message = conflict.app + verb + count + " on " + target_ref + " already: " + names;
      break;
    case Conflict::Scope::branches:
      finding.message = conflict.app + (conflict.uncertain ? " may get " : " gets ") + count + " once merged: " + names;
      break;
  }
  std::set<std::string> refs;
  for (const Pair& pair : conflict.pairs) refs.insert(pair.refs.begin(), pair.refs.end());
  for (const Party& party : parties)
    if (refs.contains(party.ref)) finding.refs.push_back(party.ref);
  for (const Advice& advice : conflict.advice) finding.help += (finding.help.empty() ? "" : "\n") + advice.text;
  return finding;
}

}  // namespace miggraph::analysis
