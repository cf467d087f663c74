/// The format `github`: the text, folded away in a group, and an annotation for each finding on the changed files.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/findings.h"
#include "report/formats.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

/// GitHub keeps ten annotations of a kind a step and drops the rest in silence: the tenth says how many there are.
constexpr std::size_t kAnnotations = 9;

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "notice";
  }
  return "error";
}

std::string annotation(const Finding& finding, Severity severity, const analysis::Report& report) {
  std::string line =
      fmt::format("::{} title=miggraph ({})", command_of(severity), info(finding.diagnostic).code);
  if (!finding.path.empty()) line += ",file=" + workflow_property(finding.path);
  if (finding.range) {
    const auto& [start, end] = *finding.range;
    line += fmt::format(",line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column);
  }
  std::string text = finding.message;
  const analysis::Conflict* conflict = conflict_of(report, finding);
  if (!finding.help.empty()) {
    text += "\nhelp: " + finding.help;
  } else if (conflict && !conflict->advice.empty()) {
    text += "\nhelp: " + conflict->advice.front().text;
  }
  return line + "::" + workflow_data(text) + "\n";
}

}  // namespace

std::string render_github(const analysis::Report& report, const RenderOptions& options) {
  RenderOptions inside = options;
  inside.style.color = false;  // the log shows colours, but a group's text is searched and copied
  inside.style.unicode = true;
  std::string out = "::group::miggraph check\n" + check_text(report, inside) + "::endgroup::\n";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
    std::vector<const Finding*> findings;
    for (const Finding& finding : report.diagnostics) {
      if (weight_of(finding, options) == severity) findings.push_back(&finding);
    }
    const std::size_t shown = findings.size() > kAnnotations + 1 ? kAnnotations : findings.size();
    for (std::size_t i = 0; i < shown; ++i) out += annotation(*findings[i], severity, report);
    if (shown < findings.size()) {
      out += fmt::format("::{} title=miggraph::{} more: the log of this step has them all\n", command_of(severity),
                         findings.size() - shown);
    }
  }
  return out;
}

}  // namespace miggraph::report
