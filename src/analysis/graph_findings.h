#pragma once

#include <string>
#include <vector>

#include "analysis/judged_apps.h"
#include "analysis/views.h"
#include "base/finding.h"

namespace miggraph::analysis {

/// A codebase under the name of its branch, for saying where something does exist.
struct NamedCodebase {
  std::string ref;
  const django::Codebase* codebase = nullptr;
};

/// What Django's loader would refuse, of all projects of a codebase, where an app of `judged` is concerned: missing
/// parents (MG103), circles edge by edge (MG104), squashes of squashes (MG113), names that a squash replaces (MG112).
/// Each with its place, and what mends it. `elsewhere` is searched for what is missing.
std::vector<Finding> graph_findings(const django::Codebase& codebase, const std::vector<const django::App*>& judged,
                                    const std::vector<NamedCodebase>& elsewhere);

}  // namespace miggraph::analysis
