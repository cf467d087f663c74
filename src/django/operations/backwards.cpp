#include "django/operations/backwards.h"

#include <algorithm>
#include <string_view>

#include "django/operations/families.h"
#include "django/public_paths.h"
#include "django/state/columns.h"

namespace miggraph::django {
namespace {

using python::Class;
using python::Value;

/// How many classes of an operation's ancestry are looked at; bases that share bases would be met again and again.
constexpr int max_bases = 100;

/// What the class of an operation says about a name, as Python finds it: in its own body, then in those of its bases.
struct Inherited {
  const Value* value = nullptr;         ///< what a class of the tree says
  const OperationType* type = nullptr;  ///< else the class of Django's that has it
  bool is_operation = false;            ///< else: django's Operation itself is among the bases
  bool unknown = false;                 ///< a base that can't be looked into comes first
};

bool is_operation_base(std::string_view path) {
  return path.starts_with("django.db.migrations.") && path.ends_with(".Operation");
}

/// Bases that have nothing to say about operations.
bool is_neutral(std::string_view path) {
  return path == "builtins.object" || path == "abc.ABC" || path == "typing.Generic" || path == "typing.Protocol";
}

void look_up(const Class& klass, std::string_view name, int& looked_at, Inherited& found) {
  if (++looked_at > max_bases) return static_cast<void>(found.unknown = true);
  for (const python::Attribute& attribute : klass.attributes) {
    if (attribute.name == name) return static_cast<void>(found.value = &attribute.value);
  }
  for (const Value& base : klass.bases) {
    if (found.value != nullptr || found.type != nullptr || found.unknown) return;
    if (const Class* parent = base.klass()) {
      look_up(*parent, name, looked_at, found);
    } else if (const std::string_view* path = base.reference()) {
      const std::string is = public_path(*path);
      // Operation is the last of all where several bases stand on it.
      if (is_operation_base(is))
        found.is_operation = true;
      else if (const OperationType* type = find_operation_type(is))
        found.type = type;
      else if (!is_neutral(is))
        found.unknown = true;
    } else {
      found.unknown = true;
    }
  }
}

Inherited look_up(const Class& klass, std::string_view name) {
  Inherited found;
  int looked_at = 0;
  look_up(klass, name, looked_at, found);
  return found;
}

/// The class of the tree that an operation is an object of; null where it is Django's, or not known.
const Class* own_class(const Operation& operation) {
  const python::Call* call = operation.value.call();
  return call != nullptr ? call->callee.klass() : nullptr;
}

Backwards not_known() {
  return {"what undoing it does is not known", {}, {}};
}

}  // namespace

std::optional<bool> reversible(const Operation& operation) {
  const Class* klass = own_class(operation);
  if (klass == nullptr) return operation.type != nullptr ? operation.type->reversible(operation) : std::nullopt;
  const Inherited found = look_up(*klass, "reversible");
  if (found.value != nullptr) {
    const bool* says = found.value->as<bool>();
    return says != nullptr ? std::optional(*says) : std::nullopt;  // a property: asked of the object
  }
  if (found.unknown) return std::nullopt;
  if (found.type == nullptr) return found.is_operation ? std::optional(true) : std::nullopt;
  switch (found.type->category) {
    case OperationCategory::python:
    case OperationCategory::sql:
    case OperationCategory::mixed:
      // It hangs on the arguments, and a constructor of its own may do anything with these.
      return operation.type != nullptr ? operation.type->reversible(operation) : std::nullopt;
    default:
      return true;
  }
}

Backwards database_backwards(const Effect& effect, const Surroundings& around) {
  const Operation& operation = *effect.operation;
  if (const Class* klass = own_class(operation)) {
    if (operation.type == nullptr && reversible(operation) == false)
      return {"can't be reversed: " + operation.name + " says so (reversible = False)", {}, {}};
    const Inherited found = look_up(*klass, "database_backwards");
    if (found.value != nullptr)
      return {"runs the database_backwards of " + operation.name, {}, {"what that does with the data is not known"}};
    if (found.type == nullptr && !found.unknown && found.is_operation)
      return {"fails: " + operation.name + " has no database_backwards (NotImplementedError)", {}, {}, true};
    if (operation.type == nullptr || found.unknown) return not_known();
  }
  if (operation.type == nullptr) return not_known();
  return operation.type->database_backwards(effect, around);
}

namespace operations {
namespace {

const ModelState* find_model(const Operation& operation, std::string_view parameter, const Surroundings& around) {
  return around.before.find(model_key(around.app, plain(operation, parameter)));
}

}  // namespace

const ModelState* model_before(const Operation& operation, std::string_view parameter, const Surroundings& around) {
  const ModelState* model = find_model(operation, parameter, around);
  return model != nullptr && model->unknown.empty() ? model : nullptr;
}

std::string model_name(const Operation& operation, std::string_view parameter, const Surroundings& around) {
  const ModelState* model = find_model(operation, parameter, around);
  return around.app + "." + (model != nullptr ? model->name : text(operation, parameter));
}

bool has_no_table(const Operation& operation, std::string_view parameter, const Surroundings& around) {
  const ModelState* model = find_model(operation, parameter, around);
  return model != nullptr && !has_table(*model);
}

Backwards nothing_to_undo(std::string_view why) {
  return {"nothing to undo: " + std::string(why), {}, {}};
}

}  // namespace operations
}  // namespace miggraph::django
