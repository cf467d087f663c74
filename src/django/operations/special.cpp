// django/db/migrations/operations/special.py
#include <fmt/format.h>

#include "django/operations/families.h"
#include "django/operations/text.h"

namespace miggraph::django::operations {
namespace {

using Kind = Touch::Kind;

/// "forwards", "shop.helpers.forwards" -> "forwards", "<lambda>"
std::string function_name(const python::Value* code) {
  if (code == nullptr) return "";
  if (const python::Function* function = code->function()) return std::string(function->name);
  const std::string shown = python::describe(*code);
  const std::size_t dot = code->reference() != nullptr ? shown.rfind('.') : std::string::npos;
  return dot == std::string::npos ? shown : shown.substr(dot + 1);
}

std::string short_list(const Operation& operation, std::string_view parameter) {
  std::vector<std::string> parts;
  for (const Operation& inner : nested(operation, parameter)) parts.push_back(django::short_form(inner));
  return joined(parts, ", ");
}

void touch_nested(const Operation& operation, std::string_view parameter, Touches& touched) {
  for (const Operation& inner : nested(operation, parameter)) {
    const Touches more = django::touches(inner);
    touched.insert(touched.end(), more.begin(), more.end());
  }
}

}  // namespace

std::string RunPython::describe(const Operation&) { return "Raw Python operation"; }
std::string RunPython::short_form(const Operation& o) { return "data: " + function_name(o.argument("code")); }
void RunPython::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::data, "", function_name(o.argument("code")), ""});
}

std::string RunSQL::describe(const Operation&) { return "Raw SQL operation"; }
std::string RunSQL::short_form(const Operation& o) {
  const std::string state = short_list(o, "state_operations");
  return state.empty() ? "sql" : fmt::format("sql ({})", state);
}
void RunSQL::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::sql, "", "", ""});
  touch_nested(o, "state_operations", touched);
}

std::string SeparateDatabaseAndState::describe(const Operation&) { return "Custom state/database change combination"; }
std::string SeparateDatabaseAndState::short_form(const Operation& o) {
  const std::string state = short_list(o, "state_operations");
  const std::string database = short_list(o, "database_operations");
  if (database.empty()) return fmt::format("state only ({})", state);
  return state.empty() ? fmt::format("database only ({})", database) : fmt::format("state ({}), database ({})", state, database);
}
void SeparateDatabaseAndState::touches(const Operation& o, Touches& touched) {
  touch_nested(o, "state_operations", touched);
  touch_nested(o, "database_operations", touched);
}

}  // namespace miggraph::django::operations
