#include "python/nodes.h"

#include <cstring>

#include "python/parser_memory.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace miggraph::python {
namespace {

Grammar make() {
  use_parser_memory();
  Grammar g{};
  g.language = tree_sitter_python();
  g.nodes.assign(ts_language_symbol_count(g.language), Node::other);
  const auto symbol = [&](Node node, std::string_view name) {
    const TSSymbol id = ts_language_symbol_for_name(g.language, name.data(), static_cast<std::uint32_t>(name.size()), true);
    if (id != 0) g.nodes[id] = node;
    // A name can stand for several symbols; the others are found by walking them all.
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
      const auto candidate = static_cast<TSSymbol>(i);
      if (ts_language_symbol_type(g.language, candidate) == TSSymbolTypeRegular &&
          name == ts_language_symbol_name(g.language, candidate)) {
        g.nodes[i] = node;
      }
    }
  };
#define NODE(enumerator, name) symbol(Node::enumerator, name);
#include "python/nodes.def"
#undef NODE
  const auto field = [&](std::string_view name) {
    return ts_language_field_id_for_name(g.language, name.data(), static_cast<std::uint32_t>(name.size()));
  };
  g.alias = field("alias");
  g.alternative = field("alternative");
  g.argument = field("argument");
  g.arguments = field("arguments");
  g.attribute = field("attribute");
  g.body = field("body");
  g.cause = field("cause");
  g.code = field("code");
  g.condition = field("condition");
  g.consequence = field("consequence");
  g.definition = field("definition");
  g.expression = field("expression");
  g.function = field("function");
  g.key = field("key");
  g.left = field("left");
  g.module_name = field("module_name");
  g.name = field("name");
  g.object = field("object");
  g.operator_ = field("operator");
  g.operators = field("operators");
  g.parameters = field("parameters");
  g.right = field("right");
  g.subscript = field("subscript");
  g.superclasses = field("superclasses");
  g.type = field("type");
  g.value = field("value");
  return g;
}

}  // namespace

const Grammar& grammar() {
  static const Grammar made = make();
  return made;
}

}  // namespace miggraph::python
