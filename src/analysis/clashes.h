#pragma once

#include <string>
#include <vector>

#include "analysis/report.h"
#include "django/migration.h"

namespace miggraph::analysis {

/// One side of a fork: the migrations from the base to a leaf, oldest first.
struct SideChain {
  std::string ref;  ///< for the text; "" without git
  std::vector<const django::Migration*> migrations;
};

/// What two or more sides touch in common, by what their operations say: nothing is simulated. `pairs` are places in
/// `sides` that are to be held against each other; a migration that is on both sides of a pair counts on neither. Where
/// no field, index, constraint or option is touched twice, the models that are count ("same-model").
std::vector<Clash> find_clashes(const std::vector<SideChain>& sides,
                                const std::vector<std::pair<std::size_t, std::size_t>>& pairs);

}  // namespace miggraph::analysis
