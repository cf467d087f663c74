// django/db/migrations/operations/models.py
#include <fmt/format.h>

#include "django/operations/families.h"

namespace miggraph::django::operations {
namespace {

using Kind = Touch::Kind;

/// "(a, b), (c, d)"
std::string tuples(const python::Value* value) {
  std::vector<std::string> shown;
  for (const auto& fields : together(value)) shown.push_back("(" + joined(fields, ", ") + ")");
  return joined(shown, ", ");
}

std::string describe_together(const Operation& operation, std::string_view option) {
  return fmt::format("Alter {} for {} ({} constraint(s))", option, text(operation, "name"),
                     together(operation.argument(option)).size());
}

std::string short_together(const Operation& operation, std::string_view option, std::string_view word) {
  const std::string shown = tuples(operation.argument(option));
  return shown.empty() ? fmt::format("− {}", word) : fmt::format("~ {} {}", word, shown);
}

bool is_proxy(const Operation& operation) {
  const python::Value* options = operation.argument("options");
  const python::Dict* dict = options != nullptr ? options->dict() : nullptr;
  if (dict == nullptr) return false;
  for (const auto& [key, value] : dict->items) {
    const bool* proxy = value.as<bool>();
    if (key.text() != nullptr && *key.text() == "proxy") return proxy != nullptr && *proxy;
  }
  return false;
}

/// The name of an index or constraint, or its fields where it has none yet.
std::string index_name(const Operation& operation, std::string_view parameter) {
  const std::string name = name_of_call(operation, parameter);
  if (!name.empty()) return name;
  const python::Value* index = operation.argument(parameter);
  const python::Call* call = index != nullptr ? index->call() : nullptr;
  return call != nullptr ? "on " + joined(names(call->keyword("fields")), ", ") : "";
}

}  // namespace

std::string CreateModel::describe(const Operation& o) {
  return fmt::format("Create {}model {}", is_proxy(o) ? "proxy " : "", text(o, "name"));
}
std::string CreateModel::short_form(const Operation& o) { return "+ model " + text(o, "name"); }
void CreateModel::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::create_model, lower(o, "name"), "", ""});
}

std::string DeleteModel::describe(const Operation& o) { return "Delete model " + text(o, "name"); }
std::string DeleteModel::short_form(const Operation& o) { return "− model " + text(o, "name"); }
void DeleteModel::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::delete_model, lower(o, "name"), "", ""});
}

std::string RenameModel::describe(const Operation& o) {
  return fmt::format("Rename model {} to {}", text(o, "old_name"), text(o, "new_name"));
}
std::string RenameModel::short_form(const Operation& o) {
  return fmt::format("~ model {} → {}", text(o, "old_name"), text(o, "new_name"));
}
void RenameModel::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::rename_model, lower(o, "old_name"), "", lower(o, "new_name")});
}

std::string AlterModelTable::describe(const Operation& o) {
  const python::Value* table = o.argument("table");
  const bool none = table == nullptr || table->is_none();
  return fmt::format("Rename table for {} to {}", text(o, "name"), none ? "(default)" : text(o, "table"));
}
std::string AlterModelTable::short_form(const Operation& o) {
  const python::Value* table = o.argument("table");
  return table == nullptr || table->is_none() ? "~ table (default)" : "~ table " + text(o, "table");
}
void AlterModelTable::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::table, lower(o, "name"), "", ""});
}

std::string AlterModelTableComment::describe(const Operation& o) {
  return fmt::format("Alter {} table comment", text(o, "name"));
}
std::string AlterModelTableComment::short_form(const Operation&) { return "~ table comment"; }
void AlterModelTableComment::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::table, lower(o, "name"), "", ""});
}

std::string AlterUniqueTogether::describe(const Operation& o) { return describe_together(o, "unique_together"); }
std::string AlterUniqueTogether::short_form(const Operation& o) { return short_together(o, "unique_together", "unique"); }
void AlterUniqueTogether::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::unique_together, lower(o, "name"), "", ""});
}

std::string AlterIndexTogether::describe(const Operation& o) { return describe_together(o, "index_together"); }
std::string AlterIndexTogether::short_form(const Operation& o) {
  return short_together(o, "index_together", "index together");
}
void AlterIndexTogether::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::index_together, lower(o, "name"), "", ""});
}

std::string AlterOrderWithRespectTo::describe(const Operation& o) {
  return fmt::format("Set order_with_respect_to on {} to {}", text(o, "name"), text(o, "order_with_respect_to"));
}
std::string AlterOrderWithRespectTo::short_form(const Operation& o) {
  return "~ order by " + text(o, "order_with_respect_to");
}
void AlterOrderWithRespectTo::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::order, lower(o, "name"), "", ""});
}

std::string AlterModelOptions::describe(const Operation& o) { return "Change Meta options on " + text(o, "name"); }
std::string AlterModelOptions::short_form(const Operation&) { return "~ options"; }
void AlterModelOptions::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::model_options, lower(o, "name"), "", ""});
}

std::string AlterModelManagers::describe(const Operation& o) { return "Change managers on " + text(o, "name"); }
std::string AlterModelManagers::short_form(const Operation&) { return "~ managers"; }
void AlterModelManagers::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::managers, lower(o, "name"), "", ""});
}

std::string AddIndex::describe(const Operation& o) {
  const python::Value* index = o.argument("index");
  const python::Call* call = index != nullptr ? index->call() : nullptr;
  std::vector<std::string> expressions;
  if (call != nullptr) {
    for (const python::Value& expression : call->args) expressions.push_back(python::describe(expression));
  }
  const std::string name = name_of_call(o, "index");
  if (!expressions.empty()) {
    return fmt::format("Create index {} on {} on model {}", name, joined(expressions, ", "), text(o, "model_name"));
  }
  const auto fields = call != nullptr ? names(call->keyword("fields")) : std::vector<std::string>();
  return fmt::format("Create index {} on field(s) {} of model {}", name, joined(fields, ", "), text(o, "model_name"));
}
std::string AddIndex::short_form(const Operation& o) { return "+ index " + index_name(o, "index"); }
void AddIndex::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::add_index, lower(o, "model_name"), name_of_call(o, "index"), ""});
}

std::string RemoveIndex::describe(const Operation& o) {
  return fmt::format("Remove index {} from {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveIndex::short_form(const Operation& o) { return "− index " + text(o, "name"); }
void RemoveIndex::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_index, lower(o, "model_name"), plain(o, "name"), ""});
}

std::string RenameIndex::describe(const Operation& o) {
  const python::Value* old_name = o.argument("old_name");
  if (old_name != nullptr && !old_name->is_none()) {
    return fmt::format("Rename index {} on {} to {}", text(o, "old_name"), text(o, "model_name"), text(o, "new_name"));
  }
  // Django prints the fields as Python prints a tuple.
  std::vector<std::string> fields;
  for (const std::string& field : names(o.argument("old_fields"))) fields.push_back("'" + field + "'");
  return fmt::format("Rename unnamed index for ({}{}) on {} to {}", joined(fields, ", "), fields.size() == 1 ? "," : "",
                     text(o, "model_name"), text(o, "new_name"));
}
std::string RenameIndex::short_form(const Operation& o) {
  const std::string old_name = plain(o, "old_name");
  const std::string old = old_name.empty() ? "(" + joined(names(o.argument("old_fields")), ", ") + ")" : old_name;
  return fmt::format("~ index {} → {}", old, text(o, "new_name"));
}
void RenameIndex::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::rename_index, lower(o, "model_name"), plain(o, "old_name"), plain(o, "new_name")});
}

std::string AddConstraint::describe(const Operation& o) {
  return fmt::format("Create constraint {} on model {}", name_of_call(o, "constraint"), text(o, "model_name"));
}
std::string AddConstraint::short_form(const Operation& o) { return "+ constraint " + name_of_call(o, "constraint"); }
void AddConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::add_constraint, lower(o, "model_name"), name_of_call(o, "constraint"), ""});
}

std::string RemoveConstraint::describe(const Operation& o) {
  return fmt::format("Remove constraint {} from model {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveConstraint::short_form(const Operation& o) { return "− constraint " + text(o, "name"); }
void RemoveConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_constraint, lower(o, "model_name"), plain(o, "name"), ""});
}

std::string AlterConstraint::describe(const Operation& o) {
  return fmt::format("Alter constraint {} on {}", text(o, "name"), text(o, "model_name"));
}
std::string AlterConstraint::short_form(const Operation& o) { return "~ constraint " + text(o, "name"); }
void AlterConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::alter_constraint, lower(o, "model_name"), plain(o, "name"), ""});
}

}  // namespace miggraph::django::operations
