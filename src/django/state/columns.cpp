#include "django/state/columns.h"

#include <algorithm>

#include "django/deconstruct/relation.h"

namespace miggraph::django {
namespace {

bool is_false(const Canonical* value) {
  const bool* flag = value != nullptr ? std::get_if<bool>(&value->data) : nullptr;
  return flag != nullptr && !*flag;
}

}  // namespace

bool has_table(const ModelState& model) {
  return !model.is_proxy() && !is_false(model.option("managed"));
}

std::string table_of(const ModelState& model) {
  const Canonical* table = model.option("db_table");
  if (table == nullptr || std::holds_alternative<std::nullptr_t>(table->data)) return model.app_label + "_" + lower_name(model.name);
  const auto* text = std::get_if<std::string>(&table->data);
  if (text == nullptr) return {};
  return text->empty() ? model.app_label + "_" + lower_name(model.name) : *text;
}

std::optional<std::string> stored_as(const FieldState& field) {
  const std::string* name = field.name_text();
  const std::string_view path = field.class_path();
  if (name == nullptr || !path.starts_with("django.")) return std::nullopt;
  if (path == "django.db.models.ManyToManyField") {
    return field.keyword("through") == nullptr ? std::optional("m2m " + *name) : std::nullopt;
  }
  if (path == "django.db.models.ForeignObject" || path == "django.db.models.CompositePrimaryKey") return std::nullopt;
  if (const Canonical* column = field.keyword("db_column")) {
    const auto* text = std::get_if<std::string>(&column->data);
    return text != nullptr ? std::optional(*text) : std::nullopt;
  }
  return deconstruction::is_relation_field(path) ? *name + "_id" : *name;
}

bool certainly_lacks(const ModelState& model, std::string_view field_name) {
  if (!model.unknown.empty() || field_name == "id" || field_name == "_order") return false;
  const bool names_known = std::all_of(model.fields.begin(), model.fields.end(), [](const FieldPointer& field) { return field->name_text() != nullptr; });
  return names_known && std::all_of(model.bases.begin(), model.bases.end(), [](const Canonical& base) {
    const Canonical* path = base.entry("ref");
    const auto* text = path != nullptr ? std::get_if<std::string>(&path->data) : nullptr;
    return text != nullptr && *text == "django.db.models.Model";
  });
}

}  // namespace miggraph::django
