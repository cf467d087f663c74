#pragma once

#include <vector>

#include "analysis/judged_apps.h"
#include "analysis/views.h"
#include "base/finding.h"

namespace miggraph::analysis {

/// What is wrong with single files of the migrations folders of `judged`: no migration in it (MG105), cannot be loaded
/// (MG903), a dependency that cannot be known (MG904).
std::vector<Finding> file_findings(const View& view, const std::vector<const django::App*>& judged);

/// Migrations folders with numbered files and no __init__.py (MG106), as far as `scope` goes.
std::vector<Finding> packages_without_init(const View& view, const Scope& scope);

}  // namespace miggraph::analysis
