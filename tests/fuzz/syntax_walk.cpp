#include "syntax_walk.h"

#include "target.h"

namespace miggraph::fuzz {

using namespace python;

void SyntaxWalk::span(Span where) {
  holds(where.begin <= where.end && where.end <= size_, "a span lies inside the source",
        std::to_string(where.begin) + " to " + std::to_string(where.end) + " of " + std::to_string(size_));
  number(where.begin);
  number(where.end);
}

void SyntaxWalk::word(std::string_view text) {
  number(text.size());
  out_ += text;
}

void SyntaxWalk::block(Block statements) {
  number(statements.size());
  for (const Statement* node : statements) statement(*node);
}

void SyntaxWalk::expressions(Expressions items) {
  number(items.size());
  for (const Expression* item : items) expression(item);
}

void SyntaxWalk::keywords(std::span<const KeywordArgument> items) {
  for (const KeywordArgument& keyword : items) {
    word(keyword.name);
    expression(keyword.value);
  }
}

void SyntaxWalk::function(const FunctionSyntax& syntax) {
  word(syntax.name);
  for (const Parameter& parameter : syntax.parameters) {
    word(parameter.name);
    number(static_cast<std::size_t>(parameter.kind));
    expression(parameter.default_value);
  }
  block(syntax.body);
  expression(syntax.result);
}

void SyntaxWalk::expression(const Expression* node) {
  if (node == nullptr) {
    out_ += "- ";
    return;
  }
  number(static_cast<std::size_t>(node->kind));
  span(node->span);
  switch (node->kind) {
    case ExpressionKind::none:
    case ExpressionKind::true_value:
    case ExpressionKind::false_value:
    case ExpressionKind::ellipsis:
      break;
    case ExpressionKind::integer:
    case ExpressionKind::floating:
    case ExpressionKind::string:
    case ExpressionKind::bytes:
    case ExpressionKind::name:
    case ExpressionKind::unsupported:
      word(node->as<TextExpression>().text);
      break;
    case ExpressionKind::joined_string:
      for (const JoinedString::Part& part : node->as<JoinedString>().parts) {
        word(part.literal);
        word(part.format);
        expression(part.expression);
      }
      break;
    case ExpressionKind::attribute:
      expression(node->as<AttributeExpression>().value);
      word(node->as<AttributeExpression>().attribute);
      break;
    case ExpressionKind::subscript:
      expression(node->as<SubscriptExpression>().value);
      expression(node->as<SubscriptExpression>().index);
      break;
    case ExpressionKind::slice:
      expression(node->as<SliceExpression>().lower);
      expression(node->as<SliceExpression>().upper);
      expression(node->as<SliceExpression>().step);
      break;
    case ExpressionKind::call:
      expression(node->as<CallExpression>().function);
      expressions(node->as<CallExpression>().args);
      keywords(node->as<CallExpression>().keywords);
      break;
    case ExpressionKind::list:
    case ExpressionKind::tuple:
    case ExpressionKind::set:
      expressions(node->as<SequenceExpression>().items);
      break;
    case ExpressionKind::dict:
      for (const DictExpression::Item& item : node->as<DictExpression>().items) {
        expression(item.key);
        expression(item.value);
      }
      break;
    case ExpressionKind::list_comprehension:
    case ExpressionKind::set_comprehension:
    case ExpressionKind::dict_comprehension:
    case ExpressionKind::generator: {
      const auto& comprehension = node->as<ComprehensionExpression>();
      expression(comprehension.element);
      expression(comprehension.key);
      for (const ComprehensionExpression::Clause& clause : comprehension.clauses) {
        expression(clause.target);
        expression(clause.iterable);
        expressions(clause.conditions);
      }
      break;
    }
    case ExpressionKind::lambda:
      function(node->as<LambdaExpression>().function);
      break;
    case ExpressionKind::unary:
    case ExpressionKind::binary:
      word(node->as<OperatorExpression>().operation);
      expression(node->as<OperatorExpression>().left);
      expression(node->as<OperatorExpression>().right);
      break;
    case ExpressionKind::boolean:
      expressions(node->as<BooleanExpression>().operands);
      break;
    case ExpressionKind::compare:
      expression(node->as<CompareExpression>().first);
      for (const std::string_view operation : node->as<CompareExpression>().operations) word(operation);
      expressions(node->as<CompareExpression>().operands);
      break;
    case ExpressionKind::conditional:
      expression(node->as<ConditionalExpression>().condition);
      expression(node->as<ConditionalExpression>().then);
      expression(node->as<ConditionalExpression>().otherwise);
      break;
    case ExpressionKind::named:
    case ExpressionKind::starred:
    case ExpressionKind::yield:
      word(node->as<WrappedExpression>().target);
      expression(node->as<WrappedExpression>().value);
      break;
  }
}

void SyntaxWalk::statement(const Statement& node) {
  number(static_cast<std::size_t>(node.kind));
  span(node.span);
  switch (node.kind) {
    case StatementKind::expression:
    case StatementKind::return_:
    case StatementKind::raise:
    case StatementKind::assert_:
    case StatementKind::match:
      expression(node.as<ValueStatement>().value);
      break;
    case StatementKind::assign:
      expressions(node.as<AssignStatement>().targets);
      expression(node.as<AssignStatement>().value);
      break;
    case StatementKind::augmented_assign:
      expression(node.as<AugmentedAssignStatement>().target);
      word(node.as<AugmentedAssignStatement>().operation);
      expression(node.as<AugmentedAssignStatement>().value);
      break;
    case StatementKind::delete_:
      expressions(node.as<DeleteStatement>().targets);
      break;
    case StatementKind::import:
    case StatementKind::import_from:
      word(node.as<ImportStatement>().module);
      for (const ImportedName& name : node.as<ImportStatement>().names) {
        word(name.name);
        word(name.alias);
        span(name.span);
      }
      break;
    case StatementKind::function:
      span(node.as<FunctionStatement>().name_span);
      function(node.as<FunctionStatement>().function);
      expressions(node.as<FunctionStatement>().decorators);
      break;
    case StatementKind::class_:
      word(node.as<ClassStatement>().name);
      span(node.as<ClassStatement>().name_span);
      expressions(node.as<ClassStatement>().bases);
      keywords(node.as<ClassStatement>().keywords);
      block(node.as<ClassStatement>().body);
      expressions(node.as<ClassStatement>().decorators);
      break;
    case StatementKind::if_:
    case StatementKind::while_: {
      // elif after elif is a chain as long as the file: no recursion along it.
      const Statement* link = &node;
      while (true) {
        const auto& branch = link->as<ConditionStatement>();
        expression(branch.condition);
        block(branch.body);
        const bool chained = branch.otherwise.size() == 1 && branch.otherwise.front()->kind == StatementKind::if_;
        if (!chained) {
          block(branch.otherwise);
          break;
        }
        link = branch.otherwise.front();
        span(link->span);
      }
      break;
    }
    case StatementKind::for_:
      expression(node.as<ForStatement>().target);
      expression(node.as<ForStatement>().iterable);
      block(node.as<ForStatement>().body);
      block(node.as<ForStatement>().otherwise);
      break;
    case StatementKind::try_:
      block(node.as<TryStatement>().body);
      for (const TryStatement::Handler& handler : node.as<TryStatement>().handlers) {
        expression(handler.type);
        word(handler.name);
        block(handler.body);
      }
      block(node.as<TryStatement>().otherwise);
      block(node.as<TryStatement>().finally);
      break;
    case StatementKind::with:
      for (const WithStatement::Item& item : node.as<WithStatement>().items) {
        expression(item.value);
        expression(item.target);
      }
      block(node.as<WithStatement>().body);
      break;
    case StatementKind::global:
      for (const std::string_view name : node.as<GlobalStatement>().names) word(name);
      break;
    case StatementKind::pass:
    case StatementKind::break_:
    case StatementKind::continue_:
      break;
  }
}

}  // namespace miggraph::fuzz
