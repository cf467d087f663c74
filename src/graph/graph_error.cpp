#include "graph/graph_error.h"

namespace miggraph::graph {

std::string_view name_of(GraphError::Type type) {
  switch (type) {
    case GraphError::Type::node_not_found:
      return "NodeNotFoundError";
    case GraphError::Type::circular_dependency:
      return "CircularDependencyError";
    case GraphError::Type::value_error:
      return "ValueError";
  }
  return "ValueError";
}

namespace {

std::string quoted(std::string_view text) {
  const bool apostrophe = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = apostrophe ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    if (c == '\\' || c == quote) out += '\\';
    out += c;
  }
  return out += quote;
}

}  // namespace

std::string repr(const django::MigrationKey& key) {
  return "(" + quoted(key.app) + ", " + quoted(key.name) + ")";
}

}  // namespace miggraph::graph
