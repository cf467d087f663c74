/// `state --format json`.

#include <algorithm>

#include "django/state/canonical_state.h"
#include "django/state/state_diff.h"
#include "report/json.h"
#include "report/json_parts.h"
#include "report/state_listing.h"

namespace miggraph::report {
namespace {

using namespace json_parts;
using django::ModelDiff;

std::string_view name_of(ModelDiff::Kind kind) {
  return kind == ModelDiff::Kind::added ? "added" : kind == ModelDiff::Kind::removed ? "removed" : "changed";
}

Json unknown_json(const std::string& app, const std::string* model, const django::UnknownChange& change) {
  return {{"app", text(app)},
          {"model", model != nullptr ? text(*model) : Json(nullptr)},
          {"migration", key(change.migration)},
          {"operation", change.operation},
          {"why", text(change.why)}};
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
    if (!refusal.certain || !listing.shows_app(refusal.migration.app)) continue;
    list.push_back({{"layer", name_of(refusal.layer)},
                    {"migration", key(refusal.migration)},
                    {"operation", refusal.operation},
                    {"name", text(refusal.operation_name)},
                    {"exception", refusal.exception},
                    {"text", text(refusal.text)}});
  }
  for (const django::RenderingError& error : listing.state->rendering) {
    if (!listing.shows(error.model)) continue;
    list.push_back({{"layer", "rendering"},
                    {"model", text(text_of(error.model))},
                    {"field", text_or_null(error.field)},
                    {"exception", error.kind == django::RenderingError::Kind::missing_base ? "InvalidBasesError" : "ValueError"},
                    {"text", text(error.text)}});
  }
  return list;
}

Json field_json(const django::FieldPointer& field) {
  return field ? canonical(django::canonical_field(*field)) : Json(nullptr);
}

Json diff_json(const ModelDiff& diff) {
  Json json = {{"app_label", text(diff.key.app)}, {"name", text((diff.after ? diff.after : diff.before)->name)}, {"change", name_of(diff.kind)}};
  if (diff.kind != ModelDiff::Kind::changed) {
    json[diff.after ? "after" : "before"] = canonical(django::canonical_model(diff.after ? *diff.after : *diff.before));
    return json;
  }
  json["fields"] = Json::array();
  for (const auto& field : diff.fields)
    json["fields"].push_back({{"name", text(field.name)}, {"change", name_of(field.kind)}, {"before", field_json(field.before)}, {"after", field_json(field.after)}});
  json["options"] = Json::array();
  const auto value = [](const std::shared_ptr<const django::Canonical>& option) { return option ? canonical(*option) : Json(nullptr); };
  for (const auto& option : diff.options)
    json["options"].push_back({{"name", text(option.name)}, {"change", name_of(option.kind)}, {"before", value(option.before)}, {"after", value(option.after)}});
  json["order"] = diff.order;
  for (const auto& [name, differs, before, after] : {std::tuple{"bases", diff.bases, &diff.before->bases, &diff.after->bases},
                                                     std::tuple{"managers", diff.managers, &diff.before->managers, &diff.after->managers}}) {
    if (differs) json[name] = {{"before", canonical(django::Canonical{*before})}, {"after", canonical(django::Canonical{*after})}};
  }
  return json;
}

}  // namespace

std::string state_json(const StateListing& listing, const Style&) {
  const analysis::StateAt& state = *listing.state;
  Json json = {{"schema", kSchema}};
  json["snapshot"] = snapshot(listing.snapshot);
  if (!listing.merged_with.empty()) json["merged_with"] = text(listing.merged_with);
  json["at"] = state.at ? key(state.graph->graph.key(*state.at)) : Json(nullptr);
  json["models"] = Json::array();
  state.state().for_each([&](const django::ModelKey& key, const django::ModelPointer& model) {
    if (listing.shows(key)) json["models"].push_back(canonical(django::canonical_model(*model)));
  });
  if (listing.base != nullptr) {
    json["diff"] = {{"ref", text(listing.base_ref)}, {"commit", text_or_null(listing.base_commit)}, {"models", Json::array()}};
    for (const ModelDiff& diff : django::difference(listing.base->state(), state.state())) {
      if (listing.shows(diff.key)) json["diff"]["models"].push_back(diff_json(diff));
    }
  }
  json["refusals"] = refusals_json(listing);
  json["unknown"] = unknowns_json(listing);
  return finished(json.dump(kIndent));
}

bool StateListing::shows_app(const std::string& label) const {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool StateListing::shows(const django::ModelKey& key) const {
  return shows_app(key.app) && (!model || model->name == key.name);
}

}  // namespace miggraph::report
