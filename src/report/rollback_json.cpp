#include "report/rollback_json.h"

#include <fmt/format.h>
#include <vector>

#include "report/json.h"
#include "report/json_parts.h"
#include "report/version.h"

namespace miggraph::report {
namespace {

using namespace json_parts;
using analysis::RollbackOperation;

Json flag(const std::optional<bool>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json operation_json(const RollbackOperation& one) {
  std::vector<std::string> sentences{one.text};
  sentences.insert(sentences.end(), one.cautions.begin(), one.cautions.end());
  return {{"index", one.index},
          {"operation", text(one.operation)},
          {"reversible", flag(one.reversible)},
          {"fails", one.fails},
          {"loses", text_or_null(fmt::format("{}", fmt::join(one.loses, "; ")))},
          {"text", text(fmt::format("{}", fmt::join(sentences, "; ")))},
          {"description", text(one.description)}};
}

}  // namespace

std::string rollback_json(const analysis::RollbackReport& report) {
  Json json = {{"miggraph", version()}, {"schema", kSchema}};
  json["snapshot"] = snapshot(report.snapshot);
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
                             {"needs", text_or_null(step.needs)},
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
