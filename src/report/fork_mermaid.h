#pragma once

#include <string>
#include <vector>

#include "analysis/report.h"

namespace miggraph::report {

/// A conflict as a Mermaid flowchart, its lines; none where it is too large for a picture in a comment (GitLab asks
/// before it draws more than 2,000 characters a page).
std::vector<std::string> fork_mermaid(const analysis::Conflict& conflict);

}  // namespace miggraph::report
