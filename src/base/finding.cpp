#include "base/finding.h"

#include <tuple>

namespace miggraph {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::info: return "info";
  }
  return "error";
}

const std::vector<DiagnosticInfo>& all_diagnostics() {
  static const std::vector<DiagnosticInfo> table = {
#define DIAGNOSTIC(code, name, severity, summary) {Diagnostic::code, #code, name, Severity::severity, summary},
#include "base/diagnostics.def"
#undef DIAGNOSTIC
  };
  return table;
}

const DiagnosticInfo& info(Diagnostic diagnostic) { return all_diagnostics()[static_cast<std::size_t>(diagnostic)]; }

bool before(const Finding& a, const Finding& b) {
  const auto place = [](const Finding& f) { return f.range ? f.range->start : Position{0, 0}; };
  const Position p = place(a), q = place(b);
  return std::tie(a.path, p.line, p.column, a.diagnostic, a.app, a.migration, a.message, a.refs) <
         std::tie(b.path, q.line, q.column, b.diagnostic, b.app, b.migration, b.message, b.refs);
}

}  // namespace miggraph
