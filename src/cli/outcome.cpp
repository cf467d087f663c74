#include "cli/outcome.h"

namespace miggraph::cli {

ExitCode exit_code(const analysis::Report& report, const Options& options) {
  if (options.exit_zero) return 0;
  return report.has(options.strict.value_or(false) ? Severity::warning : Severity::error) ? 1 : 0;
}

}  // namespace miggraph::cli
