#pragma once

#include <cstddef>
#include <string>

#include "base/source_text.h"
#include "django/migration.h"

namespace miggraph::django {

/// Something that an operation may do and that can't be known without running its code.
struct UnknownChange {
  MigrationKey migration;
  std::size_t operation = 0;  ///< its index
  Span span;                  ///< of the operation, in the migration's module
  std::string why;            ///< "AddTrigger is no operation of Django's, and its class is not in the tree"
};

}  // namespace miggraph::django
