#pragma once

#include <cstddef>
#include <string>

#include "analysis/report.h"
#include "report/canvas.h"
#include "report/formats.h"

namespace miggraph::report {

/// Without --all-findings no more of one code are told to people; the others are counted.
inline constexpr std::size_t kFindingsOfOneCode = 20;

/// Every finding: code and message, the place in the source, the drawing of a conflict, what mends it; then the count
/// and what was compared.
std::string check_text(const analysis::Report& report, const RenderOptions& options);

/// The conflict that a finding stands for; null where it stands for none.
const analysis::Conflict* conflict_of(const analysis::Report& report, const Finding& finding);

/// The end of the text: `✖ 1 error in 2 apps, 18 migrations` or that all is well, then what was compared.
void write_summary(Canvas& canvas, const analysis::Report& report, const RenderOptions& options);

/// `compared with origin/main a1b2c3d`, a line a ref; nothing where the snapshot was looked at alone.
void write_compared(Canvas& canvas, const analysis::Report& report);

}  // namespace miggraph::report
