#pragma once

#include <string>

#include "analysis/report.h"
#include "base/result.h"
#include "django/codebase.h"

namespace miggraph::cli {

/// Leaves in a report of one app what concerns one migration (a name, or the beginning of one that only it has) or one
/// model: the conflicts in whose lines it stands, and the clashes that it has a part in. Gives its full name. Errors
/// (usage): no such migration or model.
Result<std::string> focus_on(analysis::Report& report, const std::string& part, const django::Codebase& codebase);

}  // namespace miggraph::cli
