#include "django/operations/operation_reader.h"

#include <algorithm>

#include "django/operations/operation_type.h"
#include "django/public_paths.h"

namespace miggraph::django {
namespace {

using python::Value;

/// How many classes an operation's ancestry may be deep.
constexpr int max_bases = 40;

std::string last_part(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

/// The operation of Django's that a class of the tree is built on and whose constructor and effect on the state it keeps;
/// null where there is none.
const OperationType* inherited_type(const python::Class* klass) {
  for (int depth = 0; klass != nullptr && depth < max_bases; ++depth) {
    const auto overrides = [&](std::string_view method) {
      return std::any_of(klass->attributes.begin(), klass->attributes.end(),
                         [&](const python::Attribute& attribute) { return attribute.name == method; });
    };
    if (overrides("__init__") || overrides("state_forwards")) return nullptr;
    const python::Class* next = nullptr;
    for (const Value& base : klass->bases) {
      if (const std::string_view* path = base.reference()) {
        if (const OperationType* type = find_operation_type(public_path(*path))) return type;
      } else if (next == nullptr) {
        next = base.klass();
      }
    }
    klass = next;
  }
  return nullptr;
}

/// The path that something which is no call of an operation's class goes by.
std::string path_of_other(const Value& value, const ModuleContext& context) {
  if (const std::string_view* reference = value.reference()) return std::string(*reference);
  if (const python::Unknown* unknown = value.unknown()) {
    return (unknown->spread ? "*" : "") + std::string(unknown->path);
  }
  if (const python::Class* klass = value.klass()) return context.path_of(*klass);
  if (const python::Function* function = value.function()) return context.path_of(*function);
  if (value.is_none()) return "builtins.NoneType";
  if (value.text() != nullptr) return "builtins.str";
  if (value.dict() != nullptr) return "builtins.dict";
  if (value.is_sequence()) return "builtins.list";
  return python::describe(value);
}

/// Positional arguments go under the names of the parameters, as far as these reach and the arguments are certain.
void name_arguments(const python::Call& call, const OperationType* type, Operation& operation) {
  std::size_t position = 0;
  bool certain = type != nullptr;
  for (const Value& argument : call.args) {
    const python::Unknown* unknown = argument.unknown();
    if (unknown != nullptr && unknown->spread) certain = false;
    if (certain && position < type->parameters.size()) {
      operation.kwargs.push_back({type->parameters[position++], argument});
    } else {
      operation.args.push_back(argument);
    }
  }
  operation.kwargs.insert(operation.kwargs.end(), call.keywords.begin(), call.keywords.end());
}

}  // namespace

std::string_view ModuleContext::name_of(const python::Module* other) const {
  if (other == nullptr || other == module || other->name.empty()) return name;
  return other->name;
}

std::string ModuleContext::path_of(const python::Class& klass) const {
  return std::string(name_of(klass.module)) + "." + std::string(klass.qualified);
}

std::string ModuleContext::path_of(const python::Function& function) const {
  return std::string(name_of(function.module)) + "." + std::string(function.qualified);
}

Operation read_operation(const Value& value, const ModuleContext& context) {
  Operation operation;
  operation.value = value;
  operation.span = value.span;
  operation.module = context.module;
  const python::Call* call = value.call();
  if (call == nullptr) {
    operation.path = path_of_other(value, context);
  } else if (const std::string_view* path = call->callee.reference()) {
    operation.path = public_path(*path);
    operation.type = find_operation_type(operation.path);
  } else if (const python::Class* klass = call->callee.klass()) {
    operation.path = context.path_of(*klass);
    operation.type = inherited_type(klass);
  } else {
    operation.path = path_of_other(call->callee, context);
  }
  operation.name = last_part(operation.path);
  if (call != nullptr) name_arguments(*call, operation.type, operation);
  return operation;
}

}  // namespace miggraph::django
