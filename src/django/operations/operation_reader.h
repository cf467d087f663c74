#pragma once

#include <string>
#include <string_view>

#include "django/migration.h"

namespace miggraph::django {

/// The dotted name of the module whose values are looked at. A module that was evaluated without knowing its name (it means
/// the same everywhere) is known by its address.
struct ModuleContext {
  const python::Module* module = nullptr;
  std::string_view name;

  /// Dotted name of the module that a class or function lies in.
  std::string_view name_of(const python::Module* other) const;
  /// Dotted path of a class or function of the tree.
  std::string path_of(const python::Class& klass) const;
  std::string path_of(const python::Function& function) const;
};

/// An operation for whatever stood in a list of operations. Never fails: what is none becomes an operation without a type.
Operation read_operation(const python::Value& value, const ModuleContext& context);

}  // namespace miggraph::django
