#include <algorithm>
#include <unordered_map>

#include "django/operations/families.h"
#include "django/operations/operation_reader.h"
#include "django/operations/text.h"
#include "django/state/model_key.h"

namespace miggraph::django {
namespace {

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    found.push_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }
  return found;
}

/// How deep operations may stand inside others. Django has no limit; nothing real needs more.
constexpr int max_nesting = 16;

}  // namespace

const std::vector<OperationType>& operation_types() {
  static const std::vector<OperationType> types = {
#define OPERATION_LIKE(name, package, category, parameters, functions)                                     \
  {#name, package "." #name, OperationCategory::category, words(parameters), operations::functions::describe, \
   operations::functions::short_form, operations::functions::touches, operations::functions::state_forwards, \
   operations::functions::reversible, operations::functions::database_backwards},
#define OPERATION(name, package, category, parameters) OPERATION_LIKE(name, package, category, parameters, name)
#include "django/operations/operations.def"
#undef OPERATION
#undef OPERATION_LIKE
  };
  return types;
}

const OperationType* find_operation_type(std::string_view public_path) {
  static const std::unordered_map<std::string_view, const OperationType*> by_path = [] {
    std::unordered_map<std::string_view, const OperationType*> made;
    for (const OperationType& type : operation_types()) made.emplace(type.path, &type);
    return made;
  }();
  const auto found = by_path.find(public_path);
  return found != by_path.end() ? found->second : nullptr;
}

std::string describe(const Operation& operation) {
  if (operation.type != nullptr) return operation.type->describe(operation);
  return "Custom operation " + operation.name;
}

std::string short_form(const Operation& operation) {
  if (operation.type != nullptr) return operation.type->short_form(operation);
  return "? " + operation.name;
}

Touches touches(const Operation& operation) {
  Touches touched;
  if (operation.type != nullptr) {
    operation.type->touches(operation, touched);
  } else {
    touched.push_back({Touch::Kind::opaque, operations::lower(operation, "model_name"), "", ""});
  }
  return touched;
}

namespace operations {

std::string text(const Operation& operation, std::string_view parameter) {
  const python::Value* value = operation.argument(parameter);
  if (value == nullptr) return "?";
  return value->text() != nullptr ? std::string(*value->text()) : python::describe(*value);
}

std::string plain(const Operation& operation, std::string_view parameter) {
  const python::Value* value = operation.argument(parameter);
  return value != nullptr && value->text() != nullptr ? std::string(*value->text()) : std::string();
}

std::string lower(const Operation& operation, std::string_view parameter) {
  return lower_name(plain(operation, parameter));
}

std::string name_of_call(const Operation& operation, std::string_view parameter) {
  const python::Value* value = operation.argument(parameter);
  const python::Call* call = value != nullptr ? value->call() : nullptr;
  const python::Value* name = call != nullptr ? call->keyword("name") : nullptr;
  return name != nullptr && name->text() != nullptr ? std::string(*name->text()) : std::string();
}

std::vector<std::string> names(const python::Value* value) {
  std::vector<std::string> found;
  if (value == nullptr) return found;
  for (const python::Value& item : value->items()) {
    found.push_back(item.text() != nullptr ? std::string(*item.text()) : python::describe(item));
  }
  return found;
}

std::vector<std::vector<std::string>> together(const python::Value* value) {
  std::vector<std::vector<std::string>> all;
  if (value == nullptr || value->items().empty()) return all;
  if (!value->items().front().is_sequence()) return {names(value)};
  for (const python::Value& item : value->items()) {
    std::vector<std::string> fields = names(&item);
    if (std::find(all.begin(), all.end(), fields) == all.end()) all.push_back(std::move(fields));
  }
  return all;
}

std::vector<Operation> nested(const Operation& operation, std::string_view parameter) {
  std::vector<Operation> inner;
  const python::Value* list = operation.argument(parameter);
  if (list == nullptr || operation.nesting >= max_nesting) return inner;
  for (const python::Value& value : list->items()) {
    inner.push_back(read_operation(value, {operation.module, {}}));
    inner.back().nesting = operation.nesting + 1;
  }
  return inner;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

}  // namespace operations
}  // namespace miggraph::django
