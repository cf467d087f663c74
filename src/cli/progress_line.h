#pragma once

#include <chrono>
#include <string>

#include "base/progress.h"
#include "report/style.h"

namespace miggraph::cli {

/// `reading 412 of 1,000 branches  ━━━━╸───────  3 s`: one line without its end, within the width of the style and no
/// wider than a line that a person reads at a glance. Empty where nothing is being done.
std::string progress_line(const Progress::Now& now, std::chrono::steady_clock::duration elapsed,
                          const report::Style& style);

/// "1,000".
std::string with_separators(std::uint64_t number);

}  // namespace miggraph::cli
