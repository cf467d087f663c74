#pragma once

#include <string>

#include "analysis/report.h"
#include "report/formats.h"

namespace miggraph::report {

/// The story of each conflict, for a person: the drawing, what clashes, why it breaks, what to do.
std::string explain_text(const analysis::Report& report, const RenderOptions& options);

}  // namespace miggraph::report
