#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "python/value.h"

namespace miggraph::django {

/// What a field's call says about the column that it makes.
class FieldFacts {
 public:
  /// Where its values lie.
  enum class Place {
    column,
    own_table,   ///< ManyToManyField: a table that Django makes for it
    other_model, ///< ManyToManyField with `through`: a model that is made elsewhere
    computed,    ///< GeneratedField
  };

  /// `has_default`: whether a default that is written still counts (preserve_default).
  explicit FieldFacts(const python::Value& field, bool default_counts = true);

  Place place() const;
  /// "CharField"; the source text of what is no call.
  const std::string& type() const { return type_; }
  /// A class of Django's own, so that what is not written is its default.
  bool is_known() const { return known_; }

  /// What columns have in common that hold the same values, whatever the size: "text", "integer", "relation"; else the type's name.
  std::string kind() const;
  /// How much of its kind it holds: characters of a text, bytes of an integer; nothing where there is no bound, or none is known.
  std::optional<std::int64_t> size() const;

  bool null() const;
  bool unique() const;
  std::optional<std::int64_t> number(std::string_view keyword) const;
  /// "shop.Product" of a relation, as written; empty where it has none, or isn't known.
  std::string to() const;

  /// Whether the two differ in nothing that the database has: BaseDatabaseSchemaEditor._field_should_be_altered says no. False where
  /// that can't be known.
  bool is_same_in_database(const FieldFacts& other) const;

  /// BaseDatabaseSchemaEditor._effective_default: what the rows that are there get when the column is added.
  enum class Filling { null, default_value, empty_string, now, nothing, not_known };
  Filling filling() const;

 private:
  const python::Value* keyword(std::string_view name) const;
  bool flag(std::string_view name) const;

  const python::Call* call_ = nullptr;
  std::string type_;
  bool known_ = false;
  bool default_counts_;
};

}  // namespace miggraph::django
