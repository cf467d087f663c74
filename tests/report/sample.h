#pragma once

#include "analysis/report.h"

namespace miggraph::report {

/// The conflict of three branches that the README tells about, with authors and dates made up.
analysis::Report korrigo();

/// Nothing wrong in two apps, compared with origin/main.
analysis::Report clean();

}  // namespace miggraph::report
