#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "django/codebase.h"
#include "django/deconstruct/canonical.h"
#include "django/migration.h"
#include "django/state/field_state.h"

namespace miggraph::django {

/// An operation made ready to be applied to any number of states: its arguments deconstructed once. Immutable.
struct Effect {
  const Operation* operation = nullptr;  ///< of the migration, or one inside such (then `owned`)
  std::shared_ptr<const Operation> owned;
  Canonical arguments;               ///< an object: what deconstruct() gives; empty where the state does not need it
  std::vector<FieldPointer> fields;  ///< of CreateModel, AddField, AlterField
  std::vector<Effect> nested;        ///< state_operations, which change the state
  std::vector<Effect> database;      ///< database_operations, which do not
  /// Why it may change more than this says; empty where all is known.
  std::string unknown;

  const Canonical* argument(std::string_view name) const { return arguments.entry(name); }
  /// An argument that is a string; null where it is none or is not known.
  const std::string* text(std::string_view name) const;
};

/// What the operations of a migration do. `migration` and `settings` must outlive them.
std::vector<Effect> effects_of(const Migration& migration, const ModelSettings& settings);

}  // namespace miggraph::django
