#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "django/migration.h"

namespace miggraph::graph {

/// Why Django refuses to load the graph: at most one, since Django stops there (django/db/migrations/exceptions.py).
struct GraphError {
  enum class Type { node_not_found, circular_dependency, value_error };

  Type type = Type::node_not_found;
  std::string text;                            ///< Django's own words
  django::MigrationKey node;                   ///< what is not there; empty for a circle
  std::optional<django::MigrationKey> origin;  ///< whose file names it
  std::vector<django::MigrationKey> cycle;
};

/// "NodeNotFoundError", "CircularDependencyError", "ValueError"
std::string_view name_of(GraphError::Type type);

/// A key as Python's repr has it: ('shop', '0001_initial').
std::string repr(const django::MigrationKey& key);

}  // namespace miggraph::graph
