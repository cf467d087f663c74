#pragma once

#include <string>

#include "analysis/rollback.h"

namespace miggraph::report {

/// `rollback --format json`: the keys that docs/json.md promises.
std::string rollback_json(const analysis::RollbackReport& report);

}  // namespace miggraph::report
