#pragma once

#include <string>
#include <vector>

#include "analysis/report.h"
#include "report/formats.h"

/// What the formats for programs ask of a finding.
namespace miggraph::report {

/// Its severity as the exit code counts it: with --strict a warning is an error.
Severity weight_of(const Finding& finding, const RenderOptions& options);

/// The file it is shown at; where it has none, the folder of its app, else the root (".").
std::string place_of(const Finding& finding, const analysis::Report& report);

/// What mends it, a line each; the advice of a conflict with its commands.
std::vector<std::string> help_of(const Finding& finding, const analysis::Report& report);

/// One for each of the report's diagnostics, in their order: "5f3a…:1". It stays the same as long as code, app and
/// migrations do, wherever they lie and whatever stands around them; no two of a report are equal.
std::vector<std::string> fingerprints(const analysis::Report& report);

}  // namespace miggraph::report
