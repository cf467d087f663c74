/// The format `junit`: the XML that CI systems read as a test report. A suite is an app, a case a rule that was looked
/// into, so that "passed" means something. What a case has failed with stands in its one <failure>, because some
/// systems read no more than the first.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/findings.h"
#include "report/formats.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using Findings = std::vector<const Finding*>;

/// The suite of what belongs to no app that was judged.
constexpr std::string_view kElsewhere = "(no app)";

struct Suite {
  std::string name;
  std::map<Diagnostic, Findings> findings;
};

/// Rules that look at merges only did not run where nothing was compared.
bool has_run(Diagnostic diagnostic, const analysis::Report& report) {
  const bool of_merges = diagnostic == Diagnostic::MG102 || diagnostic == Diagnostic::MG120;
  return !of_merges || !report.against.empty();
}

/// Apps in the order of the report; one label in two projects is one suite for each folder.
std::vector<Suite> suites_of(const analysis::Report& report) {
  std::vector<Suite> suites;
  std::map<std::string, std::size_t> labels;
  for (const analysis::AppLine& app : report.apps) ++labels[app.label];
  for (const analysis::AppLine& app : report.apps)
    suites.push_back({labels[app.label] > 1 ? app.path + ":" + app.label : app.label, {}});
  Suite elsewhere{std::string(kElsewhere), {}};
  for (const Finding& finding : report.diagnostics) {
    Suite* home = nullptr;
    for (std::size_t i = 0; i < report.apps.size(); ++i) {
      const analysis::AppLine& app = report.apps[i];
      if (app.label != finding.app) continue;
      if (!home || finding.path.starts_with(app.path)) home = &suites[i];
    }
    (home ? *home : elsewhere).findings[finding.diagnostic].push_back(&finding);
  }
  if (!elsewhere.findings.empty()) suites.push_back(std::move(elsewhere));
  return suites;
}

std::string place(const Finding& finding) {
  if (finding.path.empty()) return "";
  if (!finding.range) return finding.path + ": ";
  return fmt::format("{}:{}:{}: ", finding.path, finding.range->start.line, finding.range->start.column);
}

/// Every finding with its place and what mends it.
std::string body(const Findings& findings, const analysis::Report& report) {
  std::string out;
  for (const Finding* finding : findings) {
    if (!out.empty()) out += "\n";
    const std::string severity = finding->severity == Severity::error ? "" : std::string(name_of(finding->severity)) + ": ";
    out += xml(place(*finding) + std::string(info(finding->diagnostic).code) + " " + severity + finding->message) + "\n";
    for (const std::string& line : help_of(*finding, report)) out += "    " + xml(line) + "\n";
  }
  return out;
}

void write_case(std::string& out, const std::string& suite, const DiagnosticInfo& about, const Findings& findings,
                const analysis::Report& report, const RenderOptions& options) {
  out += fmt::format("    <testcase classname=\"{}\" name=\"{} {}\" time=\"0\"", xml(suite), about.code, about.name);
  if (findings.empty()) {
    out += "/>\n";
    return;
  }
  Findings failed, told;
  for (const Finding* finding : findings)
    (weight_of(*finding, options) == Severity::error ? failed : told).push_back(finding);
  const Finding& first = failed.empty() ? *told.front() : *failed.front();
  if (!first.path.empty()) out += fmt::format(" file=\"{}\"", xml(first.path));
  out += ">\n";
  if (!failed.empty()) {
    const std::string more = failed.size() > 1 ? fmt::format(" (and {} more)", failed.size() - 1) : "";
    out += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", about.code,
                       xml(shortened(first.message, 2000) + more), body(failed, report));
  }
  if (!told.empty()) out += fmt::format("      <system-out>{}</system-out>\n", body(told, report));
  out += "    </testcase>\n";
}

/// A suite without a case would look like a mistake to some systems, and like success to others.
constexpr std::string_view kNothing =
    "  <testsuite name=\"(no app)\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0\">\n"
    "    <testcase classname=\"(no app)\" name=\"apps with migrations\" time=\"0\">\n"
    "      <skipped message=\"no app with migrations found\"/>\n"
    "    </testcase>\n"
    "  </testsuite>\n";

}  // namespace

std::string render_junit(const analysis::Report& report, const RenderOptions& options) {
  std::string suites;
  std::size_t tests = 0, failures = 0;
  for (const Suite& suite : suites_of(report)) {
    std::string cases;
    std::size_t count = 0, failed = 0;
    for (const DiagnosticInfo& about : all_diagnostics()) {
      const auto found = suite.findings.find(about.diagnostic);
      const Findings findings = found == suite.findings.end() ? Findings{} : found->second;
      if (findings.empty() && (!has_run(about.diagnostic, report) || suite.name == kElsewhere)) continue;
      ++count;
      failed += std::any_of(findings.begin(), findings.end(), [&](const Finding* finding) { return weight_of(*finding, options) == Severity::error; });
      write_case(cases, suite.name, about, findings, report, options);
    }
    suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"0\">\n",
                          xml(suite.name), count, failed);
    suites += cases + "  </testsuite>\n";
    tests += count;
    failures += failed;
  }
  const bool nothing = suites.empty();
  if (nothing) suites = kNothing;
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"miggraph\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\">\n{}</testsuites>\n",
      nothing ? 1 : tests, failures, nothing ? 1 : 0, suites);
}

}  // namespace miggraph::report
