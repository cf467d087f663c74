#pragma once

#include <string>

#include "analysis/rollback.h"
#include "report/style.h"

namespace miggraph::report {

/// `miggraph rollback`: how much would be unapplied, what stops it, the steps in order, which data goes, what to type.
std::string rollback_text(const analysis::RollbackReport& report, const Style& style);

}  // namespace miggraph::report
