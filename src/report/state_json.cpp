/// `state --format json`.

#include <nlohmann/json.hpp>

#include "django/state/canonical_state.h"
#include "django/state/state_diff.h"
#include "report/canonical_json.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/state_listing.h"

namespace miggraph::report {
namespace {

using Json = nlohmann::ordered_json;
using django::ModelDiff;

Json key_json(const django::MigrationKey& key) {
  return Json::array({valid_utf8(key.app), valid_utf8(key.name)});
}

std::string_view name_of(ModelDiff::Kind kind) {
  return kind == ModelDiff::Kind::added ? "added" : kind == ModelDiff::Kind::removed ? "removed" : "changed";
}

Json unknown_json(const std::string& app, const std::string* model, const django::UnknownChange& change) {
  return {{"app", valid_utf8(app)},
          {"model", model != nullptr ? Json(valid_utf8(*model)) : Json(nullptr)},
          {"migration", key_json(change.migration)},
          {"operation", change.operation},
          {"why", valid_utf8(change.why)}};
}

Json unknowns_json(const StateListing& listing) {
  Json list = Json::array();
  const django::ProjectState& state = listing.state->state();
  for (const auto& [app, change] : state.unknown()) {
    if (listing.shows({app, listing.model ? listing.model->name : ""})) list.push_back(unknown_json(app, nullptr, change));
  }
  state.for_each([&](const django::ModelKey& key, const django::ModelPointer& model) {
    if (!listing.shows(key)) return;
    for (const django::UnknownChange& change : model->unknown) list.push_back(unknown_json(key.app, &key.name, change));
  });
  return list;
}

Json refusals_json(const StateListing& listing) {
  Json list = Json::array();
  for (const django::Refusal& refusal : listing.state->simulated.refusals) {
    if (!refusal.certain || !std::count(listing.labels.begin(), listing.labels.end(), refusal.migration.app)) continue;
    list.push_back({{"layer", name_of(refusal.layer)},
                    {"migration", key_json(refusal.migration)},
                    {"operation", refusal.operation},
                    {"name", valid_utf8(refusal.operation_name)},
                    {"exception", refusal.exception},
                    {"text", valid_utf8(refusal.text)}});
  }
  for (const django::RenderingError& error : listing.state->rendering) {
    if (!listing.shows(error.model)) continue;
    list.push_back({{"layer", "rendering"},
                    {"model", valid_utf8(text_of(error.model))},
                    {"field", error.field.empty() ? Json(nullptr) : Json(valid_utf8(error.field))},
                    {"exception", error.kind == django::RenderingError::Kind::missing_base ? "InvalidBasesError" : "ValueError"},
                    {"text", valid_utf8(error.text)}});
  }
  return list;
}

Json field_json(const django::FieldPointer& field) {
  return field ? json_of(django::canonical_field(*field)) : Json(nullptr);
}

Json diff_json(const ModelDiff& diff) {
  Json json = {{"app_label", valid_utf8(diff.key.app)}, {"name", valid_utf8((diff.after ? diff.after : diff.before)->name)}, {"change", name_of(diff.kind)}};
  if (diff.kind != ModelDiff::Kind::changed) {
    json[diff.after ? "after" : "before"] = json_of(django::canonical_model(diff.after ? *diff.after : *diff.before));
    return json;
  }
  json["fields"] = Json::array();
  for (const auto& field : diff.fields)
    json["fields"].push_back({{"name", valid_utf8(field.name)}, {"change", name_of(field.kind)}, {"before", field_json(field.before)}, {"after", field_json(field.after)}});
  json["options"] = Json::array();
  const auto value = [](const std::shared_ptr<const django::Canonical>& option) { return option ? json_of(*option) : Json(nullptr); };
  for (const auto& option : diff.options)
    json["options"].push_back({{"name", valid_utf8(option.name)}, {"change", name_of(option.kind)}, {"before", value(option.before)}, {"after", value(option.after)}});
  json["order"] = diff.order;
  for (const auto& [name, differs, before, after] : {std::tuple{"bases", diff.bases, &diff.before->bases, &diff.after->bases},
                                                     std::tuple{"managers", diff.managers, &diff.before->managers, &diff.after->managers}}) {
    if (differs) json[name] = {{"before", json_of(django::Canonical{*before})}, {"after", json_of(django::Canonical{*after})}};
  }
  return json;
}

}  // namespace

std::string state_json(const StateListing& listing, const Style&) {
  const analysis::StateAt& state = *listing.state;
  Json json = {{"schema", kSchema}};
  json["snapshot"] = {{"kind", valid_utf8(listing.snapshot.kind)},
                      {"ref", valid_utf8(listing.snapshot.ref)},
                      {"commit", listing.snapshot.commit ? Json(*listing.snapshot.commit) : Json(nullptr)}};
  if (!listing.merged_with.empty()) json["merged_with"] = valid_utf8(listing.merged_with);
  json["at"] = state.at ? key_json(state.graph->graph.key(*state.at)) : Json(nullptr);
  json["models"] = Json::array();
  state.state().for_each([&](const django::ModelKey& key, const django::ModelPointer& model) {
    if (listing.shows(key)) json["models"].push_back(json_of(django::canonical_model(*model)));
  });
  if (listing.base != nullptr) {
    json["diff"] = {{"ref", valid_utf8(listing.base_ref)}, {"commit", listing.base_commit.empty() ? Json(nullptr) : Json(listing.base_commit)}, {"models", Json::array()}};
    for (const ModelDiff& diff : django::difference(listing.base->state(), state.state())) {
      if (listing.shows(diff.key)) json["diff"]["models"].push_back(diff_json(diff));
    }
  }
  json["refusals"] = refusals_json(listing);
  json["unknown"] = unknowns_json(listing);
  return finished(json.dump(kIndent));
}

bool StateListing::shows(const django::ModelKey& key) const {
  return std::count(labels.begin(), labels.end(), key.app) > 0 && (!model || model->name == key.name);
}

}  // namespace miggraph::report
