/// `state --format text`: the models as a models.py would say them.

#include <algorithm>
#include <fmt/format.h>

#include "django/state/canonical_state.h"
#include "django/state/state_diff.h"
#include "django/writer/serializer.h"
#include "report/canvas.h"
#include "report/state_listing.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using django::Canonical;
using django::ModelDiff;
using django::ModelState;

constexpr std::size_t kMember = 4, kOption = 8;  // columns in which a class's fields and its Meta's options stand

std::string shown_name(const Canonical& name) {
  const auto* text = std::get_if<std::string>(&name.data);
  return text != nullptr ? *text : django::serialize(name);
}

/// `name = value`, over several lines where it is long. `mark` stands before the first line.
void write_assignment(Canvas& canvas, std::string_view mark, std::size_t indentation, const std::string& name, const Canonical& value, Paint paint = {}) {
  const std::string head = name + " = ";
  std::string text = django::serialize_wrapped(value, indentation + head.size(), indentation, canvas.width());
  std::size_t line = 0;
  for (std::size_t at = 0; at <= text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string part = text.substr(at, end - at);
    at = end + 1;
    if (line == 0) {
      canvas.put(mark, paint).to_column(indentation).put(head, paint).put(part, paint);
    } else {
      canvas.put(part, paint);
    }
    canvas.end();
  }
}

std::string bases_of(const ModelState& model) {
  std::vector<std::string> shown;
  for (const Canonical& base : model.bases) {
    const auto* text = std::get_if<std::string>(&base.data);
    shown.push_back(text != nullptr ? *text : django::serialize(base));
  }
  return fmt::format("{}", fmt::join(shown, ", "));
}

void write_model(Canvas& canvas, const ModelState& model) {
  canvas.put("class ").put(model.name, Ink::strong).put("(" + bases_of(model) + "):").end();
  for (const django::UnknownChange& change : model.unknown)
    canvas.put("    # not all is known: ", Ink::warning).put(fmt::format("{}.{}: {}", change.migration.app, change.migration.name, change.why), Ink::warning).end();
  for (const django::FieldPointer& field : model.fields) write_assignment(canvas, "", kMember, shown_name(field->name), field->value);
  const Canonical::Object options = django::canonical_options(model);
  if (!options.empty()) {
    if (!model.fields.empty()) canvas.blank();
    canvas.put("    class Meta:").end();
    for (const auto& [name, value] : options) write_assignment(canvas, "", kOption, name, value);
  }
  if (!model.managers.empty()) canvas.blank();
  for (const Canonical& manager : model.managers) {
    const Canonical::Array* pair = manager.items();
    if (pair != nullptr && pair->size() == 2) write_assignment(canvas, "", kMember, shown_name(pair->front()), pair->back());
  }
  if (model.fields.empty() && options.empty() && model.managers.empty()) canvas.put("    pass").end();
}

Paint paint_of(ModelDiff::Kind kind) {
  return kind == ModelDiff::Kind::added ? Ink::good : kind == ModelDiff::Kind::removed ? Ink::error : Ink::warning;
}

std::string_view mark_of(ModelDiff::Kind kind) {
  return kind == ModelDiff::Kind::added ? "+" : kind == ModelDiff::Kind::removed ? "-" : "~";
}

constexpr std::size_t kChange = 6, kDetail = 10;  // columns of what changed, and of what of a field

void write_value(Canvas& canvas, ModelDiff::Kind kind, std::size_t column, const std::string& name, const Canonical& value) {
  write_assignment(canvas, std::string(column - 2, ' ') + std::string(mark_of(kind)), column, name, value, paint_of(kind));
}

void write_was(Canvas& canvas, std::size_t column, const Canonical& before) {
  std::string text = django::serialize(before);
  canvas.put(std::string(column, ' ')).put("was ", Ink::dim).put(text, Ink::dim).end();
}

/// The arguments in which two fields of one class differ.
void write_arguments(Canvas& canvas, const Canonical::Object& before, const Canonical::Object& after) {
  const auto find = [](const Canonical::Object& arguments, const std::string& name) -> const Canonical* {
    for (const auto& [key, value] : arguments) {
      if (key == name) return &value;
    }
    return nullptr;
  };
  for (const auto& [name, value] : after) {
    const Canonical* old = find(before, name);
    if (old != nullptr && *old == value) continue;
    write_value(canvas, old != nullptr ? ModelDiff::Kind::changed : ModelDiff::Kind::added, kDetail, name, value);
    if (old != nullptr) write_was(canvas, kDetail, *old);
  }
  for (const auto& [name, value] : before) {
    if (find(after, name) == nullptr) write_value(canvas, ModelDiff::Kind::removed, kDetail, name, value);
  }
}

void write_field_change(Canvas& canvas, const ModelDiff::Field& field) {
  if (!field.before || !field.after) return write_value(canvas, field.kind, kChange, field.name, (field.after ? field.after : field.before)->value);
  const Canonical *before = field.before->value.entry("kwargs"), *after = field.after->value.entry("kwargs");
  const Canonical *old_args = field.before->value.entry("args"), *args = field.after->value.entry("args");
  const bool same_class = field.before->class_path() == field.after->class_path() && before != nullptr && after != nullptr &&
                          before->object() != nullptr && after->object() != nullptr && old_args != nullptr && args != nullptr && *old_args == *args;
  if (!same_class) {
    write_value(canvas, field.kind, kChange, field.name, field.after->value);
    return write_was(canvas, kChange, field.before->value);
  }
  canvas.put("    ~ " + field.name, Ink::warning).put("  " + django::written_path(field.after->class_path()), Ink::dim).end();
  write_arguments(canvas, *before->object(), *after->object());
}

void write_option_change(Canvas& canvas, const ModelDiff::Option& option) {
  write_value(canvas, option.kind, kChange, "Meta." + option.name, option.after ? *option.after : *option.before);
  if (option.before && option.after) write_was(canvas, kChange, *option.before);
}

void write_diff(Canvas& canvas, const ModelDiff& diff) {
  const ModelState& model = diff.after ? *diff.after : *diff.before;
  canvas.put(fmt::format("  {} ", mark_of(diff.kind)), paint_of(diff.kind)).put(model.name, Ink::strong);
  if (diff.kind != ModelDiff::Kind::changed) canvas.put(fmt::format("  {}", counted(model.fields.size(), "field")), Ink::dim);
  if (diff.before && diff.after && diff.before->name != diff.after->name) canvas.put(fmt::format("  was written {}", diff.before->name), Ink::dim);
  canvas.end();
  for (const ModelDiff::Field& field : diff.fields) write_field_change(canvas, field);
  for (const ModelDiff::Option& option : diff.options) write_option_change(canvas, option);
  if (diff.bases) canvas.put("    ~ bases: ", Ink::warning).put(bases_of(*diff.after) + ", were " + bases_of(*diff.before)).end();
  if (diff.managers) canvas.put("    ~ managers", Ink::warning).end();
  if (diff.order) canvas.put("    ~ the order of its fields", Ink::warning).end();
}

/// "0003_remove_ine", or the leaves of an app.
std::string point_of(const analysis::StateAt& state, const std::string& app) {
  const graph::MigrationGraph& graph = state.graph->graph;
  std::vector<std::string> names;
  if (state.at && graph.key(*state.at).app == app) return graph.key(*state.at).name;
  if (state.at) {  // what of another app the migration needs
    for (const graph::NodeId node : state.plan) {
      if (graph.key(node).app == app) names = {graph.key(node).name};
    }
    return joined(names);
  }
  for (const graph::NodeId leaf : graph.leaves(app)) names.push_back(graph.key(leaf).name);
  return joined(names);
}

void write_problems(Canvas& canvas, const StateListing& listing) {
  std::vector<std::string> refused;
  for (const django::Refusal& refusal : listing.state->simulated.refusals) {
    if (!refusal.certain || !listing.shows_app(refusal.migration.app)) continue;
    const std::string_view when = refusal.layer == django::Layer::database ? "on a database" : "in the state";
    refused.push_back(fmt::format("{}.{}, operation {} ({}): {} ({}, {})", refusal.migration.app, refusal.migration.name, refusal.operation + 1,
                                  refusal.operation_name, refusal.text, refusal.exception, when));
  }
  for (const django::RenderingError& error : listing.state->rendering) {
    if (listing.shows(error.model)) refused.push_back(error.text + (error.field.empty() ? " (InvalidBasesError, when models are made of the state)" : " (ValueError, when models are made of the state)"));
  }
  if (!refused.empty()) {
    canvas.blank();
    canvas.put("Django refuses", Ink::error).end();
    for (const std::string& text : refused) canvas.put("  ").prose(text);
  }
  std::vector<std::string> unknown;
  for (const auto& [app, change] : listing.state->state().unknown()) {
    if (listing.shows_app(app))
      unknown.push_back(fmt::format("{}.{}, operation {}: {}", app, change.migration.name, change.operation + 1, change.why));
  }
  if (!unknown.empty()) {
    canvas.blank();
    canvas.put("Not known: what these do to the models", Ink::warning).end();
    for (const std::string& text : unknown) canvas.put("  ").prose(text);
  }
}

void write_models(Canvas& canvas, const StateListing& listing) {
  for (const std::string& label : listing.labels) {
    std::vector<django::ModelPointer> models = listing.state->state().models_of(label);
    std::erase_if(models, [&](const django::ModelPointer& model) { return !listing.shows(model->key()); });
    const std::string point = point_of(*listing.state, label);
    if (models.empty() && point.empty()) continue;
    canvas.blank();
    canvas.put(label, Ink::strong).put("   ").put(counted(models.size(), "model"));
    if (!point.empty()) canvas.put_right({{"after " + point, Ink::dim}});
    canvas.end();
    for (const django::ModelPointer& model : models) {
      canvas.blank();
      write_model(canvas, *model);
    }
  }
}

void write_differences(Canvas& canvas, const StateListing& listing) {
  std::string label;
  bool any = false;
  for (const ModelDiff& diff : django::difference(listing.base->state(), listing.state->state())) {
    if (!listing.shows(diff.key)) continue;
    if (diff.key.app != label) {
      label = diff.key.app;
      canvas.blank();
      canvas.put(label, Ink::strong).end();
    }
    any = true;
    write_diff(canvas, diff);
  }
  if (!any) canvas.put("no difference").end();
  canvas.blank();
  canvas.put(fmt::format("from {} {} to {}", listing.base_ref, short_id(listing.base_commit), snapshot_in_words(listing.snapshot)), Ink::dim).end();
}

}  // namespace

std::string state_text(const StateListing& listing, const Style& style) {
  Canvas canvas(style);
  if (listing.base != nullptr) {
    write_differences(canvas, listing);
  } else {
    write_models(canvas, listing);
  }
  write_problems(canvas, listing);
  return canvas.take();
}

}  // namespace miggraph::report
