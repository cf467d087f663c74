#include "report/rollback_json.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "report/escape.h"
#include "report/json.h"
#include "report/version.h"

namespace miggraph::report {
namespace {

using Json = nlohmann::ordered_json;
using analysis::RollbackOperation;

Json text(std::string_view value) {
  return valid_utf8(value);
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(text(value));
  return list;
}

Json flag(const std::optional<bool>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::string joined_by(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

Json operation_json(const RollbackOperation& one) {
  std::vector<std::string> sentences{one.text};
  sentences.insert(sentences.end(), one.cautions.begin(), one.cautions.end());
  return {{"index", one.index},
          {"operation", text(one.operation)},
          {"reversible", flag(one.reversible)},
          {"fails", one.fails},
          {"loses", one.loses.empty() ? Json(nullptr) : text(joined_by(one.loses, "; "))},
          {"text", text(joined_by(sentences, "; "))},
          {"description", text(one.description)}};
}

}  // namespace

std::string rollback_json(const analysis::RollbackReport& report) {
  Json json = {{"miggraph", version()}, {"schema", kSchema}};
  json["snapshot"] = {{"kind", text(report.snapshot.kind)},
                      {"ref", report.snapshot.ref.empty() ? Json(nullptr) : text(report.snapshot.ref)},
                      {"commit", report.snapshot.commit ? text(*report.snapshot.commit) : Json(nullptr)}};
  json["app"] = text(report.app);
  json["target"] = text(report.target);
  json["steps"] = Json::array();
  for (const analysis::RollbackStep& step : report.steps) {
    Json operations = Json::array();
    for (const RollbackOperation& one : step.operations) operations.push_back(operation_json(one));
    json["steps"].push_back({{"app", text(step.app)},
                             {"migration", text(step.migration)},
                             {"path", text(step.path)},
                             {"reversible", flag(step.reversible)},
                             {"needs", step.needs.empty() ? Json(nullptr) : text(step.needs)},
                             {"operations", std::move(operations)}});
  }
  json["commands"] = texts(report.commands);
  json["stop"] = nullptr;
  if (report.stop)
    json["stop"] = {{"step", report.stop->step},
                    {"operation", report.stop->operation},
                    {"in_the_middle", report.stop->in_the_middle}};
  json["refusals"] = texts(report.refusals);
  json["notes"] = texts(report.notes);
  return finished(json.dump(kIndent));
}

}  // namespace miggraph::report
