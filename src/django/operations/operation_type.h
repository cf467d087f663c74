#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "django/migration.h"
#include "django/operations/backwards.h"
#include "django/operations/touch.h"

namespace miggraph::django {

struct Effect;      // django/state/effect.h
class StateChange;  // django/state/state_change.h

/// django.db.migrations.operations.base.OperationCategory, with the sign that Django 5.2 prints before a description.
enum class OperationCategory : char {
  addition = '+',
  removal = '-',
  alteration = '~',
  python = 'p',
  sql = 's',
  mixed = '?',
};

/// A class of operations that Django has: a row of operations.def and the functions that its family's file defines.
struct OperationType {
  std::string_view name;  ///< "AddField"
  std::string_view path;  ///< "django.db.migrations.AddField"
  OperationCategory category;
  std::vector<std::string_view> parameters;  ///< of __init__, in order
  /// What Operation.describe() says.
  std::string (*describe)(const Operation& operation);
  /// A few characters for a drawing: "+ date_naissance".
  std::string (*short_form)(const Operation& operation);
  void (*touches)(const Operation& operation, Touches& touched);
  /// Operation.state_forwards().
  void (*state_forwards)(const Effect& effect, StateChange& change);
  /// Operation.reversible of this class, where nothing is derived from it.
  std::optional<bool> (*reversible)(const Operation& operation);
  Backwards (*database_backwards)(const Effect& effect, const Surroundings& around);
};

/// All rows, in the order of operations.def.
const std::vector<OperationType>& operation_types();

/// The type of a class by its public path; null where Django has none of that name.
const OperationType* find_operation_type(std::string_view public_path);

}  // namespace miggraph::django
