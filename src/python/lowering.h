#pragma once

#include <tree_sitter/api.h>

#include <optional>
#include <string_view>
#include <vector>

#include "python/nodes.h"
#include "python/string_literal.h"
#include "python/syntax.h"

namespace miggraph::python {

/// Turns tree-sitter's tree into our syntax. Internal to the room; lowering_*.cpp hold its parts.
///
/// What Python refuses and the grammar does not (print statements, `return` outside a function, inconsistent tabs) is noted as the
/// syntax's problem on the way; lowering_rules.cpp holds these checks.
class Lowering {
 public:
  Lowering(Syntax& syntax, std::string_view text) : syntax_(syntax), arena_(syntax.arena), text_(text) {}

  void module(TSNode root);

 private:
  using Children = std::vector<TSNode>;

  /// Around the node that is lowered.
  struct Place {
    enum class Body : unsigned char { module, class_, function, async_function } body = Body::module;
    bool in_some_function = false;  ///< be it around a class
    bool in_loop = false;

    bool in_function() const { return body == Body::function || body == Body::async_function; }
  };

  // What Python refuses and the grammar takes.
  void check_invisible(TSNode root);
  void check_indentation(TSNode statement, std::optional<std::size_t>& column);
  void check_future_imports(TSNode root);
  void check_future_import(TSNode node);
  void check_in_function(TSNode node, std::string_view what);
  void check_in_async_function(TSNode node, std::string_view what);
  void check_in_loop(TSNode node, std::string_view what);
  void check_except_clause(TSNode clause);
  void check_deleted(const Expression& target);
  void check_stars(TSNode pattern, const Expressions& items);
  void check_parameters(const std::vector<Parameter>& parameters);
  void check_keywords(const std::vector<KeywordArgument>& keywords);
  void check_number(TSNode node);
  void check_string(TSNode start, bool bytes_before, bool bytes, bool first);
  void check_bytes(TSNode content);
  void python_2(TSNode node, std::string_view what);

  // Statements.
  Block block(TSNode node);
  /// The block of a statement that has to have one.
  Block suite(TSNode node, TSNode owner);
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

  // Expressions. Never null: what is not understood is `unsupported`.
  const Expression* expression(TSNode node);
  const Expression* expression_or_tuple(const Children& children, TSNode whole);
  const Expression* unsupported(TSNode node, std::string_view reason);
  const Expression* constant(ExpressionKind kind, TSNode node);
  const Expression* text_expression(ExpressionKind kind, Span span, std::string_view text);
  const Expression* name(TSNode node);
  const Expression* string(TSNode node);
  const Expression* concatenated_string(TSNode node);
  /// A string literal, or several side by side, while they are read.
  struct StringParts {
    std::vector<JoinedString::Part> parts;
    std::string pending;  ///< text behind the last part
    bool first = true;
    bool bytes = false;
    bool named = false;  ///< holds a character by its name: which one, only Python's database knows
  };
  void string_parts(TSNode node, StringParts& into);
  void string_content(TSNode node, const StringStart& start, StringParts& into);
  void interpolation(TSNode node, StringParts& into);
  const Expression* finish_string(TSNode node, StringParts& from);
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
  Span span_of(std::string_view piece) const;  ///< of a piece of the text
  bool is_async(TSNode node) const { return text(node).starts_with("async"); }  ///< a `def`, `for` or `with`
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
  Place place_;
  std::uint32_t futures_end_ = 0;  // where the first statement begins that may not stand before a __future__ import
  bool saw_yield_ = false;  // in the function being lowered
};

}  // namespace miggraph::python
