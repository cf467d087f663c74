/// The format `gitlab`: a code quality report, as GitLab reads it (docs.gitlab.com, "Code Quality report format").

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "report/escape.h"
#include "report/findings.h"
#include "report/formats.h"
#include "report/json.h"

namespace miggraph::report {
namespace {

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "critical";
    case Severity::warning:
      return "minor";
    case Severity::info:
      return "info";
  }
  return "critical";
}

}  // namespace

std::string render_gitlab(const analysis::Report& report, const RenderOptions& options) {
  using Json = nlohmann::ordered_json;
  const std::vector<std::string> prints = fingerprints(report);
  Json list = Json::array();
  for (std::size_t i = 0; i < report.diagnostics.size(); ++i) {
    const Finding& finding = report.diagnostics[i];
    const DiagnosticInfo& about = info(finding.diagnostic);
    Json json = {{"description", std::string(about.code) + " " + visible(finding.message)},
                 {"check_name", about.name},
                 {"fingerprint", prints[i]},
                 {"severity", severity_word(weight_of(finding, options))}};
    json["location"] = {{"path", valid_utf8(place_of(finding, report))},
                        {"lines", {{"begin", finding.range ? finding.range->start.line : 1}}}};
    list.push_back(std::move(json));
  }
  return finished(list.dump(kIndent));
}

}  // namespace miggraph::report
