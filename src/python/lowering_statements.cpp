#include "python/lowering.h"

#include <utility>

namespace miggraph::python {
namespace {

constexpr unsigned block_limit = 100;  // Python: "too many levels of indentation", "too many statically nested blocks"

}  // namespace

Block Lowering::block(TSNode node) {
  if (ts_node_is_null(node)) return {};
  std::vector<const Statement*> out;
  if (++blocks_ > block_limit) {
    fail(span(node), "too many levels of indentation", "nest fewer than 100 blocks");
  } else {
    std::optional<std::size_t> column;
    if (blocks_ == 1) column = 0;
    for (const TSNode child : named_children(node)) {
      check_indentation(child, column);
      statement(child, out);
    }
  }
  --blocks_;
  return arena_.copy(out);
}

void Lowering::statement(TSNode node, std::vector<const Statement*>& out) {
  const auto add = [&out](const Statement* made) {
    if (made != nullptr) out.push_back(made);
  };
  switch (type(node)) {
    case Node::expression_statement: expression_statement(node, out); break;
    case Node::import_statement: add(import_statement(node)); break;
    case Node::import_from_statement: add(import_from_statement(node)); break;
    case Node::if_statement: add(if_statement(node)); break;
    case Node::for_statement: add(for_statement(node)); break;
    case Node::while_statement: add(while_statement(node)); break;
    case Node::try_statement: add(try_statement(node)); break;
    case Node::with_statement: add(with_statement(node)); break;
    case Node::function_definition:
    case Node::class_definition: add(definition(node, {})); break;
    case Node::decorated_definition: add(decorated_definition(node)); break;
    case Node::return_statement:
      check_in_function(node, "'return'");
      add(value_statement(StatementKind::return_, node));
      break;
    case Node::assert_statement: add(value_statement(StatementKind::assert_, node)); break;
    case Node::match_statement: add(value_statement(StatementKind::match, node)); break;
    case Node::raise_statement: {
      const auto raised = first_named(node);
      if (raised && type(*raised) == Node::expression_list) python_2(node, "raise with a comma");
      add(value_statement(StatementKind::raise, node));
      break;
    }
    case Node::global_statement:
    case Node::nonlocal_statement: add(global_statement(node)); break;
    case Node::future_import_statement: check_future_import(node); break;
    case Node::delete_statement: add(delete_statement(node)); break;
    case Node::break_statement:
      check_in_loop(node, "'break'");
      add(make<Statement>(StatementKind::break_, span(node)));
      break;
    case Node::continue_statement:
      check_in_loop(node, "'continue'");
      add(make<Statement>(StatementKind::continue_, span(node)));
      break;
    case Node::print_statement: {
      // `print >>file, x` is legal syntax in Python 3 (it fails when it is run); `print x` is not.
      const auto argument = first_named(node);
      if (argument && type(*argument) != Node::other) python_2(node, "a print statement");
      break;
    }
    case Node::exec_statement: python_2(node, "an exec statement"); break;
    default: break;  // pass, type aliases
  }
}

void Lowering::expression_statement(TSNode node, std::vector<const Statement*>& out) {
  const Children children = named_children(node);
  if (children.empty()) return;
  switch (type(children.front())) {
    case Node::assignment:
      if (const Statement* made = assignment(children.front())) out.push_back(made);
      return;
    case Node::augmented_assignment: out.push_back(augmented_assignment(children.front())); return;
    case Node::string: return;  // a docstring, or a string that nobody sees
    default: break;
  }
  auto* made = make<ValueStatement>(StatementKind::expression, span(node));
  made->value = expression_or_tuple(children, node);
  out.push_back(made);
}

const Statement* Lowering::assignment(TSNode node) {
  std::vector<const Expression*> targets;
  TSNode at = node;
  while (type(at) == Node::assignment) {
    const TSNode right = field(at, grammar().right);
    if (ts_node_is_null(right)) return nullptr;  // an annotation alone
    const TSNode left = field(at, grammar().left);
    if (type(left) == Node::list_splat_pattern) fail(span(left), "starred assignment target must be in a list or tuple", "put a comma behind it");
    targets.push_back(expression(left));
    if (targets.size() > 1000) {
      fail(span(node), "more than 1,000 assignments in a row", "");
      return nullptr;
    }
    at = right;
  }
  auto* out = make<AssignStatement>(StatementKind::assign, span(node));
  out->targets = arena_.copy(targets);
  out->value = expression(at);
  return out;
}

const Statement* Lowering::augmented_assignment(TSNode node) {
  auto* out = make<AugmentedAssignStatement>(StatementKind::augmented_assign, span(node));
  out->target = expression(field(node, grammar().left));
  out->operation = text(field(node, grammar().operator_));
  out->value = expression(field(node, grammar().right));
  return out;
}

const Statement* Lowering::import_statement(TSNode node) {
  auto* out = make<ImportStatement>(StatementKind::import, span(node));
  std::vector<ImportedName> names;
  for (const TSNode child : named_children(node)) {
    const bool aliased = type(child) == Node::aliased_import;
    names.push_back({text(aliased ? field(child, grammar().name) : child),
                     aliased ? text(field(child, grammar().alias)) : std::string_view(), span(child)});
  }
  out->names = arena_.copy(names);
  return out;
}

const Statement* Lowering::import_from_statement(TSNode node) {
  auto* out = make<ImportStatement>(StatementKind::import_from, span(node));
  out->module = text(field(node, grammar().module_name));
  if (out->module.find_first_of(" \t\\\n") != std::string_view::npos) {  // `from . models import x`
    std::string squeezed;
    for (const char c : out->module) {
      if (c != ' ' && c != '\t' && c != '\\' && c != '\n' && c != '\r') squeezed += c;
    }
    out->module = arena_.copy(std::string_view(squeezed));
  }
  std::vector<ImportedName> names;
  for (const TSNode child : children_of_field(node, grammar().name)) {
    const bool aliased = type(child) == Node::aliased_import;
    names.push_back({text(aliased ? field(child, grammar().name) : child),
                     aliased ? text(field(child, grammar().alias)) : std::string_view(), span(child)});
  }
  for (const TSNode child : named_children(node)) {
    if (type(child) != Node::wildcard_import) continue;
    if (place_.body != Place::Body::module) fail(span(node), "import * only allowed at module level", "move it to the top of the file");
    names.push_back({"*", "", span(child)});
  }
  out->names = arena_.copy(names);
  return out;
}

Block Lowering::loop_body(TSNode node) {
  const bool outer = std::exchange(place_.in_loop, true);
  const Block out = suite(field(node, grammar().body), node);
  place_.in_loop = outer;
  return out;
}

Block Lowering::else_block(TSNode clause) { return suite(field(clause, grammar().body), clause); }

const Statement* Lowering::if_statement(TSNode node) {
  // The clauses are siblings in the grammar and nest in our syntax: made from the last to the first.
  Block otherwise;
  const Children clauses = children_of_field(node, grammar().alternative);
  for (auto it = clauses.rbegin(); it != clauses.rend(); ++it) {
    if (type(*it) == Node::else_clause) {
      otherwise = else_block(*it);
      continue;
    }
    auto* nested = make<ConditionStatement>(StatementKind::if_, span(*it));
    nested->condition = expression(field(*it, grammar().condition));
    nested->body = suite(field(*it, grammar().consequence), *it);
    nested->otherwise = otherwise;
    otherwise = arena_.copy(std::vector<const Statement*>{nested});
  }
  auto* out = make<ConditionStatement>(StatementKind::if_, span(node));
  out->condition = expression(field(node, grammar().condition));
  out->body = suite(field(node, grammar().consequence), node);
  out->otherwise = otherwise;
  return out;
}

const Statement* Lowering::for_statement(TSNode node) {
  if (is_async(node)) check_in_async_function(node, "'async for'");
  auto* out = make<ForStatement>(StatementKind::for_, span(node));
  out->target = expression(field(node, grammar().left));
  out->iterable = expression(field(node, grammar().right));
  out->body = loop_body(node);
  const TSNode alternative = field(node, grammar().alternative);
  if (!ts_node_is_null(alternative)) out->otherwise = else_block(alternative);
  return out;
}

const Statement* Lowering::while_statement(TSNode node) {
  auto* out = make<ConditionStatement>(StatementKind::while_, span(node));
  out->condition = expression(field(node, grammar().condition));
  out->body = loop_body(node);
  const TSNode alternative = field(node, grammar().alternative);
  if (!ts_node_is_null(alternative)) out->otherwise = else_block(alternative);
  return out;
}

const Statement* Lowering::try_statement(TSNode node) {
  auto* out = make<TryStatement>(StatementKind::try_, span(node));
  out->body = suite(field(node, grammar().body), node);
  std::vector<TryStatement::Handler> handlers;
  for (const TSNode clause : named_children(node)) {
    switch (type(clause)) {
      case Node::except_clause: {
        TryStatement::Handler handler{};
        TSNode body{};
        check_except_clause(clause);
        for (const TSNode child : named_children(clause)) {
          if (type(child) == Node::block) {
            body = child;
          } else if (type(child) == Node::as_pattern) {
            const Children parts = named_children(child);
            if (!parts.empty()) handler.type = expression(parts.front());
            if (parts.size() > 1) handler.name = text(parts.back());
          } else if (handler.type == nullptr) {
            handler.type = expression(child);
          } else if (type(child) == Node::identifier) {
            handler.name = text(child);
          }
        }
        handler.body = suite(body, clause);
        handlers.push_back(handler);
        break;
      }
      case Node::else_clause: out->otherwise = else_block(clause); break;
      case Node::finally_clause:
        out->finally = suite(first_named(clause).value_or(TSNode{}), clause);
        break;
      default: break;
    }
  }
  out->handlers = arena_.copy(handlers);
  return out;
}

const Statement* Lowering::with_statement(TSNode node) {
  if (is_async(node)) check_in_async_function(node, "'async with'");
  auto* out = make<WithStatement>(StatementKind::with, span(node));
  std::vector<WithStatement::Item> items;
  for (const TSNode clause : named_children(node)) {
    if (type(clause) != Node::with_clause) continue;
    for (const TSNode item : named_children(clause)) {
      if (type(item) != Node::with_item) continue;
      const TSNode value = field(item, grammar().value);
      if (type(value) == Node::as_pattern) {
        const Children parts = named_children(value);
        if (!parts.empty()) items.push_back({expression(parts.front()), parts.size() > 1 ? expression(parts.back()) : nullptr});
      } else {
        items.push_back({expression(value), nullptr});
      }
    }
  }
  out->items = arena_.copy(items);
  out->body = suite(field(node, grammar().body), node);
  return out;
}

const Statement* Lowering::value_statement(StatementKind kind, TSNode node) {
  auto* out = make<ValueStatement>(kind, span(node));
  const auto value = first_named(node);
  out->value = value ? expression(*value) : nullptr;
  return out;
}

const Statement* Lowering::global_statement(TSNode node) {
  auto* out = make<GlobalStatement>(StatementKind::global, span(node));
  if (type(node) == Node::nonlocal_statement && !place_.in_some_function) fail(span(node), "nonlocal declaration not allowed at module level", "delete it");
  std::vector<std::string_view> names;
  for (const TSNode child : named_children(node)) names.push_back(text(child));
  out->names = arena_.copy(names);
  return out;
}

const Statement* Lowering::delete_statement(TSNode node) {
  auto* out = make<DeleteStatement>(StatementKind::delete_, span(node));
  std::vector<const Expression*> targets;
  for (const TSNode child : named_children(node)) {
    if (type(child) == Node::expression_list) {
      for (const TSNode item : named_children(child)) targets.push_back(expression(item));
    } else {
      targets.push_back(expression(child));
    }
  }
  for (const Expression* target : targets) check_deleted(*target);
  out->targets = arena_.copy(targets);
  return out;
}

const Statement* Lowering::decorated_definition(TSNode node) {
  std::vector<const Expression*> decorators;
  for (const TSNode child : named_children(node)) {
    if (type(child) != Node::decorator) continue;
    if (const auto value = first_named(child)) decorators.push_back(expression(*value));
  }
  return definition(field(node, grammar().definition), arena_.copy(decorators));
}

const Statement* Lowering::definition(TSNode node, Expressions decorators) {
  const TSNode name = field(node, grammar().name);
  if (type(node) == Node::function_definition) {
    auto* out = make<FunctionStatement>(StatementKind::function, span(node));
    out->function = function(node, text(name));
    out->name_span = span(name);
    out->decorators = decorators;
    return out;
  }
  auto* out = make<ClassStatement>(StatementKind::class_, span(node));
  out->name = text(name);
  out->name_span = span(name);
  out->decorators = decorators;
  std::vector<const Expression*> bases;
  std::vector<KeywordArgument> keywords;
  const TSNode list = field(node, grammar().superclasses);
  if (!ts_node_is_null(list)) arguments(list, bases, keywords);
  out->bases = arena_.copy(bases);
  out->keywords = arena_.copy(keywords);
  const Place outer = std::exchange(place_, {Place::Body::class_, place_.in_some_function});
  out->body = suite(field(node, grammar().body), node);
  place_ = outer;
  return out;
}

FunctionSyntax Lowering::function(TSNode node, std::string_view name) {
  FunctionSyntax out{};
  out.name = name;
  const TSNode list = field(node, grammar().parameters);
  if (!ts_node_is_null(list)) out.parameters = parameters(list);
  const bool outer = saw_yield_;
  saw_yield_ = false;
  const Place outer_place = std::exchange(place_, {is_async(node) ? Place::Body::async_function : Place::Body::function, true});
  out.body = suite(field(node, grammar().body), node);
  place_ = outer_place;
  out.is_generator = saw_yield_;
  saw_yield_ = outer;
  return out;
}

std::span<const Parameter> Lowering::parameters(TSNode list) {
  std::vector<Parameter> out;
  Parameter::Kind positional = Parameter::Kind::positional;
  const auto add = [&](TSNode name, const Expression* default_value) {
    switch (type(name)) {
      case Node::list_splat_pattern:
        if (const auto inner = first_named(name)) out.push_back({text(*inner), nullptr, Parameter::Kind::args});
        positional = Parameter::Kind::keyword_only;
        break;
      case Node::dictionary_splat_pattern:
        if (const auto inner = first_named(name)) out.push_back({text(*inner), nullptr, Parameter::Kind::kwargs});
        break;
      case Node::tuple_pattern: python_2(name, "a tuple as a parameter"); break;
      default: out.push_back({text(name), default_value, positional}); break;
    }
  };
  for (const TSNode child : named_children(list)) {
    switch (type(child)) {
      case Node::keyword_separator: positional = Parameter::Kind::keyword_only; break;
      case Node::positional_separator: break;
      case Node::typed_parameter:
        if (const auto name = first_named(child)) add(*name, nullptr);
        break;
      case Node::default_parameter:
      case Node::typed_default_parameter:
        add(field(child, grammar().name), expression(field(child, grammar().value)));
        break;
      default: add(child, nullptr); break;
    }
  }
  check_parameters(out);
  return arena_.copy(out);
}

}  // namespace miggraph::python
