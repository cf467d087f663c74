// django/contrib/postgres/operations.py
#include <array>
#include <fmt/format.h>
#include <utility>

#include "django/operations/families.h"

namespace miggraph::django::operations {
namespace {

using Kind = Touch::Kind;

/// What the subclasses of CreateExtension install.
std::string extension(const Operation& operation) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> fixed = {{
      {"BloomExtension", "bloom"},
      {"BtreeGinExtension", "btree_gin"},
      {"BtreeGistExtension", "btree_gist"},
      {"CITextExtension", "citext"},
      {"CryptoExtension", "pgcrypto"},
      {"HStoreExtension", "hstore"},
      {"TrigramExtension", "pg_trgm"},
      {"UnaccentExtension", "unaccent"},
  }};
  for (const auto& [name, extension] : fixed) {
    if (operation.type->name == name) return std::string(extension);
  }
  return text(operation, "name");
}

}  // namespace

std::string AddIndexConcurrently::describe(const Operation& o) {
  const python::Value* index = o.argument("index");
  const python::Call* call = index != nullptr ? index->call() : nullptr;
  const auto fields = call != nullptr ? names(call->keyword("fields")) : std::vector<std::string>();
  return fmt::format("Concurrently create index {} on field(s) {} of model {}", name_of_call(o, "index"),
                     joined(fields, ", "), text(o, "model_name"));
}
std::string AddIndexConcurrently::short_form(const Operation& o) { return AddIndex::short_form(o); }
void AddIndexConcurrently::touches(const Operation& o, Touches& touched) { AddIndex::touches(o, touched); }
Backwards AddIndexConcurrently::database_backwards(const Effect& effect, const Surroundings& around) {
  return AddIndex::database_backwards(effect, around);
}

std::string RemoveIndexConcurrently::describe(const Operation& o) {
  return fmt::format("Concurrently remove index {} from {}", text(o, "name"), text(o, "model_name"));
}
std::string RemoveIndexConcurrently::short_form(const Operation& o) { return RemoveIndex::short_form(o); }
void RemoveIndexConcurrently::touches(const Operation& o, Touches& touched) { RemoveIndex::touches(o, touched); }
Backwards RemoveIndexConcurrently::database_backwards(const Effect& effect, const Surroundings& around) {
  return RemoveIndex::database_backwards(effect, around);
}

std::string AddConstraintNotValid::describe(const Operation& o) {
  return fmt::format("Create not valid constraint {} on model {}", name_of_call(o, "constraint"), text(o, "model_name"));
}
std::string AddConstraintNotValid::short_form(const Operation& o) { return AddConstraint::short_form(o); }
void AddConstraintNotValid::touches(const Operation& o, Touches& touched) { AddConstraint::touches(o, touched); }
Backwards AddConstraintNotValid::database_backwards(const Effect& effect, const Surroundings& around) {
  return AddConstraint::database_backwards(effect, around);
}

std::string ValidateConstraint::describe(const Operation& o) {
  return fmt::format("Validate constraint {} on model {}", text(o, "name"), text(o, "model_name"));
}
std::string ValidateConstraint::short_form(const Operation& o) { return "~ validate constraint " + text(o, "name"); }
void ValidateConstraint::touches(const Operation& o, Touches& touched) {
  touched.push_back({Kind::alter_constraint, lower(o, "model_name"), plain(o, "name"), ""});
}
Backwards ValidateConstraint::database_backwards(const Effect&, const Surroundings&) {
  return nothing_to_undo("a constraint stays valid");
}

std::string CreateCollation::describe(const Operation& o) { return "Create collation " + text(o, "name"); }
std::string CreateCollation::short_form(const Operation& o) { return "+ collation " + text(o, "name"); }
void CreateCollation::touches(const Operation&, Touches&) {}  // no model
Backwards CreateCollation::database_backwards(const Effect& effect, const Surroundings&) {
  const Operation& o = *effect.operation;
  return {"drops the collation " + text(o, "name"), {}, {"it fails where a column still uses it"}};
}

std::string RemoveCollation::describe(const Operation& o) { return "Remove collation " + text(o, "name"); }
std::string RemoveCollation::short_form(const Operation& o) { return "− collation " + text(o, "name"); }
void RemoveCollation::touches(const Operation&, Touches&) {}
Backwards RemoveCollation::database_backwards(const Effect& effect, const Surroundings&) {
  const Operation& o = *effect.operation;
  return {fmt::format("makes the collation {} again", text(o, "name")), {}, {}};
}

std::string CreateExtension::describe(const Operation& o) { return "Creates extension " + extension(o); }
std::string CreateExtension::short_form(const Operation& o) { return "+ extension " + extension(o); }
void CreateExtension::touches(const Operation&, Touches&) {}
Backwards CreateExtension::database_backwards(const Effect& effect, const Surroundings&) {
  const Operation& o = *effect.operation;
  return {"drops the extension " + extension(o), {}, {"it fails where a column or an index still uses it"}};
}

}  // namespace miggraph::django::operations
