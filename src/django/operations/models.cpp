// django/db/migrations/operations/models.py
#include <algorithm>
#include <fmt/format.h>

#include "django/operations/families.h"
#include "django/operations/field_facts.h"

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

/// Whether CreateModel's options say so of a flag.
bool says(const Operation& operation, std::string_view flag, bool what) {
  const python::Value* options = operation.argument("options");
  const python::Dict* dict = options != nullptr ? options->dict() : nullptr;
  if (dict == nullptr) return false;
  for (const auto& [key, value] : dict->items) {
    const bool* said = value.as<bool>();
    if (key.text() != nullptr && *key.text() == flag) return said != nullptr && *said == what;
  }
  return false;
}

bool is_proxy(const Operation& operation) { return says(operation, "proxy", true); }

/// The name of an index or constraint, or its fields where it has none yet.
std::string index_name(const Operation& operation, std::string_view parameter) {
  const std::string name = name_of_call(operation, parameter);
  if (!name.empty()) return name;
  const python::Value* index = operation.argument(parameter);
  const python::Call* call = index != nullptr ? index->call() : nullptr;
  return call != nullptr ? "on " + joined(names(call->keyword("fields")), ", ") : "";
}

constexpr std::string_view no_table = "the model has no table of Django's";

/// The sets of fields of a unique_together as the state has it.
std::vector<std::vector<std::string>> together(const Canonical* value) {
  std::vector<std::vector<std::string>> all;
  const Canonical* set = value != nullptr ? value->entry("set") : nullptr;
  if (set == nullptr || set->array() == nullptr) return all;
  for (const Canonical& item : *set->array()) {
    const Canonical* tuple = item.entry("tuple");
    if (tuple == nullptr || tuple->array() == nullptr) continue;
    std::vector<std::string>& fields = all.emplace_back();
    for (const Canonical& field : *tuple->array()) {
      if (const auto* name = std::get_if<std::string>(&field.data)) fields.push_back(*name);
    }
  }
  return all;
}

bool is_none(const Canonical* value) { return value == nullptr || std::holds_alternative<std::nullptr_t>(value->data); }

/// What a model's index or constraint is called, for people: "index shop_name_idx of shop.Product".
std::string part_of_model(const Operation& o, std::string_view kind, const std::string& name, const Surroundings& around) {
  return fmt::format("{} {} of {}", kind, name, model_name(o, "model_name", around));
}

}  // namespace

std::string CreateModel::describe(const Operation& o) {
  return fmt::format("Create {}model {}", is_proxy(o) ? "proxy " : "", text(o, "name"));
}
std::string CreateModel::short_form(const Operation& o) { return "+ model " + text(o, "name"); }
void CreateModel::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::create_model, lower(o, "name"), "", ""});
}
Backwards CreateModel::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (is_proxy(o)) return nothing_to_undo("a proxy has no table");
  if (says(o, "managed", false)) return nothing_to_undo("Django does not manage its table");
  const std::string model = around.app + "." + text(o, "name");
  Backwards out{fmt::format("drops the table of {}", model), {fmt::format("table of {} with all its rows", model)}, {}};
  std::vector<std::string> own_tables;
  for (const FieldPointer& field : effect.fields) {
    const std::string* name = field->name_text();
    if (name == nullptr || FieldFacts(*field).place() != FieldFacts::Place::own_table) continue;
    own_tables.push_back(*name);
    out.loses.push_back(fmt::format("many-to-many table {} of {}", *name, model));
  }
  if (!own_tables.empty())
    out.text += fmt::format(" and its many-to-many {} {}", own_tables.size() == 1 ? "table" : "tables", joined(own_tables, ", "));
  return out;
}

std::string DeleteModel::describe(const Operation& o) { return "Delete model " + text(o, "name"); }
std::string DeleteModel::short_form(const Operation& o) { return "− model " + text(o, "name"); }
void DeleteModel::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::delete_model, lower(o, "name"), "", ""});
}
Backwards DeleteModel::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "name", around)) return nothing_to_undo(no_table);
  return {fmt::format("makes the table of {} again, empty", model_name(o, "name", around)), {}, {"its rows are not back"}};
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
Backwards RenameModel::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "old_name", around)) return nothing_to_undo(no_table);
  return {fmt::format("renames {}.{} and what refers to it back to {}", around.app, text(o, "new_name"), text(o, "old_name")),
          {}, {}};
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
Backwards AlterModelTable::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "name", around)) return nothing_to_undo(no_table);
  return {fmt::format("renames the table of {} back", model_name(o, "name", around)), {}, {}};
}

std::string AlterModelTableComment::describe(const Operation& o) {
  return fmt::format("Alter {} table comment", text(o, "name"));
}
std::string AlterModelTableComment::short_form(const Operation&) { return "~ table comment"; }
void AlterModelTableComment::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::table, lower(o, "name"), "", ""});
}
Backwards AlterModelTableComment::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  return {fmt::format("puts the earlier comment on the table of {}", model_name(o, "name", around)), {}, {}};
}

std::string AlterUniqueTogether::describe(const Operation& o) { return describe_together(o, "unique_together"); }
std::string AlterUniqueTogether::short_form(const Operation& o) { return short_together(o, "unique_together", "unique"); }
void AlterUniqueTogether::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::unique_together, lower(o, "name"), "", ""});
}
Backwards AlterUniqueTogether::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "name", around)) return nothing_to_undo(no_table);
  Backwards out{fmt::format("puts back what was unique_together in {}", model_name(o, "name", around)), {}, {}};
  const ModelState* model = model_before(o, "name", around);
  if (model == nullptr) {
    out.cautions.push_back("what that was is not known; it fails where rows repeat what becomes unique again");
    return out;
  }
  const auto now = together(o.argument("unique_together"));
  for (const auto& fields : together(model->option("unique_together"))) {
    if (std::find(now.begin(), now.end(), fields) == now.end())
      out.cautions.push_back(fmt::format("it fails where rows repeat ({})", joined(fields, ", ")));
  }
  return out;
}

std::string AlterIndexTogether::describe(const Operation& o) { return describe_together(o, "index_together"); }
std::string AlterIndexTogether::short_form(const Operation& o) {
  return short_together(o, "index_together", "index together");
}
void AlterIndexTogether::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::index_together, lower(o, "name"), "", ""});
}
Backwards AlterIndexTogether::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "name", around)) return nothing_to_undo(no_table);
  return {fmt::format("puts back what was index_together in {}", model_name(o, "name", around)), {}, {}};
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
Backwards AlterOrderWithRespectTo::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "name", around)) return nothing_to_undo(no_table);
  const std::string column = fmt::format("column _order of {}", model_name(o, "name", around));
  const ModelState* model = model_before(o, "name", around);
  if (model == nullptr) return {"goes back to the earlier order of rows", {}, {"what that was is not known; the order may be lost"}};
  const bool set_before = !is_none(model->option("order_with_respect_to"));
  const bool set_now = !is_none(effect.argument("order_with_respect_to"));
  if (set_now && !set_before) return {"drops the " + column, {column + ", the order of its rows"}, {}};
  if (set_before && !set_now) return {fmt::format("makes the {} again", column), {}, {"the order is not back: every row has 0 there"}};
  return nothing_to_undo("the column _order stays");
}

std::string AlterModelOptions::describe(const Operation& o) { return "Change Meta options on " + text(o, "name"); }
std::string AlterModelOptions::short_form(const Operation&) { return "~ options"; }
void AlterModelOptions::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::model_options, lower(o, "name"), "", ""});
}
Backwards AlterModelOptions::database_backwards(const Effect&, const Surroundings&) {
  return nothing_to_undo("it changes nothing in the database");
}

std::string AlterModelManagers::describe(const Operation& o) { return "Change managers on " + text(o, "name"); }
std::string AlterModelManagers::short_form(const Operation&) { return "~ managers"; }
void AlterModelManagers::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::managers, lower(o, "name"), "", ""});
}
Backwards AlterModelManagers::database_backwards(const Effect&, const Surroundings&) {
  return nothing_to_undo("it changes nothing in the database");
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
Backwards AddIndex::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo(no_table);
  return {"drops the " + part_of_model(o, "index", index_name(o, "index"), around), {}, {}};
}

std::string RemoveIndex::describe(const Operation& o) {
  return fmt::format("Remove index {} from {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveIndex::short_form(const Operation& o) { return "− index " + text(o, "name"); }
void RemoveIndex::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_index, lower(o, "model_name"), plain(o, "name"), ""});
}
Backwards RemoveIndex::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo(no_table);
  return {fmt::format("makes the {} again", part_of_model(o, "index", text(o, "name"), around)), {}, {}};
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
Backwards RenameIndex::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo(no_table);
  const std::string old_name = plain(o, "old_name");
  if (old_name.empty()) return nothing_to_undo("the index had no name of its own, and keeps the new one");
  return {fmt::format("renames the {} back to {}", part_of_model(o, "index", text(o, "new_name"), around), old_name), {}, {}};
}

std::string AddConstraint::describe(const Operation& o) {
  return fmt::format("Create constraint {} on model {}", name_of_call(o, "constraint"), text(o, "model_name"));
}
std::string AddConstraint::short_form(const Operation& o) { return "+ constraint " + name_of_call(o, "constraint"); }
void AddConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::add_constraint, lower(o, "model_name"), name_of_call(o, "constraint"), ""});
}
Backwards AddConstraint::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo(no_table);
  return {"drops the " + part_of_model(o, "constraint", name_of_call(o, "constraint"), around), {}, {}};
}

std::string RemoveConstraint::describe(const Operation& o) {
  return fmt::format("Remove constraint {} from model {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveConstraint::short_form(const Operation& o) { return "− constraint " + text(o, "name"); }
void RemoveConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_constraint, lower(o, "model_name"), plain(o, "name"), ""});
}
Backwards RemoveConstraint::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo(no_table);
  return {fmt::format("makes the {} again", part_of_model(o, "constraint", text(o, "name"), around)), {},
          {"it fails where rows no longer keep to it"}};
}

std::string AlterConstraint::describe(const Operation& o) {
  return fmt::format("Alter constraint {} on {}", text(o, "name"), text(o, "model_name"));
}
std::string AlterConstraint::short_form(const Operation& o) { return "~ constraint " + text(o, "name"); }
void AlterConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::alter_constraint, lower(o, "model_name"), plain(o, "name"), ""});
}
Backwards AlterConstraint::database_backwards(const Effect&, const Surroundings&) {
  return nothing_to_undo("it changes nothing in the database");
}

}  // namespace miggraph::django::operations
