#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "django/operations/operation_type.h"
#include "django/state/effect.h"
#include "django/state/state_change.h"

/// What the families' files (models.cpp, fields.cpp, special.cpp, postgres.cpp, and *_state.cpp for state_forwards) define for each row, and what they share.
namespace miggraph::django::operations {

/// Operation.reversible: true in base.py, and where the class doesn't say otherwise.
template <OperationCategory>
struct Reversibility {
  static std::optional<bool> reversible(const Operation&) { return true; }
};
template <>
struct Reversibility<OperationCategory::python> {
  static std::optional<bool> reversible(const Operation& operation);
};
template <>
struct Reversibility<OperationCategory::sql> {
  static std::optional<bool> reversible(const Operation& operation);
};
template <>
struct Reversibility<OperationCategory::mixed> {
  static std::optional<bool> reversible(const Operation& operation);
};

#define OPERATION(name, package, category, parameters)                \
  struct name : Reversibility<OperationCategory::category> {          \
    static std::string describe(const Operation& operation);          \
    static std::string short_form(const Operation& operation);        \
    static void touches(const Operation& operation, Touches& touched); \
    static void state_forwards(const Effect& effect, StateChange& change); \
    static Backwards database_backwards(const Effect& effect, const Surroundings& around); \
  };
#define OPERATION_LIKE(name, package, category, parameters, other)
#include "django/operations/operations.def"
#undef OPERATION_LIKE
#undef OPERATION

/// An argument as `"%s" % argument` prints it where it is a string; a short text of it else.
std::string text(const Operation& operation, std::string_view parameter);
/// An argument in lower case where it is a string, else empty.
std::string lower(const Operation& operation, std::string_view parameter);
/// An argument where it is a string, else empty.
std::string plain(const Operation& operation, std::string_view parameter);
/// A keyword argument of the call that an argument is: the name of an index or constraint.
std::string name_of_call(const Operation& operation, std::string_view parameter);

/// unique_together and its kind as normalize_together() makes it: a list of lists of names, whatever the nesting.
std::vector<std::vector<std::string>> together(const python::Value* value);
/// The items of a list of strings.
std::vector<std::string> names(const python::Value* value);

/// The operations of a list argument (state_operations), each read as one.
std::vector<Operation> nested(const Operation& operation, std::string_view parameter);

/// The model that an argument names, before the operation; null where it isn't there, or isn't known for certain.
const ModelState* model_before(const Operation& operation, std::string_view parameter, const Surroundings& around);
/// The model that an argument names, in people's words: "students.Student".
std::string model_name(const Operation& operation, std::string_view parameter, const Surroundings& around);
/// Whether the model that an argument names has no table that Django would change: a proxy, or not managed.
bool has_no_table(const Operation& operation, std::string_view parameter, const Surroundings& around);
/// What is said of operations on such a model.
Backwards nothing_to_undo(std::string_view why);

std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace miggraph::django::operations
