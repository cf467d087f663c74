/// The format `concise`: `path:line:column: CODE message`, a line a finding, and the count.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/formats.h"

namespace miggraph::report {
namespace {

/// A colon ends the path.
std::string without_colons(std::string_view path) {
  std::string out;
  for (const char c : visible(path)) c == ':' ? out += "\\x3a" : out += c;
  return out;
}

}  // namespace

std::string render_concise(const analysis::Report& report, const RenderOptions& options) {
  RenderOptions wide = options;
  wide.style.width = 1 << 20;  // a line is a finding, whatever the terminal
  Canvas canvas(wide.style);
  for (const Finding& finding : report.diagnostics) {
    const Paint paint = finding.severity == Severity::error ? Ink::error : Ink::warning;
    if (!finding.path.empty()) {
      canvas.put(without_colons(finding.path));
      if (finding.range) canvas.put(fmt::format(":{}:{}", finding.range->start.line, finding.range->start.column));
      canvas.put(": ");
    }
    canvas.put(info(finding.diagnostic).code, paint).put(" ");
    if (finding.severity != Severity::error) canvas.put(fmt::format("{}: ", name_of(finding.severity)), paint);
    canvas.put(shortened(finding.message, 100000)).end();
  }
  write_summary(canvas, report, wide);
  return canvas.take();
}

}  // namespace miggraph::report
