#pragma once

#include <string>
#include <vector>

#include "analysis/judged_apps.h"
#include "analysis/report.h"
#include "analysis/views.h"
#include "base/progress.h"

namespace miggraph::analysis {

/// A ref that the snapshot is held against.
struct Against {
  source::Revision revision;
  std::string why;  ///< for AgainstLine
  /// The change goes into it, so that the snapshot is what has to move: an error. Otherwise (the target branch looking
  /// at its feature branches, two feature branches) it is another one's turn: a warning.
  bool target = false;
};

struct CheckInput {
  View snapshot;
  std::vector<Against> against;
  Scope scope;
  Progress* progress = nullptr;  ///< who wants to know how far it is; may be null
};

/// Everything that would break: leaf conflicts in the snapshot and with what it is held against, what Django's loader
/// would refuse, files that cannot be read. Errors: the repository cannot be read, or a history is too short for a
/// merge base.
Result<Report> check(Views& views, const CheckInput& input);

}  // namespace miggraph::analysis
