#pragma once

#include <memory>
#include <optional>
#include <string>

#include "django/codebase.h"
#include "django/deconstruct/canonical.h"
#include "django/state/model_key.h"

namespace miggraph::django {

/// A field as ModelState.fields holds it: its name and what its deconstruct() gives. Immutable.
struct FieldState {
  Canonical name;   ///< a string, or opaque: `f"field_{n}"` of an unknown n
  Canonical value;  ///< `call`, or whatever stands there in its place

  /// What a relation refers to. Of a class that is not Django's too, where its arguments name it as Django's do.
  struct Relation {
    std::string to;       ///< as written: "self", "Thing", "app.Thing"; a setting's value
    std::string through;  ///< the same; empty: none
    bool to_in_args = false;
  };
  std::optional<Relation> relation;
  /// `to` where it is written as a string: deconstruct() makes a setting of the model that a setting names, and of the one that it
  /// stands in for, but what a rename follows is what is written. Empty: it is not.
  std::string written_to;

  FieldState(Canonical name, Canonical value, const ModelSettings& settings, std::string written_to = {});

  const std::string* name_text() const { return std::get_if<std::string>(&name.data); }
  /// Dotted path of its class; empty where that is not known.
  std::string_view class_path() const;
  const Canonical* keyword(std::string_view name) const;
  /// The model that `to` (or `through`) names, for a field of `owner`. Absent where it is no relation or names none.
  std::optional<ModelKey> target(const ModelKey& owner) const;
  std::optional<ModelKey> through(const ModelKey& owner) const;
};

using FieldPointer = std::shared_ptr<const FieldState>;

/// django/db/migrations/utils.py, resolve_relation(): "self", "thing" and "app.Thing" for a field of `owner`.
ModelKey resolve_relation(std::string_view model, const ModelKey& owner);

/// The same field under another name.
FieldPointer renamed(const FieldPointer& field, std::string_view name, const ModelSettings& settings);
/// The same field without its default (preserve_default=False).
FieldPointer without_default(const FieldPointer& field, const ModelSettings& settings);
/// The same field, pointing to `to` and `through` where these are not empty ("app.Model", as RenameModel writes it).
FieldPointer repointed(const FieldPointer& field, const std::string& to, const std::string& through, const ModelSettings& settings);
/// The same field where its own model's field is renamed: `from_fields` of a ForeignObject, the fields of a CompositePrimaryKey.
/// The same pointer where nothing changes.
FieldPointer with_own_field_renamed(const FieldPointer& field, const std::string& old_name, const std::string& new_name,
                                    const ModelSettings& settings);
/// The same field where a field of the model that it refers to is renamed: `to_field`, `to_fields`.
FieldPointer with_target_field_renamed(const FieldPointer& field, const std::string& old_name, const std::string& new_name,
                                       const ModelSettings& settings);

}  // namespace miggraph::django
