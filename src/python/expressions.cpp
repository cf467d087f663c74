#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "python/builtin_names.h"
#include "python/depth.h"
#include "python/evaluator.h"

namespace miggraph::python {
namespace {

/// Our own C++ recursion: expressions nest at most as deep as the parser allows, calls as deep as the budget does.
constexpr unsigned depth_limit = 1200;

std::optional<std::int64_t> to_integer(std::string_view digits) {
  constexpr std::size_t most = 200;  // with leading zeros and underscores
  if (digits.size() > most) return std::nullopt;
  std::string plain;
  for (const char c : digits) {
    if (c != '_') plain += c;
  }
  int base = 10;
  std::size_t skip = 0;
  if (plain.size() > 2 && plain[0] == '0') {
    const char mark = static_cast<char>(plain[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    skip = base == 10 ? 0 : 2;
  }
  std::int64_t value = 0;
  const char* end = plain.data() + plain.size();
  const auto result = std::from_chars(plain.data() + skip, end, value, base);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

Value Evaluator::evaluate(const Expression& e, Frame& frame) {
  const Deeper deeper(depth_);
  if (depth_ > depth_limit || !step()) return unknown("the module does too much when it is imported", source_of(e.span), e.span);
  switch (e.kind) {
    case ExpressionKind::none: return make(None{}, e.span);
    case ExpressionKind::true_value: return make(true, e.span);
    case ExpressionKind::false_value: return make(false, e.span);
    case ExpressionKind::ellipsis: return make(Reference{"builtins.Ellipsis"}, e.span);
    case ExpressionKind::integer: return integer(e.as<TextExpression>());
    case ExpressionKind::floating: {
      std::string digits;
      read(e.as<TextExpression>().text.size());
      for (const char c : e.as<TextExpression>().text) {
        if (c != '_') digits += c;
      }
      if (digits.find_first_of("jJ") != std::string::npos) return unknown("a complex number", source_of(e.span), e.span);
      return make(std::strtod(digits.c_str(), nullptr), e.span);
    }
    case ExpressionKind::string: return make(Text{e.as<TextExpression>().text}, e.span);
    case ExpressionKind::bytes: return make(Bytes{e.as<TextExpression>().text}, e.span);
    case ExpressionKind::joined_string: return joined_string(e.as<JoinedString>(), frame);
    case ExpressionKind::name: return name(e.as<TextExpression>(), frame);
    case ExpressionKind::attribute: {
      const auto& access = e.as<AttributeExpression>();
      return attribute(evaluate(*access.value, frame), access.attribute, e.span);
    }
    case ExpressionKind::subscript: return subscript(e.as<SubscriptExpression>(), frame);
    case ExpressionKind::call: return call(e.as<CallExpression>(), frame);
    case ExpressionKind::list:
    case ExpressionKind::tuple:
    case ExpressionKind::set: return sequence(e.as<SequenceExpression>(), frame);
    case ExpressionKind::dict: return dict(e.as<DictExpression>(), frame);
    case ExpressionKind::list_comprehension:
    case ExpressionKind::set_comprehension:
    case ExpressionKind::dict_comprehension:
    case ExpressionKind::generator: return comprehension(e.as<ComprehensionExpression>(), frame);
    case ExpressionKind::lambda: return function(e.as<LambdaExpression>().function, e.span, frame);
    case ExpressionKind::unary: {
      const auto& operation = e.as<OperatorExpression>();
      return unary(operation.operation, evaluate(*operation.left, frame), e.span);
    }
    case ExpressionKind::binary: {
      // The left spine in a loop: a sum of a thousand strings is a thousand levels deep.
      std::vector<const OperatorExpression*> spine;
      const Expression* at = &e;
      while (at->kind == ExpressionKind::binary) {
        spine.push_back(&at->as<OperatorExpression>());
        at = spine.back()->left;
      }
      Value value = evaluate(*at, frame);
      for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
        value = binary((*it)->operation, value, evaluate(*(*it)->right, frame), (*it)->span);
      }
      return value;
    }
    case ExpressionKind::boolean: return boolean(e.as<BooleanExpression>(), frame);
    case ExpressionKind::compare: return compare(e.as<CompareExpression>(), frame);
    case ExpressionKind::conditional: {
      const auto& choice = e.as<ConditionalExpression>();
      const bool taken = decide(evaluate(*choice.condition, frame), "… if … else …", choice.condition->span);
      return evaluate(taken ? *choice.then : *choice.otherwise, frame);
    }
    case ExpressionKind::named: {
      const auto& named = e.as<WrappedExpression>();
      const Value value = evaluate(*named.value, frame);
      assign_name(named.target, value, frame);
      return value;
    }
    case ExpressionKind::yield: {
      const auto& yielding = e.as<WrappedExpression>();
      if (yielding.value != nullptr && frame.yielded != nullptr) frame.yielded->push_back(evaluate(*yielding.value, frame));
      return make(None{}, e.span);
    }
    case ExpressionKind::slice:
    case ExpressionKind::starred: break;
    case ExpressionKind::unsupported: return unknown(e.as<TextExpression>().text, source_of(e.span), e.span);
  }
  return unknown("not understood", source_of(e.span), e.span);
}

Value Evaluator::integer(const TextExpression& e) {
  if (const auto value = to_integer(e.text)) return make(*value, e.span);
  return unknown("an integer beyond 64 bits", e.text, e.span);
}

Value Evaluator::joined_string(const JoinedString& e, Frame& frame) {
  std::string out;
  for (const auto& part : e.parts) {
    if (part.expression == nullptr) {
      out += part.literal;
      continue;
    }
    const Value value = evaluate(*part.expression, frame);
    std::optional<std::string> shown;
    if (part.format.empty()) {
      shown = as_text(value, part.conversion);
    } else if (part.conversion == 0) {
      shown = format_text("{:" + std::string(part.format) + "}", {value}, {}, e.span);
    }
    if (!shown || !room_for(out.size() + shown->size())) return unknown_because(value, e.span);
    out += *shown;
  }
  return text(out, e.span);
}

Value Evaluator::name(const TextExpression& e, Frame& frame) {
  for (Frame* at = &frame; at != nullptr; at = at->enclosing) {
    if (at->kind == Frame::Kind::class_ && at != &frame) continue;  // a method does not see its class's names
    if (const Value* found = at->scope.find(e.text)) {
      Value value = at->module == &module_ ? *found : adopt(*found);
      value.span = at == &frame && value.is_unknown() ? e.span : value.span;
      return value;
    }
    if (at->enclosing == nullptr && at->stars != nullptr && at->stars->size() == 1 && !is_builtin(e.text)) {
      return reference(std::string(at->stars->front()) + "." + std::string(e.text), e.span);
    }
  }
  if (is_builtin(e.text)) return reference("builtins." + std::string(e.text), e.span);
  return unknown("the name is not defined", e.text, e.span);
}

Value Evaluator::subscript(const SubscriptExpression& e, Frame& frame) {
  const Value value = evaluate(*e.value, frame);
  if (e.index->kind == ExpressionKind::slice) return slice(known(value), e.index->as<SliceExpression>(), e.span, frame);
  return item(value, evaluate(*e.index, frame), e.span);
}

Value Evaluator::item(Value value, Value index, Span span) {
  value = known(value);
  if (const Dict* dict = value.dict()) {
    if (!look_through(dict->items.size())) return unknown("a mapping that is too large", source_of(span), span);
    for (auto entry = dict->items.rbegin(); entry != dict->items.rend(); ++entry) {
      bool certain = false;
      if (same(entry->first, index, &certain) && certain) return entry->second;
    }
    return unknown("there is no such key", describe(index), span);
  }
  const std::int64_t* at = index.as<std::int64_t>();
  if (value.is_sequence() && at != nullptr) {
    const auto items = value.items();
    look_through(items.size());
    for (const Value& item : items) {
      if (item.unknown() != nullptr && item.unknown()->spread) return unknown_because(item, span);
    }
    const auto size = static_cast<std::int64_t>(items.size());
    if (*at >= -size && *at < size) return items[static_cast<std::size_t>(*at < 0 ? *at + size : *at)];
    return unknown("there is no item of that number", source_of(span), span);
  }
  if (value.text() != nullptr && at != nullptr) {
    const auto characters = items_of(value);
    const auto size = characters ? static_cast<std::int64_t>(characters->size()) : 0;
    if (*at >= -size && *at < size) return (*characters)[static_cast<std::size_t>(*at < 0 ? *at + size : *at)];
  }
  if (const Class* klass = value.klass()) {  // an enumeration's member by its name
    const std::string_view* member = index.text();
    if (const Value* found = member ? klass->attribute(*member) : nullptr) return *found;
  }
  const std::string_view* path = value.reference();
  const std::string_view* key = index.text();
  if (path != nullptr && key != nullptr && (path->starts_with("re.") || path->starts_with("enum."))) {
    return reference(std::string(*path) + "." + std::string(*key), span);  // re.RegexFlag["IGNORECASE"]
  }
  return unknown_because(value, span);
}

Value Evaluator::slice(Value value, const SliceExpression& e, Span span, Frame& frame) {
  const auto bound = [&](const Expression* expression, std::int64_t otherwise) -> std::optional<std::int64_t> {
    if (expression == nullptr) return otherwise;
    const Value evaluated = evaluate(*expression, frame);
    if (evaluated.is_none()) return otherwise;
    const std::int64_t* integer = evaluated.as<std::int64_t>();
    return integer ? std::optional(*integer) : std::nullopt;
  };
  const bool is_text = value.text() != nullptr;
  const auto items = is_text || value.is_sequence() ? items_of(value) : std::nullopt;
  if (!items) return unknown_because(value, span);
  const auto size = static_cast<std::int64_t>(items->size());
  const auto step_size = bound(e.step, 1);
  if (!step_size || *step_size == 0) return unknown_because(value, span);
  const bool forward = *step_size > 0;
  auto lower = bound(e.lower, forward ? 0 : size - 1);
  auto upper = bound(e.upper, forward ? size : -size - 1);
  if (!lower || !upper) return unknown_because(value, span);
  if (*lower < 0) *lower += size;
  if (*upper < 0) *upper += size;
  *lower = std::clamp<std::int64_t>(*lower, forward ? 0 : -1, forward ? size : size - 1);
  *upper = std::clamp<std::int64_t>(*upper, forward ? 0 : -1, forward ? size : size - 1);
  std::string cut;
  Values chosen;
  const std::int64_t stride = std::clamp<std::int64_t>(*step_size, -size - 1, size + 1);
  for (std::int64_t i = *lower; forward ? i < *upper : i > *upper; i += stride) {
    const Value& item = (*items)[static_cast<std::size_t>(i)];
    if (is_text) {
      cut += *item.text();
    } else {
      chosen.push_back(item);
    }
  }
  if (is_text) return text(cut, span);
  return value.as<const Tuple*>() != nullptr ? tuple(chosen, span) : list(chosen, span);
}

Value Evaluator::sequence(const SequenceExpression& e, Frame& frame) {
  Values items;
  items.reserve(e.items.size());
  for (const Expression* item : e.items) {
    if (item->kind != ExpressionKind::starred) {
      items.push_back(evaluate(*item, frame));
      continue;
    }
    const Value inner = evaluate(*item->as<WrappedExpression>().value, frame);
    if (auto known_items = items_of(inner)) {
      items.insert(items.end(), known_items->begin(), known_items->end());
    } else {
      items.push_back(unknown_because(inner, item->span, true));
    }
  }
  if (e.kind == ExpressionKind::tuple) return tuple(items, e.span);
  return e.kind == ExpressionKind::list ? list(items, e.span) : set(items, e.span);
}

Value Evaluator::dict(const DictExpression& e, Frame& frame) {
  auto* made = module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(module_.arena.resource())});
  for (const auto& item : e.items) {
    if (item.key != nullptr) {
      const Value key = evaluate(*item.key, frame);
      // Looking for an equal key each time would be quadratic; the last of equal ones wins when one is asked for.
      made->items.emplace_back(key, evaluate(*item.value, frame));
      continue;
    }
    dict_method(*made, "update", {evaluate(*item.value, frame)}, {}, item.value->span);
  }
  return make(made, e.span);
}

Value Evaluator::comprehension(const ComprehensionExpression& e, Frame& outer) {
  Arena& arena = module_.arena;
  auto* names = arena.make<ArenaVector<Attribute>>(arena.resource());
  auto* frame = arena.make<Frame>(Frame::Kind::function, Scope(*names, arena), &outer, running_, outer.qualified);
  // A comprehension in a class body sees the class's names in its first iterable only; letting it see them all is harmless.
  Frame bridge = outer;
  if (outer.kind == Frame::Kind::class_) {
    bridge.kind = Frame::Kind::function;
    frame->enclosing = &bridge;
  }
  Values keys, items;
  comprehend(e, 0, *frame, keys, items);
  frame->enclosing = &outer;  // a lambda made inside may outlive the bridge
  if (e.kind == ExpressionKind::dict_comprehension) {
    auto* made = arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(arena.resource())});
    for (std::size_t i = 0; i < items.size(); ++i) dict_method(*made, "__setitem__", {keys[i], items[i]}, {}, e.span);
    return make(made, e.span);
  }
  return e.kind == ExpressionKind::set_comprehension ? set(items, e.span) : list(items, e.span);
}

void Evaluator::comprehend(const ComprehensionExpression& e, std::size_t clause, Frame& frame, Values& keys, Values& out) {
  if (clause == e.clauses.size()) {
    if (!step() || !room_for(out.size() * sizeof(Value))) return;
    if (e.key != nullptr) keys.push_back(evaluate(*e.key, frame));
    out.push_back(evaluate(*e.element, frame));
    return;
  }
  if (clause >= 20) return;  // Python allows no more nested blocks
  const auto& loop = e.clauses[clause];
  for (const Value& item : iterate(evaluate(*loop.iterable, frame), loop.iterable->span)) {
    if (!step()) return;
    assign(*loop.target, item, frame);
    const bool wanted = std::all_of(loop.conditions.begin(), loop.conditions.end(), [&](const Expression* condition) {
      return decide(evaluate(*condition, frame), "for … if …", condition->span);
    });
    if (wanted) comprehend(e, clause + 1, frame, keys, out);
  }
}

Value Evaluator::boolean(const BooleanExpression& e, Frame& frame) {
  Value value{};
  for (const Expression* operand : e.operands) {
    value = evaluate(*operand, frame);
    if (operand == e.operands.back()) break;
    const auto certain = truth(value);
    bool holds;
    if (certain) {
      holds = *certain;
    } else {
      holds = value.unknown() == nullptr || value.unknown()->assumed_truth;
      note(operand->span, std::string("took ") + describe(value) + " as " + (holds ? "true" : "false") + " in `" + (e.is_and ? "and" : "or") + "`");
    }
    if (holds != e.is_and) break;
  }
  return value;
}

Value Evaluator::compare(const CompareExpression& e, Frame& frame) {
  Value left = evaluate(*e.first, frame);
  Value result = make(true, e.span);
  for (std::size_t i = 0; i < e.operations.size(); ++i) {
    const Value right = evaluate(*e.operands[i], frame);
    result = compare(e.operations[i], left, right, e.span);
    const auto certain = truth(result);
    if (i + 1 == e.operations.size() || (certain && !*certain)) break;
    left = right;
  }
  return result;
}

}  // namespace miggraph::python
