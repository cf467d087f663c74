#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/source_text.h"
#include "django/migration.h"

namespace miggraph::django {

/// Which part of Django refuses an operation.
enum class Layer {
  state,      ///< Operation.state_forwards(): already `makemigrations` and the loading of the state die
  rendering,  ///< ProjectState.apps: a base or a lazy reference that is not there
  database,   ///< Operation.database_forwards(): the state takes it, `migrate` on a database does not
};

std::string_view name_of(Layer layer);

/// An operation that Django refuses, and the exception that it raises then.
struct Refusal {
  Layer layer = Layer::state;
  MigrationKey migration;
  std::size_t operation = 0;      ///< its index in the migration
  std::string operation_name;     ///< "AddField"; of one inside another the outer one's
  Span span;                      ///< of the operation, in the migration's module
  std::string exception;          ///< "KeyError", "FieldDoesNotExist"; for the database what Django's own code raises, or "DatabaseError"
  std::string text;               ///< for people: "shop.order has no field `total`"
  bool certain = true;            ///< false: something that can't be read was done to the app before, and may have made it right
};

}  // namespace miggraph::django
