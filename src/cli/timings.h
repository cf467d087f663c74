#pragma once

#include <chrono>
#include <string>

#include "base/progress.h"
#include "report/style.h"

namespace miggraph::cli {

/// What the process as a whole used.
struct Usage {
  std::chrono::nanoseconds wall{};  ///< since the command began
  std::chrono::nanoseconds cpu{};   ///< of all threads, since the process began
  std::uint64_t peak_memory = 0;    ///< bytes
  unsigned threads = 1;             ///< that there are cores for
};

Usage usage_since(std::chrono::steady_clock::time_point begun);

/// The table of -v: a line a stage with the milliseconds that passed and those of all cores, and what was counted.
std::string timings(const Progress& progress, const Usage& usage, const report::Style& style);

}  // namespace miggraph::cli
