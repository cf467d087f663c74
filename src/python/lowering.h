#pragma once

#include <tree_sitter/api.h>

#include <optional>
#include <string_view>
#include <vector>

#include "python/nodes.h"
#include "python/syntax.h"

namespace miggraph::python {

/// Turns tree-sitter's tree into our syntax. Internal to the room; lowering_*.cpp hold its parts.
///
/// What Python's own parser refuses and the grammar does not (print statements, octal numbers without "o", inconsistent tabs)
/// is noted as the syntax's problem on the way.
class Lowering {
 public:
  Lowering(Syntax& syntax, std::string_view text) : syntax_(syntax), arena_(syntax.arena), text_(text) {}

  void module(TSNode root);

 private:
  void check_invisible(TSNode root);
  using Children = std::vector<TSNode>;

  // Statements.
  Block block(TSNode node);
  /// The block of a statement that has to have one.
  Block suite(TSNode node, TSNode owner);
  void check_indentation(TSNode statement, std::optional<std::size_t>& column);
  void statement(TSNode node, std::vector<const Statement*>& out);
  void expression_statement(TSNode node, std::vector<const Statement*>& out);
  const Statement* assignment(TSNode node);
  const Statement* augmented_assignment(TSNode node);
  const Statement* import_statement(TSNode node);
  const Statement* import_from_statement(TSNode node);
  const Statement* if_statement(TSNode node);
  const Statement* for_statement(TSNode node);
  const Statement* while_statement(TSNode node);
  const Statement* try_statement(TSNode node);
  const Statement* with_statement(TSNode node);
  const Statement* definition(TSNode node, Expressions decorators);
  const Statement* decorated_definition(TSNode node);
  const Statement* value_statement(StatementKind kind, TSNode node);
  const Statement* global_statement(TSNode node);
  const Statement* delete_statement(TSNode node);
  FunctionSyntax function(TSNode node, std::string_view name);
  std::span<const Parameter> parameters(TSNode node);
  Block else_block(TSNode clause);
  Block loop_body(TSNode node);
  void python_2(TSNode node, std::string_view what);

  // Expressions. Never null: what is not understood is `unsupported`.
  const Expression* expression(TSNode node);
  const Expression* expression_or_tuple(const Children& children, TSNode whole);
  const Expression* unsupported(TSNode node, std::string_view reason);
  const Expression* constant(ExpressionKind kind, TSNode node);
  const Expression* text_expression(ExpressionKind kind, Span span, std::string_view text);
  const Expression* name(TSNode node);
  const Expression* integer(TSNode node);
  const Expression* string(TSNode node);
  const Expression* concatenated_string(TSNode node);
  void string_parts(TSNode node, std::vector<JoinedString::Part>& parts, std::string& pending, bool& formatted, bool& bytes);
  const Expression* finish_string(TSNode node, std::vector<JoinedString::Part>& parts, std::string& pending, bool bytes);
  const Expression* attribute(TSNode node);
  const Expression* subscript(TSNode node);
  const Expression* slice(TSNode node);
  const Expression* call(TSNode node);
  const Expression* sequence(ExpressionKind kind, TSNode node);
  const Expression* dictionary(TSNode node);
  const Expression* comprehension(ExpressionKind kind, TSNode node);
  const Expression* lambda(TSNode node);
  const Expression* operator_expression(TSNode node);
  const Expression* boolean(TSNode node);
  const Expression* comparison(TSNode node);
  const Expression* conditional(TSNode node);
  const Expression* wrapped(ExpressionKind kind, TSNode node, std::string_view target, TSNode value);
  void arguments(TSNode list, std::vector<const Expression*>& positional, std::vector<KeywordArgument>& keywords);

  // Looking at tree-sitter's nodes.
  Node type(TSNode node) const { return grammar().type_of(node); }
  Span span(TSNode node) const { return {ts_node_start_byte(node), ts_node_end_byte(node)}; }
  std::string_view text(TSNode node) const;
  TSNode field(TSNode node, TSFieldId id) const { return ts_node_child_by_field_id(node, id); }
  Children named_children(TSNode node) const;             ///< without comments
  Children children_of_field(TSNode node, TSFieldId id) const;
  std::optional<TSNode> first_named(TSNode node) const;

  /// A node of our syntax, an expression or a statement.
  template <class T, class Kind>
  T* make(Kind kind, Span where) {
    T* out = arena_.make<T>();
    out->kind = kind;
    out->span = where;
    return out;
  }

  void fail(Span where, std::string message, std::string cure = "");

  Syntax& syntax_;
  Arena& arena_;
  std::string_view text_;
  unsigned depth_ = 0;      // of expressions
  unsigned blocks_ = 0;
  unsigned brackets_ = 0;
  bool in_function_ = false;  // and in no class of it
  bool in_loop_ = false;
  bool saw_yield_ = false;  // in the function being lowered
};

}  // namespace miggraph::python
