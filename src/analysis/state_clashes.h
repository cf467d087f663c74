#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/forks.h"
#include "analysis/report.h"
#include "django/codebase.h"
#include "django/migration.h"

namespace miggraph::analysis {

/// Two sides of a fork within one app, as migrations in the order in which Django runs them.
struct SidePair {
  std::string name_of_a, name_of_b;  ///< for the text: a leaf, or a leaf and its branch
  std::vector<const django::Migration*> base;  ///< what both come after
  std::vector<const django::Migration*> a, b;  ///< what only the one has
};

/// Of two leaves of one tree: what they have in common in their app, and what each has alone, in Django's order. Without names.
SidePair sides_of(const AppTree& tree, graph::NodeId first, graph::NodeId second);

/// Simulates each pair in both orders and says in the clashes what comes of them: an operation that Django refuses after the other
/// side's, a field that is made twice alike or not, a thing that ends in another way with the order. What comes of it where no
/// clash names the thing becomes a clash of its own ("refused", "order"). Only models of the app itself are simulated; of what is
/// not known nothing is said.
void add_outcomes(const std::string& app, const std::vector<SidePair>& pairs, const django::ModelSettings& settings, std::vector<Clash>& clashes);

}  // namespace miggraph::analysis
