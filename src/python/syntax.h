#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/arena.h"
#include "python/module.h"

/// The syntax of a module, in the words of Python's own `ast` module. Made by parse(), read by the evaluator only.
///
/// Nodes lie in the arena of their Syntax and are told apart by `kind`; `as<T>()` of a node of another kind is a bug. What
/// the evaluator never looks at (annotations, type parameters) is left out.
namespace miggraph::python {

struct Expression;
struct Statement;
using Expressions = std::span<const Expression* const>;
using Block = std::span<const Statement* const>;

enum class ExpressionKind : unsigned char {
  none, true_value, false_value, ellipsis, integer, floating, string, bytes, joined_string, name, attribute, subscript,
  slice, call, list, tuple, set, dict, list_comprehension, set_comprehension, dict_comprehension, generator, lambda, unary,
  binary, boolean, compare, conditional, named, starred, yield, unsupported,
};

struct Expression {
  ExpressionKind kind;
  Span span;

  template <class T>
  const T& as() const {
    return static_cast<const T&>(*this);
  }
};

/// integer, floating: the digits as written. string, bytes: the value. name: the identifier. unsupported: the reason.
struct TextExpression : Expression {
  std::string_view text;
};

/// Literal parts and the expressions between them, in order.
struct JoinedString : Expression {
  struct Part {
    std::string_view literal;              ///< where `expression` is null
    const Expression* expression = nullptr;
    char conversion = 0;                   ///< 's', 'r', 'a' or 0
    std::string_view format;               ///< after the colon; a format that holds expressions itself is "{}"
  };
  std::span<const Part> parts;
};

struct AttributeExpression : Expression {
  const Expression* value;
  std::string_view attribute;
};

struct SubscriptExpression : Expression {
  const Expression* value;
  const Expression* index;
};

struct SliceExpression : Expression {
  const Expression* lower;  ///< each may be null
  const Expression* upper;
  const Expression* step;
};

struct KeywordArgument {
  std::string_view name;  ///< empty for **value
  const Expression* value;
};

struct CallExpression : Expression {
  const Expression* function;
  Expressions args;  ///< a Starred for *args
  std::span<const KeywordArgument> keywords;
};

/// list, tuple, set.
struct SequenceExpression : Expression {
  Expressions items;
};

struct DictExpression : Expression {
  struct Item {
    const Expression* key;  ///< null for **value
    const Expression* value;
  };
  std::span<const Item> items;
};

struct ComprehensionExpression : Expression {
  struct Clause {
    const Expression* target;
    const Expression* iterable;
    Expressions conditions;
  };
  const Expression* element;  ///< of a dict: the value
  const Expression* key;      ///< of a dict, else null
  std::span<const Clause> clauses;
};

struct Parameter {
  enum class Kind : unsigned char { positional, keyword_only, args, kwargs };
  std::string_view name;
  const Expression* default_value;  ///< may be null
  Kind kind;
};

struct FunctionSyntax {
  std::string_view name;
  std::span<const Parameter> parameters;
  Block body;                      ///< of a lambda: empty
  const Expression* result;        ///< of a lambda; else null
  bool is_generator;
};

struct LambdaExpression : Expression {
  FunctionSyntax function;
};

/// unary (operand in `left`), binary. `operation` is the operator as written.
struct OperatorExpression : Expression {
  std::string_view operation;
  const Expression* left;
  const Expression* right;
};

/// boolean: `and`/`or`. A chain of the same operator is one node.
struct BooleanExpression : Expression {
  bool is_and;
  Expressions operands;
};

struct CompareExpression : Expression {
  const Expression* first;
  std::span<const std::string_view> operations;  ///< "==", "not in", "is not", …
  Expressions operands;
};

struct ConditionalExpression : Expression {
  const Expression* condition;
  const Expression* then;
  const Expression* otherwise;
};

/// named (target := value), starred (*value), yield (value may be null).
struct WrappedExpression : Expression {
  std::string_view target;
  const Expression* value;
};

enum class StatementKind : unsigned char {
  expression, assign, augmented_assign, delete_, import, import_from, function, class_, if_, for_, while_, try_, with, return_,
  raise, assert_, pass, break_, continue_, global, match,
};

struct Statement {
  StatementKind kind;
  Span span;

  template <class T>
  const T& as() const {
    return static_cast<const T&>(*this);
  }
};

/// expression, return_ (value may be null), raise, assert_, and `match` (its subject: which case is taken is not looked at).
struct ValueStatement : Statement {
  const Expression* value;
};

/// a = b = value; an annotation without a value is no statement at all.
struct AssignStatement : Statement {
  Expressions targets;
  const Expression* value;
};

struct AugmentedAssignStatement : Statement {
  const Expression* target;
  std::string_view operation;  ///< "+="
  const Expression* value;
};

struct DeleteStatement : Statement {
  Expressions targets;
};

struct ImportedName {
  std::string_view name;   ///< dotted for `import a.b`
  std::string_view alias;  ///< empty without `as`
  Span span;
};

/// import (module empty), import_from. A star import has the one name "*".
struct ImportStatement : Statement {
  std::string_view module;  ///< with its leading dots: "..models"
  std::span<const ImportedName> names;
};

struct FunctionStatement : Statement {
  FunctionSyntax function;
  Span name_span;
  Expressions decorators;
};

struct ClassStatement : Statement {
  std::string_view name;
  Span name_span;
  Expressions bases;
  std::span<const KeywordArgument> keywords;
  Block body;
  Expressions decorators;
};

/// if_ (elif is an if_ in `otherwise`), while_.
struct ConditionStatement : Statement {
  const Expression* condition;
  Block body;
  Block otherwise;
};

struct ForStatement : Statement {
  const Expression* target;
  const Expression* iterable;
  Block body;
  Block otherwise;
};

struct TryStatement : Statement {
  struct Handler {
    const Expression* type;  ///< null for a bare except
    std::string_view name;   ///< may be empty
    Block body;
  };
  Block body;
  std::span<const Handler> handlers;
  Block otherwise;
  Block finally;
};

struct WithStatement : Statement {
  struct Item {
    const Expression* value;
    const Expression* target;  ///< may be null
  };
  std::span<const Item> items;
  Block body;
};

/// global and nonlocal.
struct GlobalStatement : Statement {
  std::span<const std::string_view> names;
};

struct Syntax {
  std::string_view source;
  std::string transcoded;  ///< see Module::transcoded
  std::string trimmed;         ///< the text without its bulk data (bulk_data.h) where that was left out; spans are the same
  std::vector<Span> left_out;  ///< where a name stands in its place
  std::optional<LoadProblem> problem;
  Block body;
  Arena arena;

  std::string_view text() const { return transcoded.empty() ? source : std::string_view(transcoded); }
  /// What the parser gets.
  std::string_view parsed() const { return trimmed.empty() ? text() : std::string_view(trimmed); }
};

}  // namespace miggraph::python
