// django/db/migrations/operations/fields.py
#include <fmt/format.h>

#include "django/operations/families.h"
#include "django/operations/field_facts.h"

namespace miggraph::django::operations {
namespace {

using Kind = Touch::Kind;
using Place = FieldFacts::Place;

/// The field as it was before the operation; null where that isn't known.
const FieldState* earlier_field(const Operation& o, const Surroundings& around) {
  const ModelState* model = model_before(o, "model_name", around);
  return model != nullptr ? model->field(plain(o, "name")) : nullptr;
}

/// What the rows that are there hold in a column that is made anew.
std::string filled(const FieldFacts& field, const std::string& table) {
  switch (field.filling()) {
    case FieldFacts::Filling::null:
      return "its data is not back: every row has NULL there";
    case FieldFacts::Filling::default_value:
      return field.unique() ? "its data is not back, and it fails where " + table +
                                  " has more than one row: every row gets the default, and the column is unique"
                            : "its data is not back: every row has the default there";
    case FieldFacts::Filling::empty_string:
      return "its data is not back: every row has an empty string there";
    case FieldFacts::Filling::now:
      return "its data is not back: every row has the time of the rollback there";
    case FieldFacts::Filling::nothing:
      return "its data is not back, and it fails where " + table +
             " has rows: the column is NOT NULL and has no default (IntegrityError; MySQL fills in its own)";
    case FieldFacts::Filling::not_known:
      return "its data is not back; whether it fails where " + table + " has rows hangs on the class " + field.type();
  }
  return "";
}

/// Sizes that become smaller, types that hold less.
void shrink(const FieldFacts& now, const FieldFacts& then, const std::string& column, Backwards& out) {
  const auto lose = [&](const std::string& what) {
    out.loses.push_back(fmt::format("values of the {} {}", column, what));
    out.cautions.push_back(fmt::format("values {} are cut off, or the database refuses them and the rollback stops there", what));
  };
  if (now.type() != then.type()) out.text = fmt::format("turns the {} from {} back into {}", column, now.type(), then.type());
  if (now.kind() != then.kind()) return lose("that " + then.type() + " can't hold");
  if (const auto size = then.size(); size && (!now.size() || *now.size() > *size))
    lose(now.kind() == "integer" ? "too large for " + then.type() : fmt::format("longer than {}", *size));
  for (const std::string_view digits : {"max_digits", "decimal_places"}) {
    const auto more = now.number(digits), fewer = then.number(digits);
    if (fewer && more && *more > *fewer) lose(fmt::format("beyond {}={}", digits, *fewer));
  }
  if (then.type().starts_with("Positive") && !now.type().starts_with("Positive") && now.kind() == "integer")
    out.cautions.push_back("it fails where a value is negative");
}

/// What goes, and what may stand in the way, when a column takes its earlier form.
void go_back(const FieldFacts& now, const FieldFacts& then, const std::string& column, Backwards& out) {
  shrink(now, then, column, out);
  if (now.null() && !then.null()) {
    if (then.filling() == FieldFacts::Filling::nothing) {
      out.cautions.push_back(fmt::format("it fails where the {} has NULL: it becomes NOT NULL again, without a default", column));
    } else if (then.filling() == FieldFacts::Filling::not_known) {
      out.cautions.push_back(fmt::format("it may fail where the {} has NULL: it becomes NOT NULL again", column));
    } else {
      out.loses.push_back(fmt::format("which rows have NULL in the {}", column));
      out.cautions.push_back("the column becomes NOT NULL again: its default takes the place of NULL");
    }
  }
  if (!now.unique() && then.unique())
    out.cautions.push_back(fmt::format("it fails where rows have the same {}: it becomes unique again", column));
  if (now.to() != then.to() && !then.to().empty() && lower_name(now.to()) != lower_name(then.to()))
    out.cautions.push_back(fmt::format("it refers to {} again: it fails where that has no such row", then.to()));
}

}  // namespace

std::string AddField::describe(const Operation& o) {
  return fmt::format("Add field {} to {}", text(o, "name"), text(o, "model_name"));
}
std::string AddField::short_form(const Operation& o) { return "+ " + text(o, "name"); }
void AddField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::add_field, lower(o, "model_name"), lower(o, "name"), ""});
}

Backwards AddField::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo("the model has no table of Django's");
  const auto place = effect.fields.empty() ? Place::column : FieldFacts(*effect.fields.front()).place();
  const std::string name = text(o, "name"), model = model_name(o, "model_name", around);
  switch (place) {
    case Place::own_table: {
      const std::string table = fmt::format("many-to-many table {} of {}", name, model);
      return {"drops the " + table, {table}, {}};
    }
    case Place::other_model:
      return nothing_to_undo("the rows lie in the model that it goes through");
    case Place::nowhere:
      return nothing_to_undo("the field has no column of its own");
    case Place::computed:
      return {fmt::format("drops the column {} of {}, which is computed of others", name, model), {}, {}};
    case Place::column:
      break;
  }
  const std::string column = fmt::format("column {} of {}", name, model);
  return {"drops the " + column, {column}, {}};
}

std::string RemoveField::describe(const Operation& o) {
  return fmt::format("Remove field {} from {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveField::short_form(const Operation& o) { return "− " + text(o, "name"); }
void RemoveField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_field, lower(o, "model_name"), lower(o, "name"), ""});
}

Backwards RemoveField::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo("the model has no table of Django's");
  const std::string name = text(o, "name"), model = model_name(o, "model_name", around);
  const FieldState* earlier = earlier_field(o, around);
  if (earlier == nullptr) {
    return {fmt::format("makes the column {} of {} again", name, model), {},
            {"its data is not back; what the field was is not known, so neither is whether it fails where rows exist"}};
  }
  const FieldFacts field(*earlier);
  switch (field.place()) {
    case Place::own_table:
      return {fmt::format("makes the many-to-many table {} of {} again, empty", name, model), {}, {"its rows are not back"}};
    case Place::other_model:
      return nothing_to_undo("the rows lie in the model that it goes through");
    case Place::nowhere:
      return nothing_to_undo("the field has no column of its own");
    case Place::computed:
      return {fmt::format("makes the column {} of {} again, computed of others", name, model), {}, {}};
    case Place::column:
      break;
  }
  return {fmt::format("makes the column {} of {} again", name, model), {}, {filled(field, "the table")}};
}

std::string AlterField::describe(const Operation& o) {
  return fmt::format("Alter field {} on {}", text(o, "name"), text(o, "model_name"));
}
std::string AlterField::short_form(const Operation& o) { return "~ " + text(o, "name"); }
void AlterField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::alter_field, lower(o, "model_name"), lower(o, "name"), ""});
}

Backwards AlterField::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo("the model has no table of Django's");
  const std::string column = fmt::format("column {} of {}", text(o, "name"), model_name(o, "model_name", around));
  const FieldState* earlier = earlier_field(o, around);
  Backwards out{fmt::format("turns the {} back into what it was", column), {}, {}};
  if (earlier == nullptr || effect.fields.empty()) {
    out.cautions.push_back("what it was is not known, so neither is whether values are lost");
    return out;
  }
  const FieldFacts now(*effect.fields.front()), then(*earlier);
  if (now.place() != Place::column || then.place() != Place::column) {
    if (now.place() != then.place())
      out.cautions.push_back("Django refuses to turn a many-to-many field into another one, or back (ValueError)");
    return out;
  }
  if (now.is_same_in_database(then)) return nothing_to_undo("what changed is not in the database");
  go_back(now, then, column, out);
  return out;
}

std::string RenameField::describe(const Operation& o) {
  return fmt::format("Rename field {} on {} to {}", text(o, "old_name"), text(o, "model_name"), text(o, "new_name"));
}
std::string RenameField::short_form(const Operation& o) {
  return fmt::format("~ {} → {}", text(o, "old_name"), text(o, "new_name"));
}
void RenameField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::rename_field, lower(o, "model_name"), lower(o, "old_name"), lower(o, "new_name")});
}

Backwards RenameField::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  if (has_no_table(o, "model_name", around)) return nothing_to_undo("the model has no table of Django's");
  return {fmt::format("renames {} of {} back to {}", text(o, "new_name"), model_name(o, "model_name", around),
                      text(o, "old_name")),
          {}, {}};
}

}  // namespace miggraph::django::operations
