#pragma once

#include "analysis/report.h"
#include "cli/command.h"
#include "cli/options.h"

namespace miggraph::cli {

/// 1 where something is of severity error (with --strict: or warning) and --exit-zero does not say otherwise.
ExitCode exit_code(const analysis::Report& report, const Options& options);

}  // namespace miggraph::cli
