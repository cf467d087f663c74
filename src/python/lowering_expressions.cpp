#include <algorithm>
#include <utility>

#include "python/depth.h"
#include "python/lowering.h"
#include "python/string_literal.h"

namespace miggraph::python {
namespace {

/// Python's parser gives up at 200 nested brackets ("too many nested parentheses") and at some 3,000 nested nodes of any kind;
/// ours at 1,000, which fits a stack of 8 MB even with the sanitizers' large frames. A chain of operators counts once.
constexpr unsigned bracket_limit = 200;
constexpr unsigned depth_limit = 1000;
constexpr std::size_t chain_limit = 2000;

bool is_bracketed(Node node) {
  switch (node) {
    case Node::parenthesized_expression:
    case Node::list:
    case Node::tuple:
    case Node::set:
    case Node::dictionary:
    case Node::list_comprehension:
    case Node::set_comprehension:
    case Node::dictionary_comprehension:
    case Node::generator_expression:
    case Node::argument_list: return true;
    default: return false;
  }
}

}  // namespace

const Expression* Lowering::unsupported(TSNode node, std::string_view reason) {
  return text_expression(ExpressionKind::unsupported, span(node), reason);
}

const Expression* Lowering::constant(ExpressionKind kind, TSNode node) {
  return arena_.make<Expression>(kind, span(node));
}

const Expression* Lowering::text_expression(ExpressionKind kind, Span where, std::string_view text) {
  auto* out = make<TextExpression>(kind, where);
  out->text = text;
  return out;
}

const Expression* Lowering::expression(TSNode node) {
  const Node kind = type(node);
  const Deeper deeper(depth_);
  if (depth_ > depth_limit) {
    fail(span(node), "an expression nested more than 1,000 levels deep", "build the value in a loop, or keep it outside the migration");
    return unsupported(node, "nested too deeply");
  }
  const bool bracket = is_bracketed(kind);
  if (bracket && ++brackets_ > bracket_limit) fail(span(node), "too many nested parentheses", "nest fewer than 200 of them");
  const Expression* out = nullptr;
  switch (kind) {
    case Node::none: out = constant(ExpressionKind::none, node); break;
    case Node::true_: out = constant(ExpressionKind::true_value, node); break;
    case Node::false_: out = constant(ExpressionKind::false_value, node); break;
    case Node::ellipsis: out = constant(ExpressionKind::ellipsis, node); break;
    case Node::integer:
    case Node::float_:
      check_number(node);
      out = text_expression(kind == Node::integer ? ExpressionKind::integer : ExpressionKind::floating, span(node), text(node));
      break;
    case Node::string: out = string(node); break;
    case Node::concatenated_string: out = concatenated_string(node); break;
    case Node::identifier: out = name(node); break;
    case Node::attribute: out = attribute(node); break;
    case Node::subscript: out = subscript(node); break;
    case Node::slice: out = slice(node); break;
    case Node::call: out = call(node); break;
    case Node::list:
    case Node::list_pattern: out = sequence(ExpressionKind::list, node); break;
    case Node::tuple:
    case Node::tuple_pattern:
    case Node::expression_list:
    case Node::pattern_list: out = sequence(ExpressionKind::tuple, node); break;
    case Node::set: out = sequence(ExpressionKind::set, node); break;
    case Node::dictionary: out = dictionary(node); break;
    case Node::list_comprehension: out = comprehension(ExpressionKind::list_comprehension, node); break;
    case Node::set_comprehension: out = comprehension(ExpressionKind::set_comprehension, node); break;
    case Node::dictionary_comprehension: out = comprehension(ExpressionKind::dict_comprehension, node); break;
    case Node::generator_expression: {
      const Place::Body outer = std::exchange(place_.body, Place::Body::async_function);  // it may await anywhere
      out = comprehension(ExpressionKind::generator, node);
      place_.body = outer;
      break;
    }
    case Node::lambda: out = lambda(node); break;
    case Node::unary_operator:
    case Node::not_operator:
    case Node::binary_operator: out = operator_expression(node); break;
    case Node::boolean_operator: out = boolean(node); break;
    case Node::comparison_operator: out = comparison(node); break;
    case Node::conditional_expression: out = conditional(node); break;
    case Node::named_expression: {
      out = wrapped(ExpressionKind::named, node, text(field(node, grammar().name)), field(node, grammar().value));
      break;
    }
    case Node::yield: {
      check_in_function(node, "'yield'");
      saw_yield_ = true;
      const auto value = first_named(node);
      out = wrapped(ExpressionKind::yield, node, "", value.value_or(TSNode{}));
      break;
    }
    case Node::list_splat:
    case Node::list_splat_pattern: {
      const auto value = first_named(node);
      out = value ? wrapped(ExpressionKind::starred, node, "", *value) : unsupported(node, "not understood");
      break;
    }
    case Node::await: check_in_async_function(node, "'await'"); [[fallthrough]];
    case Node::parenthesized_expression:
    case Node::parenthesized_list_splat:
    case Node::as_pattern_target: {
      const auto inner = first_named(node);
      out = inner ? expression(*inner) : unsupported(node, "not understood");
      break;
    }
    default: out = unsupported(node, "not understood"); break;
  }
  if (bracket) --brackets_;
  return out;
}

const Expression* Lowering::expression_or_tuple(const Children& children, TSNode whole) {
  if (children.size() == 1) return expression(children.front());
  auto* out = make<SequenceExpression>(ExpressionKind::tuple, span(whole));
  std::vector<const Expression*> items;
  for (const TSNode child : children) items.push_back(expression(child));
  out->items = arena_.copy(items);
  return out;
}

const Expression* Lowering::name(TSNode node) {
  const auto begins_before = [](const Span& a, std::uint32_t begin) { return a.begin < begin; };
  const auto& left_out = syntax_.left_out;
  const auto found = std::lower_bound(left_out.begin(), left_out.end(), ts_node_start_byte(node), begins_before);
  if (found != left_out.end() && found->begin == ts_node_start_byte(node)) return unsupported(node, "too much data to be looked at");
  return text_expression(ExpressionKind::name, span(node), text(node));
}

const Expression* Lowering::string(TSNode node) {
  const Children children = named_children(node);
  if (children.size() == 3 && type(children[0]) == Node::string_start && type(children[1]) == Node::string_content) {
    const StringStart start(text(children[0]));
    const std::string_view inside = text(children[1]);
    if (is_plain(inside, start) && !start.bytes) {  // the common case: used in place, no copy
      check_string(children[0], false, false, true);
      return text_expression(ExpressionKind::string, span(node), inside);
    }
  }
  StringParts parts;
  string_parts(node, parts);
  return finish_string(node, parts);
}

const Expression* Lowering::concatenated_string(TSNode node) {
  StringParts parts;
  for (const TSNode child : named_children(node)) {
    if (type(child) == Node::string) string_parts(child, parts);
  }
  return finish_string(node, parts);
}

void Lowering::string_parts(TSNode node, StringParts& into) {
  StringStart start("");
  for (const TSNode child : named_children(node)) {
    switch (type(child)) {
      case Node::string_start:
        start = StringStart(text(child));
        check_string(child, into.bytes, start.bytes, into.first);
        into.bytes = start.bytes;
        into.first = false;
        break;
      case Node::string_content: string_content(child, start, into); break;
      case Node::interpolation: interpolation(child, into); break;
      default: break;
    }
  }
}

void Lowering::string_content(TSNode node, const StringStart& start, StringParts& into) {
  if (start.bytes) check_bytes(node);
  switch (append_unescaped(into.pending, text(node), start)) {
    case Escapes::sound: break;
    case Escapes::named: into.named = true; break;
    case Escapes::broken: fail(span(node), "an escape in a string that is cut short or means no character", "write the backslash twice, or mend the escape"); break;
  }
}

void Lowering::interpolation(TSNode node, StringParts& into) {
  if (!into.pending.empty()) into.parts.push_back({arena_.copy(std::string_view(into.pending)), nullptr, 0, {}});
  into.pending.clear();
  JoinedString::Part part;
  const TSNode inner = field(node, grammar().expression);
  part.expression = ts_node_is_null(inner) ? unsupported(node, "not understood") : expression(inner);
  for (const TSNode extra : named_children(node)) {
    if (type(extra) == Node::type_conversion && text(extra).size() == 2) part.conversion = text(extra)[1];
    if (type(extra) == Node::format_specifier) {
      part.format = named_children(extra).empty() ? text(extra).substr(1) : std::string_view("{}");
    }
  }
  into.parts.push_back(part);
}

const Expression* Lowering::finish_string(TSNode node, StringParts& from) {
  if (from.named) return unsupported(node, "a character by its name (\\N{…})");
  if (from.parts.empty()) {
    return text_expression(from.bytes ? ExpressionKind::bytes : ExpressionKind::string, span(node), arena_.copy(std::string_view(from.pending)));
  }
  if (!from.pending.empty()) from.parts.push_back({arena_.copy(std::string_view(from.pending)), nullptr, 0, {}});
  auto* out = make<JoinedString>(ExpressionKind::joined_string, span(node));
  out->parts = arena_.copy(from.parts);
  return out;
}

const Expression* Lowering::attribute(TSNode node) {
  auto* out = make<AttributeExpression>(ExpressionKind::attribute, span(node));
  out->value = expression(field(node, grammar().object));
  out->attribute = text(field(node, grammar().attribute));
  return out;
}

const Expression* Lowering::subscript(TSNode node) {
  auto* out = make<SubscriptExpression>(ExpressionKind::subscript, span(node));
  out->value = expression(field(node, grammar().value));
  const Children indexes = children_of_field(node, grammar().subscript);
  out->index = indexes.empty() ? unsupported(node, "not understood") : expression_or_tuple(indexes, node);
  return out;
}

const Expression* Lowering::slice(TSNode node) {
  auto* out = make<SliceExpression>(ExpressionKind::slice, span(node));
  const Expression** places[] = {&out->lower, &out->upper, &out->step};
  std::size_t place = 0;
  for (std::uint32_t i = 0, n = ts_node_child_count(node); i < n && i < 6; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (!ts_node_is_named(child)) {
      place = std::min<std::size_t>(place + 1, 2);
    } else if (type(child) != Node::comment) {
      *places[place] = expression(child);
    }
  }
  return out;
}

void Lowering::arguments(TSNode list, std::vector<const Expression*>& positional, std::vector<KeywordArgument>& keywords) {
  bool named = false, unpacked = false;
  for (const TSNode child : named_children(list)) {
    switch (type(child)) {
      case Node::keyword_argument:
        named = true;
        keywords.push_back({text(field(child, grammar().name)), expression(field(child, grammar().value))});
        break;
      case Node::dictionary_splat: {
        unpacked = true;
        const auto value = first_named(child);
        if (value) keywords.push_back({"", expression(*value)});
        break;
      }
      default:
        if (unpacked || (named && type(child) != Node::list_splat)) {
          fail(span(child), "positional argument follows keyword argument", "name it, or move it to the front");
        }
        positional.push_back(expression(child));
        break;
    }
  }
  check_keywords(keywords);
}

const Expression* Lowering::call(TSNode node) {
  auto* out = make<CallExpression>(ExpressionKind::call, span(node));
  out->function = expression(field(node, grammar().function));
  const TSNode list = field(node, grammar().arguments);
  std::vector<const Expression*> positional;
  std::vector<KeywordArgument> keywords;
  if (type(list) == Node::generator_expression) {
    positional.push_back(expression(list));
  } else {
    if (++brackets_ > bracket_limit) fail(span(list), "too many nested parentheses", "nest fewer than 200 of them");
    arguments(list, positional, keywords);
    --brackets_;
  }
  out->args = arena_.copy(positional);
  out->keywords = arena_.copy(keywords);
  return out;
}

const Expression* Lowering::sequence(ExpressionKind kind, TSNode node) {
  auto* out = make<SequenceExpression>(kind, span(node));
  std::vector<const Expression*> items;
  for (const TSNode child : named_children(node)) items.push_back(expression(child));
  out->items = arena_.copy(items);
  const Node pattern = type(node);
  if (pattern == Node::pattern_list || pattern == Node::tuple_pattern || pattern == Node::list_pattern) check_stars(node, out->items);
  return out;
}

const Expression* Lowering::dictionary(TSNode node) {
  auto* out = make<DictExpression>(ExpressionKind::dict, span(node));
  std::vector<DictExpression::Item> items;
  for (const TSNode child : named_children(node)) {
    if (type(child) == Node::pair) {
      const Expression* key = expression(field(child, grammar().key));
      items.push_back({key, expression(field(child, grammar().value))});
    } else if (const auto value = first_named(child); value && type(child) == Node::dictionary_splat) {
      items.push_back({nullptr, expression(*value)});
    }
  }
  out->items = arena_.copy(items);
  return out;
}

const Expression* Lowering::comprehension(ExpressionKind kind, TSNode node) {
  auto* out = make<ComprehensionExpression>(kind, span(node));
  const TSNode body = field(node, grammar().body);
  out->key = nullptr;
  if (type(body) == Node::pair) {
    out->key = expression(field(body, grammar().key));
    out->element = expression(field(body, grammar().value));
  } else {
    out->element = expression(body);
  }
  std::vector<ComprehensionExpression::Clause> clauses;
  std::vector<std::vector<const Expression*>> conditions;
  for (const TSNode child : named_children(node)) {
    if (type(child) == Node::for_in_clause) {
      Children iterables = children_of_field(child, grammar().right);
      std::erase_if(iterables, [](TSNode n) { return !ts_node_is_named(n); });
      ComprehensionExpression::Clause clause{};
      clause.target = expression(field(child, grammar().left));
      clause.iterable = iterables.empty() ? unsupported(child, "not understood") : expression_or_tuple(iterables, child);
      clauses.push_back(clause);
      conditions.emplace_back();
    } else if (type(child) == Node::if_clause && !clauses.empty()) {
      if (const auto condition = first_named(child)) conditions.back().push_back(expression(*condition));
    }
  }
  for (std::size_t i = 0; i < clauses.size(); ++i) clauses[i].conditions = arena_.copy(conditions[i]);
  out->clauses = arena_.copy(clauses);
  return out;
}

const Expression* Lowering::lambda(TSNode node) {
  auto* out = make<LambdaExpression>(ExpressionKind::lambda, span(node));
  out->function.name = "<lambda>";
  const TSNode list = field(node, grammar().parameters);
  if (!ts_node_is_null(list)) out->function.parameters = parameters(list);
  const bool outer = saw_yield_;
  const Place outer_place = std::exchange(place_, {Place::Body::function, true});
  out->function.result = expression(field(node, grammar().body));
  place_ = outer_place;
  saw_yield_ = outer;
  return out;
}

/// Chains such as `"a" + "b" + …` lean to the left and are as deep as they are long: they are followed in a loop.
const Expression* Lowering::operator_expression(TSNode node) {
  Children spine;
  TSNode at = node;
  while (type(at) == Node::binary_operator) {
    spine.push_back(at);
    at = field(at, grammar().left);
  }
  const Expression* left = nullptr;
  if (spine.empty()) {
    auto* out = make<OperatorExpression>(ExpressionKind::unary, span(node));
    out->operation = type(node) == Node::not_operator ? std::string_view("not") : text(field(node, grammar().operator_));
    out->left = expression(field(node, grammar().argument));
    return out;
  }
  if (spine.size() > chain_limit) {
    fail(span(node), "a chain of more than 2,000 operators", "use \"\".join(…) or one literal");
    return unsupported(node, "nested too deeply");
  }
  left = expression(at);
  for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
    auto* out = make<OperatorExpression>(ExpressionKind::binary, span(*it));
    out->operation = text(field(*it, grammar().operator_));
    out->left = left;
    out->right = expression(field(*it, grammar().right));
    left = out;
  }
  return left;
}

const Expression* Lowering::boolean(TSNode node) {
  const auto is_and = [&](TSNode n) { return text(field(n, grammar().operator_)) == "and"; };
  Children operands;
  TSNode at = node;
  while (type(at) == Node::boolean_operator && is_and(at) == is_and(node)) {
    operands.push_back(field(at, grammar().right));
    at = field(at, grammar().left);
  }
  operands.push_back(at);
  std::vector<const Expression*> lowered;
  for (auto it = operands.rbegin(); it != operands.rend(); ++it) lowered.push_back(expression(*it));
  auto* out = make<BooleanExpression>(ExpressionKind::boolean, span(node));
  out->is_and = is_and(node);
  out->operands = arena_.copy(lowered);
  return out;
}

const Expression* Lowering::comparison(TSNode node) {
  auto* out = make<CompareExpression>(ExpressionKind::compare, span(node));
  std::vector<std::string_view> operations;
  for (const TSNode operation : children_of_field(node, grammar().operators)) {
    std::string_view name = text(operation);
    if (name.starts_with("not")) name = "not in";  // there may be any white space between the words
    if (name.starts_with("is") && name.size() > 2) name = "is not";
    if (name == "<>") python_2(operation, "the operator <>");
    operations.push_back(name);
  }
  std::vector<const Expression*> operands;
  for (const TSNode child : named_children(node)) operands.push_back(expression(child));
  if (operands.empty() || operands.size() != operations.size() + 1) return unsupported(node, "not understood");
  out->first = operands.front();
  operands.erase(operands.begin());
  out->operations = arena_.copy(operations);
  out->operands = arena_.copy(operands);
  return out;
}

const Expression* Lowering::conditional(TSNode node) {
  const Children children = named_children(node);
  if (children.size() != 3) return unsupported(node, "not understood");
  auto* out = make<ConditionalExpression>(ExpressionKind::conditional, span(node));
  out->then = expression(children[0]);
  out->condition = expression(children[1]);
  out->otherwise = expression(children[2]);
  return out;
}

const Expression* Lowering::wrapped(ExpressionKind kind, TSNode node, std::string_view target, TSNode value) {
  auto* out = make<WrappedExpression>(kind, span(node));
  out->target = target;
  out->value = ts_node_is_null(value) ? nullptr : expression(value);
  return out;
}

}  // namespace miggraph::python
