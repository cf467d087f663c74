// django/db/migrations/operations/special.py
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <span>
#include <utility>

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

/// Whether an argument is there and something else than None; nothing where it can't be known.
std::optional<bool> is_given(const Operation& operation, std::string_view parameter) {
  const python::Value* value = operation.argument(parameter);
  if (value == nullptr) {
    // It may stand in a list or mapping that isn't known.
    const bool open = !operation.args.empty() || operation.argument("**") != nullptr;
    return open ? std::nullopt : std::optional(false);
  }
  if (value->is_none()) return false;
  if (value->is_unknown()) return std::nullopt;
  if (const python::Call* call = value->call()) {
    // What a call gives is not known.
    return call->path() == "functools.partial" ? std::optional(true) : std::nullopt;
  }
  // A setting may be None.
  const std::string_view* path = value->reference();
  if (path != nullptr && path->starts_with("django.conf.settings.")) return std::nullopt;
  return true;
}

bool is_noop(const Operation& operation, std::string_view parameter) {
  const python::Value* value = operation.argument(parameter);
  if (value == nullptr) return false;
  if (const std::string_view* path = value->reference()) return path->ends_with(".noop");
  return (value->text() != nullptr && value->text()->empty()) || (value->is_sequence() && value->items().empty());
}

}  // namespace

std::optional<bool> Reversibility<OperationCategory::python>::reversible(const Operation& o) {
  return is_given(o, "reverse_code");
}

std::optional<bool> Reversibility<OperationCategory::sql>::reversible(const Operation& o) { return is_given(o, "reverse_sql"); }

// Django calls the database_backwards of those inside without asking whether they are reversible: RunPython and RunSQL then raise
// NotImplementedError.
std::optional<bool> Reversibility<OperationCategory::mixed>::reversible(const Operation& o) {
  const python::Value* list = o.argument("database_operations");
  if (list == nullptr) return o.args.empty() && o.argument("**") == nullptr ? std::optional(true) : std::nullopt;
  if (list->is_none()) return true;
  if (!list->is_sequence()) return std::nullopt;
  std::optional<bool> all = true;
  for (const Operation& inner : nested(o, "database_operations")) {
    const std::optional<bool> one = inner.type != nullptr ? inner.type->reversible(inner) : django::reversible(inner);
    if (one == false) return false;
    if (!one) all.reset();
  }
  return all;
}

std::string RunPython::describe(const Operation&) { return "Raw Python operation"; }
std::string RunPython::short_form(const Operation& o) { return "data: " + function_name(o.argument("code")); }
void RunPython::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::data, "", function_name(o.argument("code")), ""});
}
Backwards RunPython::database_backwards(const Effect& effect, const Surroundings&) {
  const Operation& o = *effect.operation;
  const std::optional<bool> given = is_given(o, "reverse_code");
  if (given == false) return {fmt::format("can't be reversed: {} has no reverse_code", function_name(o.argument("code"))), {}, {}};
  if (!given) return {"runs its reverse_code, if it has one: that is not known", {}, {}};
  if (is_noop(o, "reverse_code")) return {fmt::format("does nothing: what {} changed stays", function_name(o.argument("code"))), {}, {}};
  return {fmt::format("runs {}", function_name(o.argument("reverse_code"))), {}, {"what that does with the data is not known"}};
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
Backwards RunSQL::database_backwards(const Effect& effect, const Surroundings&) {
  const Operation& o = *effect.operation;
  const std::optional<bool> given = is_given(o, "reverse_sql");
  if (given == false) return {"can't be reversed: it has no reverse_sql", {}, {}};
  if (!given) return {"runs its reverse_sql, if it has one: that is not known", {}, {}};
  if (is_noop(o, "reverse_sql")) return {"does nothing: what its SQL changed stays", {}, {}};
  return {"runs its reverse_sql", {}, {"what that does with the data is not known"}};
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
Backwards SeparateDatabaseAndState::database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& o = *effect.operation;
  const python::Value* list = o.argument("database_operations");
  if (list != nullptr && !list->is_none() && !list->is_sequence())
    return {"runs its database_operations backwards: these are not known", {}, {}};
  if (effect.database.empty()) return nothing_to_undo("it changes the state alone");
  // As Django goes through them: each stands on the ones before it.
  ProjectState state = around.before;
  StateLog log;
  std::vector<Backwards> each;
  for (const Effect& one : effect.database) {
    each.push_back(django::database_backwards(one, {around.app, state}));
    apply(std::span(&one, 1), {around.app, ""}, state, log);
  }
  std::reverse(each.begin(), each.end());
  Backwards out;
  std::vector<std::string> texts;
  for (Backwards& one : each) {
    texts.push_back(std::move(one.text));
    out.loses.insert(out.loses.end(), one.loses.begin(), one.loses.end());
    out.cautions.insert(out.cautions.end(), one.cautions.begin(), one.cautions.end());
  }
  out.text = joined(texts, "; ");
  out.fails = reversible(o) == false;
  return out;
}

}  // namespace miggraph::django::operations
