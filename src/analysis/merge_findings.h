#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/forks.h"
#include "analysis/judged_apps.h"
#include "base/finding.h"

namespace miggraph::analysis {

/// models.py files that git itself cannot merge, and the refs with which.
using UnmergeableModels = std::map<std::string, std::vector<std::string>>;

/// Migration files that git itself cannot merge (MG120), with the severity given; a models.py goes into `models`.
/// `merged` is the merge of `ours` with `theirs`.
std::vector<Finding> merge_findings(const View& merged, const Party& ours, const Party& theirs, const Scope& scope,
                                    Severity severity, UnmergeableModels& models);

/// A line for each models.py, or, of many, for the first ones and how many more there are.
std::vector<std::string> notes_of(const UnmergeableModels& models);

}  // namespace miggraph::analysis
