#pragma once

#include <tree_sitter/api.h>

#include <string_view>
#include <vector>

/// Internal to the room: the grammar's nodes as an enum, and what every look at a tree needs.
namespace miggraph::python {

enum class Node : unsigned short {
  other,
#define NODE(enumerator, name) enumerator,
#include "python/nodes.def"
#undef NODE
};

/// The grammar's symbols and fields, looked up by name once.
struct Grammar {
  const TSLanguage* language;
  std::vector<Node> nodes;  ///< by TSSymbol
  TSFieldId alias, alternative, argument, arguments, attribute, body, cause, code, condition, consequence, definition, expression,
      function, key, left, module_name, name, object, operator_, operators, parameters, right, subscript, superclasses, type, value;

  Node type_of(TSNode node) const { return nodes[ts_node_symbol(node)]; }
};

const Grammar& grammar();

struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

}  // namespace miggraph::python
