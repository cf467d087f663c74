// django/db/migrations/operations/fields.py
#include <fmt/format.h>

#include "django/operations/families.h"

namespace miggraph::django::operations {

using Kind = Touch::Kind;

std::string AddField::describe(const Operation& o) {
  return fmt::format("Add field {} to {}", text(o, "name"), text(o, "model_name"));
}
std::string AddField::short_form(const Operation& o) { return "+ " + text(o, "name"); }
void AddField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::add_field, lower(o, "model_name"), lower(o, "name"), ""});
}

std::string RemoveField::describe(const Operation& o) {
  return fmt::format("Remove field {} from {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveField::short_form(const Operation& o) { return "− " + text(o, "name"); }
void RemoveField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::remove_field, lower(o, "model_name"), lower(o, "name"), ""});
}

std::string AlterField::describe(const Operation& o) {
  return fmt::format("Alter field {} on {}", text(o, "name"), text(o, "model_name"));
}
std::string AlterField::short_form(const Operation& o) { return "~ " + text(o, "name"); }
void AlterField::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::alter_field, lower(o, "model_name"), lower(o, "name"), ""});
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

}  // namespace miggraph::django::operations
