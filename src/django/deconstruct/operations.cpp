// SCHEMA.md, "Operations": Operation.deconstruct() with positional arguments under their parameters' names.
#include <array>

#include "django/deconstruct/deconstruction.h"
#include "django/operations/operation_type.h"

namespace miggraph::django::deconstruction {
namespace {

using std::string_view;

enum class Omit { if_none, if_falsy, if_true, always };

struct Rule {
  string_view operation;
  string_view parameter;
  Omit omit;
};

/// What the operations' deconstruct() leaves out.
constexpr std::array<Rule, 18> rules = {{
    {"CreateModel", "options", Omit::if_falsy},
    {"CreateModel", "bases", Omit::if_falsy},
    {"CreateModel", "managers", Omit::if_falsy},
    {"AddField", "preserve_default", Omit::if_true},
    {"AlterField", "preserve_default", Omit::if_true},
    {"RemoveField", "field", Omit::always},
    {"RenameIndex", "old_name", Omit::if_none},
    {"RenameIndex", "old_fields", Omit::if_none},
    {"RunPython", "reverse_code", Omit::if_none},
    {"RunPython", "atomic", Omit::if_none},
    {"RunPython", "hints", Omit::if_falsy},
    {"RunPython", "elidable", Omit::always},
    {"RunSQL", "reverse_sql", Omit::if_none},
    {"RunSQL", "state_operations", Omit::if_falsy},
    {"RunSQL", "hints", Omit::if_falsy},
    {"RunSQL", "elidable", Omit::always},
    {"SeparateDatabaseAndState", "database_operations", Omit::if_falsy},
    {"SeparateDatabaseAndState", "state_operations", Omit::if_falsy},
}};

bool is_left_out(string_view operation, string_view parameter, const Canonical& value) {
  for (const Rule& rule : rules) {
    if (rule.operation != operation || rule.parameter != parameter) continue;
    switch (rule.omit) {
      case Omit::if_none: return is_null(value);
      case Omit::if_falsy: return is_falsy(value);
      case Omit::if_true: return value == Canonical{true};
      case Omit::always: return true;
    }
  }
  return false;
}

bool is_plain_base(const Canonical& bases) {
  const Canonical* items = bases.entry("tuple");
  const Canonical::Array* list = items != nullptr ? items->array() : nullptr;
  return list != nullptr && list->size() == 1 && list->front() == reference("django.db.models.Model");
}

/// What stands in a list of operations, as operations also where it is none that is known.
Canonical operations_in(std::span<const python::Value> items, const DeconstructContext& context, Deconstruction& parts) {
  Canonical::Array out;
  for (const python::Value& item : items) out.push_back(object("operation", parts.operation(read_operation(item, context.module))));
  return {std::move(out)};
}

}  // namespace

Canonical normalized_together(const Canonical& value) {
  const Canonical::Array* items = value.items();
  if (is_falsy(value) || items == nullptr) return value;  // as written; or unknown as a whole
  Canonical::Array tuples;
  if (!items->empty() && items->front().items() == nullptr) {
    tuples.push_back(object("tuple", {*items}));
  } else {
    for (const Canonical& item : *items) tuples.push_back(object("tuple", {item.items() != nullptr ? *item.items() : Canonical::Array()}));
  }
  std::map<std::string, Canonical> sorted;
  for (Canonical& tuple : tuples) {
    std::string key = json_text(tuple);
    sorted.emplace(std::move(key), std::move(tuple));
  }
  Canonical::Array out;
  for (auto& [key, tuple] : sorted) out.push_back(std::move(tuple));
  return object("set", {std::move(out)});
}

Keywords Deconstruction::operation_keywords(const Operation& operation) {
  Keywords out;
  const string_view type = operation.type != nullptr ? operation.type->name : string_view();
  for (const python::Keyword& keyword : operation.kwargs) {
    const bool nested = keyword.name == "state_operations" || keyword.name == "database_operations";
    Canonical item = nested && keyword.value.is_sequence() && depth_ < max_depth
                         ? operations_in(keyword.value.items(), context_, *this)
                         : value(keyword.value);
    if (is_left_out(type, keyword.name, item)) continue;
    if (type == "CreateModel" && keyword.name == "bases" && is_plain_base(item)) continue;
    const bool is_together = (type == "AlterUniqueTogether" && keyword.name == "unique_together") ||
                             (type == "AlterIndexTogether" && keyword.name == "index_together");
    out.insert_or_assign(std::string(keyword.name), is_together ? normalized_together(item) : std::move(item));
  }
  return out;
}

Canonical Deconstruction::operation(const Operation& operation) {
  if (depth_ >= max_depth) return opaque("nested too deep");
  if (!may_write()) return opaque("too large");
  ++depth_;
  Canonical::Object keywords;
  for (auto& [name, item] : operation_keywords(operation)) keywords.emplace_back(name, std::move(item));
  Canonical made{Canonical::Object{{"name", text(operation.name)},
                                   {"path", text(operation.path)},
                                   {"builtin", {operation.builtin()}},
                                   {"args", {array(operation.args)}},
                                   {"kwargs", {std::move(keywords)}}}};
  --depth_;
  return made;
}

}  // namespace miggraph::django::deconstruction
