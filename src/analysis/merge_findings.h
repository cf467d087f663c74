#pragma once

#include <string>
#include <vector>

#include "analysis/forks.h"
#include "analysis/judged_apps.h"
#include "base/finding.h"

namespace miggraph::analysis {

/// Migration files that git itself cannot merge (MG120), with the severity given; for models.py a line in `notes`.
/// `merged` is the merge of `ours` with `theirs`.
std::vector<Finding> merge_findings(const View& merged, const Party& ours, const Party& theirs, const Scope& scope,
                                    Severity severity, std::vector<std::string>& notes);

}  // namespace miggraph::analysis
