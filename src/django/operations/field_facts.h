#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "django/state/field_state.h"

namespace miggraph::django {

/// What a field says about the column that it makes. Must not outlive the field.
class FieldFacts {
 public:
  /// Where its values lie.
  enum class Place {
    column,
    own_table,    ///< ManyToManyField: a table that Django makes for it
    other_model,  ///< ManyToManyField with `through`: a model that is made elsewhere
    computed,     ///< GeneratedField
    nowhere,      ///< ForeignObject, CompositePrimaryKey
  };

  explicit FieldFacts(const FieldState& field);

  Place place() const;
  /// "CharField"; "a field that is not known" where it is no call.
  const std::string& type() const { return type_; }
  /// A class of Django's own, so that what is not written is its default.
  bool is_known() const { return known_; }

  /// What columns have in common that hold the same values, whatever the size: "text", "integer", "relation"; else the
  /// type's name.
  std::string kind() const;
  /// How much of its kind it holds: characters of a text, bytes of an integer; nothing where there is no bound, or none
  /// is known.
  std::optional<std::int64_t> size() const;

  bool null() const;
  bool unique() const;
  std::optional<std::int64_t> number(std::string_view keyword) const;
  /// "shop.Product" of a relation, as written; empty where it has none, or isn't known.
  std::string to() const;

  /// Whether the two differ in nothing that the database has: BaseDatabaseSchemaEditor._field_should_be_altered says
  /// no. False where that can't be known.
  bool is_same_in_database(const FieldFacts& other) const;

  /// BaseDatabaseSchemaEditor._effective_default: what the rows that are there get when the column is added.
  enum class Filling { null, default_value, empty_string, now, nothing, not_known };
  Filling filling() const;

 private:
  const Canonical* keyword(std::string_view name) const { return field_->keyword(name); }
  bool flag(std::string_view name) const;

  const FieldState* field_;
  std::string type_;
  bool known_ = false;
};

}  // namespace miggraph::django
