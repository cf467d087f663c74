#include "django/state/field_state.h"

#include <algorithm>

#include "django/deconstruct/relation.h"

namespace miggraph::django {
namespace {

const Canonical::Array* args_of(const Canonical& value) {
  const Canonical* args = value.entry("args");
  return args != nullptr ? args->array() : nullptr;
}

/// A model's name in an argument: a string, or a setting that names one.
std::string model_named(const Canonical& value, const ModelSettings& settings) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  const Canonical* setting = value.entry("setting");
  const std::string* name = setting != nullptr ? std::get_if<std::string>(&setting->data) : nullptr;
  const auto found = name != nullptr ? settings.find(*name) : settings.end();
  return found != settings.end() ? found->second : std::string();
}

std::optional<FieldState::Relation> relation_of(const Canonical& value, const ModelSettings& settings, const std::string& written) {
  const Canonical* kwargs = value.entry("kwargs");
  const Canonical::Array* args = args_of(value);
  if (kwargs == nullptr || args == nullptr) return std::nullopt;
  FieldState::Relation relation;
  const Canonical* to = kwargs->entry("to");
  if (to == nullptr && kwargs->entry("on_delete") != nullptr && !args->empty()) {
    relation.to_in_args = true;
    to = &args->front();
  }
  if (to == nullptr) return std::nullopt;
  relation.to = written.empty() ? model_named(*to, settings) : written;
  if (relation.to.empty()) return std::nullopt;
  if (const Canonical* through = kwargs->entry("through")) relation.through = model_named(*through, settings);
  return relation;
}

void erase_keyword(Canonical& value, std::string_view name) {
  Canonical* kwargs = value.entry("kwargs");
  auto* entries = kwargs != nullptr ? std::get_if<Canonical::Object>(&kwargs->data) : nullptr;
  if (entries != nullptr) std::erase_if(*entries, [&](const auto& entry) { return entry.first == name; });
}

/// Puts new_name in the place of old_name, in a string or a list of them. Whether there was one.
bool replace_name(Canonical* value, const std::string& old_name, const std::string& new_name) {
  if (value == nullptr) return false;
  if (auto* text = std::get_if<std::string>(&value->data)) {
    if (*text != old_name) return false;
    *text = new_name;
    return true;
  }
  if (value->entry("tuple") != nullptr) value = value->entry("tuple");
  auto* items = std::get_if<Canonical::Array>(&value->data);
  bool changed = false;
  if (items != nullptr) {
    for (Canonical& item : *items) changed = replace_name(&item, old_name, new_name) || changed;
  }
  return changed;
}

Canonical* keyword_of(Canonical& value, std::string_view name) {
  Canonical* kwargs = value.entry("kwargs");
  return kwargs != nullptr ? kwargs->entry(name) : nullptr;
}

FieldPointer made(const Canonical& name, Canonical value, const ModelSettings& settings, const std::string& written_to) {
  return std::make_shared<const FieldState>(name, std::move(value), settings, written_to);
}

}  // namespace

FieldState::FieldState(Canonical field_name, Canonical field_value, const ModelSettings& settings, std::string written)
    : name(std::move(field_name)),
      value(std::move(field_value)),
      relation(relation_of(value, settings, written)),
      written_to(std::move(written)) {}

std::string_view FieldState::class_path() const {
  const Canonical* call = value.entry("call");
  const std::string* path = call != nullptr ? std::get_if<std::string>(&call->data) : nullptr;
  return path != nullptr ? std::string_view(*path) : std::string_view();
}

const Canonical* FieldState::keyword(std::string_view keyword_name) const {
  const Canonical* kwargs = value.entry("kwargs");
  return kwargs != nullptr ? kwargs->entry(keyword_name) : nullptr;
}

ModelKey resolve_relation(std::string_view model, const ModelKey& owner) {
  if (model == "self") return owner;
  const std::size_t dot = model.find('.');
  if (dot == std::string_view::npos) return model_key(owner.app, model);
  return model_key(model.substr(0, dot), model.substr(dot + 1));
}

std::optional<ModelKey> FieldState::target(const ModelKey& owner) const {
  return relation ? std::optional(resolve_relation(relation->to, owner)) : std::nullopt;
}

std::optional<ModelKey> FieldState::through(const ModelKey& owner) const {
  return relation && !relation->through.empty() ? std::optional(resolve_relation(relation->through, owner)) : std::nullopt;
}

FieldPointer renamed(const FieldPointer& field, std::string_view name, const ModelSettings& settings) {
  return made(Canonical{std::string(name)}, field->value, settings, field->written_to);
}

FieldPointer without_default(const FieldPointer& field, const ModelSettings& settings) {
  if (field->keyword("default") == nullptr) return field;
  Canonical value = field->value;
  erase_keyword(value, "default");
  return made(field->name, std::move(value), settings, field->written_to);
}

FieldPointer repointed(const FieldPointer& field, const std::string& to, const std::string& through, const ModelSettings& settings) {
  Canonical value = field->value;
  if (!to.empty()) {
    Canonical target{to};
    if (deconstruction::is_relation_field(field->class_path())) target = deconstruction::relation_target(std::move(target), &settings);
    if (field->relation->to_in_args) {
      std::get<Canonical::Array>(value.entry("args")->data).front() = std::move(target);
    } else {
      *keyword_of(value, "to") = std::move(target);
    }
  }
  if (!through.empty()) *keyword_of(value, "through") = Canonical{through};
  return made(field->name, std::move(value), settings, to.empty() ? field->written_to : to);
}

FieldPointer with_own_field_renamed(const FieldPointer& field, const std::string& old_name, const std::string& new_name,
                                    const ModelSettings& settings) {
  const bool composite = field->class_path().ends_with(".CompositePrimaryKey");
  if (!composite && field->keyword("from_fields") == nullptr) return field;
  Canonical value = field->value;
  const bool changed = composite ? replace_name(value.entry("args"), old_name, new_name)
                                 : replace_name(keyword_of(value, "from_fields"), old_name, new_name);
  return changed ? made(field->name, std::move(value), settings, field->written_to) : field;
}

FieldPointer with_target_field_renamed(const FieldPointer& field, const std::string& old_name, const std::string& new_name,
                                       const ModelSettings& settings) {
  if (field->keyword("to_field") == nullptr && field->keyword("to_fields") == nullptr) return field;
  Canonical value = field->value;
  const bool to_field = replace_name(keyword_of(value, "to_field"), old_name, new_name);
  const bool to_fields = replace_name(keyword_of(value, "to_fields"), old_name, new_name);
  return to_field || to_fields ? made(field->name, std::move(value), settings, field->written_to) : field;
}

}  // namespace miggraph::django
