/// The format `sarif`: SARIF 2.1.0 with what GitHub code scanning reads of it (docs.github.com, "SARIF support for code
/// scanning").

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/findings.h"
#include "report/formats.h"
#include "report/json.h"
#include "report/rules.h"
#include "report/version.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxDescription = 1020;  // GitHub takes 1,024 characters
constexpr std::size_t kMaxResults = 25000;     // and as many results, or none at all
constexpr std::size_t kMaxRelated = 20;
constexpr const char* kSarifSchema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "note";
  }
  return "error";
}

/// Text of a message: in brackets SARIF would see a link.
std::string message_text(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

Json text_json(std::string text) {
  return {{"text", std::move(text)}};
}

Json rule_descriptor(const DiagnosticInfo& about) {
  const Rule& rule = rule_of(about.diagnostic);
  Json json = {{"id", about.code}, {"name", about.name}};
  json["shortDescription"] = text_json(std::string(about.summary));
  json["fullDescription"] = text_json(shortened(detects(rule), kMaxDescription));
  json["help"] = {{"text", plain_text(rule)}, {"markdown", markdown_text(rule)}};
  json["defaultConfiguration"] = {{"level", severity_of(rule) == "warning" ? "warning" : level_of(about.severity)}};
  // What is uncertain is a warning already.
  json["properties"] = {{"precision", "very-high"},
                        {"problem.severity", severity_of(rule) == "warning" ? "warning" : "error"},
                        {"tags", Json::array({"django", "migrations"})}};
  return json;
}

Json location(std::string_view path, const std::optional<Range>& range) {
  const Range at = range ? *range : Range{{1, 1}, {1, 1}};
  return {{"artifactLocation", {{"uri", uri_path(path)}, {"uriBaseId", "%SRCROOT%"}}},
          {"region",
           {{"startLine", at.start.line},
            {"startColumn", at.start.column},
            {"endLine", at.end.line},
            {"endColumn", at.end.column}}}};
}

/// The other leaves, linked from the message by their ids.
Json related_locations(const Finding& finding, const analysis::Conflict& conflict, std::string& message) {
  Json list = Json::array();
  for (const analysis::Leaf& leaf : conflict.leaves) {
    if (leaf.path == finding.path || list.size() == kMaxRelated) continue;
    const std::size_t id = list.size() + 1;
    const std::string on = leaf.refs.empty() ? "" : fmt::format(" ({})", joined(leaf.refs));
    list.push_back({{"id", id},
                    {"message", text_json(message_text(shortened(leaf.migration + on, 1000)))},
                    {"physicalLocation", location(leaf.path, leaf.range)}});
    message += fmt::format("{}[{}]({})", id == 1 ? " See " : ", ", message_text(shortened(leaf.migration, 300)), id);
  }
  if (!list.empty()) message += ".";
  return list;
}

Json result_json(const Finding& finding, const std::string& fingerprint, const analysis::Report& report,
                 const RenderOptions& options) {
  const DiagnosticInfo& about = info(finding.diagnostic);
  std::string message = message_text(finding.message) + ".";  // GitHub shows the first sentence alone where room is short
  Json related = Json::array();
  if (const analysis::Conflict* conflict = conflict_of(report, finding))
    related = related_locations(finding, *conflict, message);
  for (const std::string& line : help_of(finding, report)) message += "\n" + message_text(line);
  Json json = {{"ruleId", about.code},
               {"ruleIndex", static_cast<std::size_t>(about.diagnostic)},
               {"level", level_of(weight_of(finding, options))},
               {"message", text_json(std::move(message))},
               {"locations", Json::array()}};
  json["locations"].push_back({{"physicalLocation", location(place_of(finding, report), finding.range)}});
  if (!related.empty()) json["relatedLocations"] = std::move(related);
  json["partialFingerprints"] = {{"primaryLocationLineHash", fingerprint}};
  return json;
}

/// Those that are kept where there are too many: the worst ones.
std::vector<std::size_t> kept(const analysis::Report& report, const RenderOptions& options) {
  std::vector<std::size_t> order(report.diagnostics.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (order.size() <= kMaxResults) return order;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weight_of(report.diagnostics[a], options) < weight_of(report.diagnostics[b], options);
  });
  order.resize(kMaxResults);
  std::sort(order.begin(), order.end());
  return order;
}

Json notification(std::string_view level, std::string text) {
  return {{"level", level}, {"message", text_json(std::move(text))}};
}

}  // namespace

std::string render_sarif(const analysis::Report& report, const RenderOptions& options) {
  Json driver = {{"name", "miggraph"}, {"version", version()}, {"semanticVersion", version()}, {"rules", Json::array()}};
  for (const DiagnosticInfo& about : all_diagnostics()) driver["rules"].push_back(rule_descriptor(about));

  const std::vector<std::string> prints = fingerprints(report);
  const std::vector<std::size_t> order = kept(report, options);
  Json results = Json::array();
  for (const std::size_t i : order) results.push_back(result_json(report.diagnostics[i], prints[i], report, options));

  Json notes = Json::array();
  for (const std::string& note : report.notes) notes.push_back(notification("note", message_text(note)));
  if (order.size() < report.diagnostics.size())
    notes.push_back(notification("warning", fmt::format("{} more findings are left out: GitHub takes no more than {}",
                                                        report.diagnostics.size() - order.size(), kMaxResults)));
  Json invocation = {{"executionSuccessful", true}};
  if (!notes.empty()) invocation["toolExecutionNotifications"] = std::move(notes);

  // The category, by which GitHub tells the runs for several projects of a repository apart.
  std::string id = "miggraph/";
  for (const std::string& path : options.paths) id += (id.ends_with('/') ? "" : "+") + valid_utf8(path);
  if (!options.paths.empty()) id += "/";

  Json run = {{"tool", {{"driver", std::move(driver)}}},
              {"automationDetails", {{"id", id}}},
              {"invocations", Json::array({std::move(invocation)})},
              {"columnKind", "unicodeCodePoints"},
              {"originalUriBaseIds", {{"%SRCROOT%", {{"description", text_json("the top of the repository")}}}}},
              {"results", std::move(results)}};
  const Json json = {{"$schema", kSarifSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  return finished(json.dump(kIndent));
}

}  // namespace miggraph::report
