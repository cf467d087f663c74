/// The format `json`: the whole report under the names that docs/json.md promises.

#include "report/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/escape.h"
#include "report/formats.h"
#include "report/json_parts.h"
#include "report/version.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using namespace json_parts;

Json leaf_json(const analysis::Leaf& leaf) {
  Json json = {{"migration", text(leaf.migration)}, {"path", text(leaf.path)}, {"refs", texts(leaf.refs)}};
  json["commit"] = leaf.commit ? text(leaf.commit->id) : Json(nullptr);
  json["author"] = leaf.commit ? text(leaf.commit->author) : Json(nullptr);
  json["date"] = leaf.commit ? text(timestamp_of(*leaf.commit)) : Json(nullptr);
  return json;
}

Json conflict_json(const analysis::Conflict& conflict) {
  Json json = {{"app", text(conflict.app)},        {"path", text(conflict.path)},
               {"scope", name_of(conflict.scope)}, {"severity", name_of(conflict.severity)},
               {"base", texts(conflict.base)},     {"leaves", Json::array()},
               {"pairs", Json::array()},           {"clashes", Json::array()}};
  for (const auto& leaf : conflict.leaves) json["leaves"].push_back(leaf_json(leaf));
  for (const auto& pair : conflict.pairs) {
    json["pairs"].push_back({{"refs", texts(pair.refs)},
                             {"leaves", texts(pair.leaves)},
                             {"base", texts(pair.base)},
                             {"severity", name_of(pair.severity)}});
  }
  for (const auto& clash : conflict.clashes) {
    json["clashes"].push_back({{"kind", text(clash.kind)},
                               {"model", text_or_null(clash.model)},
                               {"field", text_or_null(clash.field)},
                               {"operations", texts(clash.operations)},
                               {"outcome", text_or_null(clash.outcome)},
                               {"equal", clash.equal ? Json(*clash.equal) : Json(nullptr)},
                               {"text", text(clash.text)}});
  }
  return json;
}

Json position_json(const Position& position) {
  return {{"line", position.line}, {"column", position.column}};
}

Json finding_json(const Finding& finding) {
  const DiagnosticInfo& about = info(finding.diagnostic);
  Json json = {{"code", about.code},
               {"name", about.name},
               {"severity", name_of(finding.severity)},
               {"message", text(finding.message)}};
  json["path"] = text_or_null(finding.path);
  json["range"] = nullptr;
  if (finding.range)
    json["range"] = {{"start", position_json(finding.range->start)}, {"end", position_json(finding.range->end)}};
  json["app"] = text_or_null(finding.app);
  json["migration"] = text_or_null(finding.migration);
  json["refs"] = texts(finding.refs);
  json["help"] = text_or_null(finding.help);
  return json;
}

}  // namespace

std::string render_json(const analysis::Report& report, const RenderOptions&) {
  Json json = {{"miggraph", version()}, {"schema", kSchema}};
  json["snapshot"] = snapshot(report.snapshot);
  json["against"] = Json::array();
  for (const auto& line : report.against) {
    json["against"].push_back({{"ref", text(line.ref)},
                               {"commit", text(line.commit)},
                               {"merge_base", text_or_null(line.merge_base)},
                               {"why", text(line.why)}});
  }
  json["apps"] = Json::array();
  for (const auto& app : report.apps) {
    json["apps"].push_back({{"label", text(app.label)},
                            {"path", text(app.path)},
                            {"migrations", app.migrations},
                            {"leaves", texts(app.leaves)}});
  }
  json["conflicts"] = Json::array();
  for (const auto& conflict : report.conflicts) json["conflicts"].push_back(conflict_json(conflict));
  json["diagnostics"] = Json::array();
  for (const auto& finding : report.diagnostics) json["diagnostics"].push_back(finding_json(finding));
  json["notes"] = texts(report.notes);
  return finished(json.dump(kIndent));
}

std::string finished(std::string json) {
  json = harmless_json(std::move(json));
  json += '\n';
  return json;
}

}  // namespace miggraph::report
