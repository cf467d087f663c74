#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "django/operations/operation_type.h"
#include "django/state/effect.h"
#include "django/state/state_change.h"

/// What the families' files (models.cpp, fields.cpp, special.cpp, postgres.cpp, and *_state.cpp for state_forwards) define for each row, and what they share.
namespace miggraph::django::operations {

#define OPERATION(name, package, category, parameters)                \
  struct name {                                                       \
    static std::string describe(const Operation& operation);          \
    static std::string short_form(const Operation& operation);        \
    static void touches(const Operation& operation, Touches& touched); \
    static void state_forwards(const Effect& effect, StateChange& change); \
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

std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace miggraph::django::operations
