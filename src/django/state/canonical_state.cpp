#include "django/state/canonical_state.h"

#include "django/deconstruct/deconstruction.h"

namespace miggraph::django {

Canonical canonical_field(const FieldState& field) {
  Canonical::Object made = {{"name", field.name}};
  const Canonical::Object* object = field.value.object();
  if (object == nullptr) {
    made.emplace_back("opaque", deconstruction::text("no field"));
    return {std::move(made)};
  }
  for (const auto& [key, value] : *object) made.emplace_back(key == "call" ? "class" : key, value);
  return {std::move(made)};
}

std::shared_ptr<const Canonical> canonical_option(std::string_view name, const std::shared_ptr<const Canonical>& value) {
  const bool is_together = name == "unique_together" || name == "index_together";
  if (deconstruction::is_falsy(*value) && (is_together || name == "indexes" || name == "constraints")) return nullptr;
  return is_together ? std::make_shared<const Canonical>(deconstruction::normalized_together(*value)) : value;
}

Canonical::Object canonical_options(const ModelState& model) {
  Canonical::Object options;
  for (const auto& [name, value] : model.options) {
    if (const auto option = canonical_option(name, value)) options.emplace_back(name, *option);
  }
  return options;
}

Canonical canonical_model(const ModelState& model) {
  Canonical::Array fields;
  for (const FieldPointer& field : model.fields) fields.push_back(canonical_field(*field));
  Canonical::Array managers;
  for (const Canonical& manager : model.managers) {
    managers.push_back(manager.items() != nullptr ? Canonical{*manager.items()} : manager);
  }
  return {Canonical::Object{{"app_label", deconstruction::text(model.app_label)},
                            {"name", deconstruction::text(model.name)},
                            {"fields", {std::move(fields)}},
                            {"options", {canonical_options(model)}},
                            {"bases", {model.bases}},
                            {"managers", {std::move(managers)}}}};
}

}  // namespace miggraph::django
