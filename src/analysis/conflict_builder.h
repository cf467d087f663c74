#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/forks.h"
#include "analysis/report.h"

namespace miggraph::analysis {

/// What one comparison found in one app.
struct Fork {
  AppTree tree;  ///< where the leaves stand side by side: a merge, or the tree of `a`
  const Party* a = nullptr;
  const Party* b = nullptr;  ///< null: a fork in the tree of `a`
  std::vector<LeafPair> pairs;
  Severity severity = Severity::error;
};

/// Puts what several comparisons found in one app together to one conflict for people and scripts.
class ConflictBuilder {
 public:
  /// `parties` in the order in which leaves and refs are named.
  ConflictBuilder(Views& views, const std::vector<Party>& parties) : views_(views), parties_(parties) {}

  /// `app` as it is shown. Precondition: forks is not empty. Errors: the repository cannot be read.
  Result<Conflict> build(const django::App& app, Conflict::Scope scope, const std::vector<Fork>& forks);

 private:
  struct Place {
    AppTree tree;
    graph::NodeId node = 0;
    std::vector<std::size_t> holders;  // the parties that have it, in their order
  };
  using Places = std::vector<Place>;

  /// What makes a leaf one leaf in all the trees.
  using PlaceKey = std::pair<std::string, const python::Module*>;
  PlaceKey key_of(const AppTree& tree, graph::NodeId leaf) const;

  Places places_of(const django::App& app, const std::vector<Fork>& forks) const;
  Result<Leaf> leaf_at(const Place& place);
  using Chain = std::vector<const django::Migration*>;

  /// What the chains of leaves are made of, for as many leaves as have one.
  std::vector<Chain> add_chains(const Places& places, Conflict& conflict) const;
  void add_trunk(const Place& place, Conflict& conflict) const;
  static void add_gaps(const std::vector<Fork>& forks, Conflict& conflict);
  void add_clashes(const Places& places, const std::vector<Fork>& forks, std::vector<Chain> chains,
                   Conflict& conflict) const;

  Views& views_;
  const std::vector<Party>& parties_;
};

/// Whether what an app's migrations depend on or replace is not fully known, so that the two leaves of one of `pairs` may
/// be one in truth.
bool is_uncertain(const AppTree& tree, const std::vector<LeafPair>& pairs);

/// The finding that stands for a conflict in the diagnostics: MG101 or MG102, at the snapshot's own leaf where it has
/// one.
Finding finding_of(const Conflict& conflict, const std::vector<Party>& parties);

}  // namespace miggraph::analysis
