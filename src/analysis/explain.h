#pragma once

#include <optional>
#include <vector>

#include "analysis/check.h"

namespace miggraph::analysis {

struct ExplainInput {
  View snapshot;
  /// The branch that all others go into; absent where the snapshot is that branch (or there is none to be found).
  std::optional<Against> target;
  /// The open branches. Those that the target holds already, and those whose merge with it does not change an app's
  /// migrations, are no part of that app's picture.
  std::vector<source::Revision> branches;
  Scope scope;
  Progress* progress = nullptr;  ///< who wants to know how far it is; may be null
};

/// The whole picture of each app: the leaves that the target and its open branches have, those of two branches too that
/// each merge cleanly and collide only with one another; one conflict (scope `branches`) an app, beside those of single
/// trees.
Result<Report> explain(Views& views, const ExplainInput& input);

}  // namespace miggraph::analysis
