#include <algorithm>
#include <cmath>

#include "python/evaluator.h"
#include "python/find_text.h"

namespace miggraph::python {
namespace {

std::optional<double> number(const Value& v) {
  if (const auto* i = v.as<std::int64_t>()) return static_cast<double>(*i);
  if (const auto* d = v.as<double>()) return *d;
  if (const auto* b = v.as<bool>()) return *b ? 1.0 : 0.0;
  return std::nullopt;
}

std::optional<std::int64_t> whole(const Value& v) {
  if (const auto* i = v.as<std::int64_t>()) return *i;
  if (const auto* b = v.as<bool>()) return *b ? 1 : 0;
  return std::nullopt;
}

/// Python's floor division and modulo.
std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

std::optional<std::int64_t> integer_operation(std::string_view operation, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (operation == "+") return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional(out);
  if (operation == "-") return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional(out);
  if (operation == "*") return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional(out);
  if (operation == "&") return a & b;
  if (operation == "|") return a | b;
  if (operation == "^") return a ^ b;
  if (operation == ">>" && b >= 0) return a >> std::min<std::int64_t>(b, 63);
  if (operation == "<<" && b >= 0 && b < 62 && a > -(std::int64_t{1} << (62 - b)) && a < (std::int64_t{1} << (62 - b))) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) << b);
  }
  if ((operation == "//" || operation == "%") && b != 0 && !(a == INT64_MIN && b == -1)) {
    return operation == "//" ? floor_divide(a, b) : a - floor_divide(a, b) * b;
  }
  if (operation == "**" && b >= 0) {
    std::int64_t power = 1;
    if (a >= -1 && a <= 1) b = a == -1 ? b % 2 : std::min<std::int64_t>(b, 1);
    if (b > 63) return std::nullopt;
    for (std::int64_t i = 0; i < b; ++i) {
      if (__builtin_mul_overflow(power, a, &power)) return std::nullopt;
    }
    return power;
  }
  return std::nullopt;
}

std::optional<double> float_operation(std::string_view operation, double a, double b) {
  if (operation == "+") return a + b;
  if (operation == "-") return a - b;
  if (operation == "*") return a * b;
  if (operation == "/" && b != 0) return a / b;
  if (operation == "//" && b != 0) return std::floor(a / b);
  if (operation == "%" && b != 0) return a - std::floor(a / b) * b;
  if (operation == "**") return std::pow(a, b);
  return std::nullopt;
}

/// The function of Python's `operator` module, for operators between calls that stay symbolic: `Q(…) | Q(…)`.
std::string_view operator_function(std::string_view operation) {
  if (operation == "|") return "operator.or_";
  if (operation == "&") return "operator.and_";
  if (operation == "^") return "operator.xor";
  if (operation == "+") return "operator.add";
  if (operation == "-") return "operator.sub";
  if (operation == "*") return "operator.mul";
  if (operation == "/") return "operator.truediv";
  if (operation == "//") return "operator.floordiv";
  if (operation == "%") return "operator.mod";
  if (operation == "**") return "operator.pow";
  return {};
}

bool is_list_or_tuple(const Value& v) { return v.as<List*>() != nullptr || v.as<const Tuple*>() != nullptr; }

}  // namespace

Value Evaluator::binary(std::string_view operation, Value a, Value b, Span span) {
  a = known(a), b = known(b);
  if (operation == "+") return add(a, b, span);
  if (const auto i = whole(a), j = whole(b); i && j && operation != "/") {
    if (operation == "**" && *j < 0) return make(std::pow(static_cast<double>(*i), static_cast<double>(*j)), span);
    if (const auto out = integer_operation(operation, *i, *j)) return make(*out, span);
    return unknown("a number beyond 64 bits, or an operation that fails", source_of(span), span);
  }
  if (const auto x = number(a), y = number(b); x && y) {
    if (const auto out = float_operation(operation, *x, *y)) return make(*out, span);
    return unknown("an operation that fails", source_of(span), span);
  }
  if (operation == "*") return multiply(a, b, span);
  if (operation == "%" && a.text() != nullptr) return format_percent(*a.text(), b, span);
  if (operation == "|" && a.dict() != nullptr && b.dict() != nullptr) {
    const Value copy = make(module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(a.dict()->items, module_.arena.resource())}), span);
    dict_method(**copy.as<Dict*>(), "update", {b}, {}, span);
    return copy;
  }
  if (Set* const* left = a.as<Set*>(); left != nullptr && b.as<Set*>() != nullptr) {
    const std::string_view name = operation == "|" ? "union" : operation == "&" ? "intersection" : operation == "-" ? "difference" : "";
    if (auto out = set_method(**left, name, {b}, span)) return *out;
  }
  if (a.call() != nullptr || b.call() != nullptr) {
    if (const std::string_view function = operator_function(operation); !function.empty() && !a.is_unknown() && !b.is_unknown()) {
      return symbolic_call(make(Reference{function}, span), {a, b}, {}, span);
    }
  }
  return unknown_because(a.is_unknown() || a.reference() || a.call() ? a : b, span);
}

Value Evaluator::add(Value a, Value b, Span span) {
  if (const auto i = whole(a), j = whole(b); i && j) {
    if (const auto out = integer_operation("+", *i, *j)) return make(*out, span);
    return unknown("a number beyond 64 bits", source_of(span), span);
  }
  if (const auto x = number(a), y = number(b); x && y) return make(*x + *y, span);
  if (a.text() != nullptr && b.text() != nullptr) {
    if (!room_for(a.text()->size() + b.text()->size())) return unknown("a text that is too long", source_of(span), span);
    return text(std::string(*a.text()) + std::string(*b.text()), span);
  }
  if (is_list_or_tuple(a) || is_list_or_tuple(b)) {
    // What is known of a sum is kept: the unknown part becomes one item that stands for any number.
    Values items;
    for (const Value& part : {a, b}) {
      if (is_list_or_tuple(part)) {
        items.insert(items.end(), part.items().begin(), part.items().end());
      } else {
        note(span, describe(part) + ", a part of a sum, is not known");
        items.push_back(unknown_because(part, part.span, true));
      }
    }
    if (!room_for(items.size() * sizeof(Value)) || !step(items.size())) return unknown("a list that is too long", source_of(span), span);
    const bool as_tuple = is_list_or_tuple(a) ? a.as<const Tuple*>() != nullptr : b.as<const Tuple*>() != nullptr;
    return as_tuple ? tuple(items, span) : list(items, span);
  }
  if ((a.call() != nullptr || b.call() != nullptr) && !a.is_unknown() && !b.is_unknown()) {
    return symbolic_call(make(Reference{"operator.add"}, span), {a, b}, {}, span);
  }
  return unknown_because(a.is_unknown() || a.reference() ? a : b, span);
}

Value Evaluator::multiply(Value a, Value b, Span span) {
  if (whole(a)) std::swap(a, b);
  const auto times = whole(b);
  if (times && a.text() != nullptr) {
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(*times, 0));
    const std::size_t length = a.text()->size();
    if (count > 0 && (length > budget_.bytes / count || !room_for(length * count))) {
      return unknown("a text that is too long", source_of(span), span);
    }
    std::string out;
    for (std::size_t i = 0; length > 0 && i < count; ++i) out += *a.text();
    return text(out, span);
  }
  if (times && is_list_or_tuple(a)) {
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(*times, 0));
    const std::size_t length = a.items().size();
    if (count > 0 && (length * sizeof(Value) > budget_.bytes / count || !room_for(length * count * sizeof(Value)))) {
      return unknown("a list that is too long", source_of(span), span);
    }
    Values items;
    for (std::size_t i = 0; length > 0 && i < count; ++i) items.insert(items.end(), a.items().begin(), a.items().end());
    return a.as<const Tuple*>() ? tuple(items, span) : list(items, span);
  }
  if ((a.call() != nullptr || b.call() != nullptr) && !a.is_unknown() && !b.is_unknown()) {
    return symbolic_call(make(Reference{"operator.mul"}, span), {a, b}, {}, span);
  }
  return unknown_because(a.is_unknown() || a.reference() ? a : b, span);
}

Value Evaluator::unary(std::string_view operation, Value a, Span span) {
  if (operation == "not") {
    if (const auto certain = truth(a)) return make(!*certain, span);
    return unknown_because(a, span, false, !(a.unknown() == nullptr || a.unknown()->assumed_truth));
  }
  a = known(a);
  if (const auto i = whole(a)) {
    if (operation == "-" && *i != INT64_MIN) return make(-*i, span);
    if (operation == "~") return make(~*i, span);
    if (operation == "+") return make(*i, span);
  }
  if (const auto* d = a.as<double>(); d != nullptr && operation != "~") return make(operation == "-" ? -*d : *d, span);
  if (a.call() != nullptr) {
    const std::string_view function = operation == "~" ? "operator.invert" : operation == "-" ? "operator.neg" : "operator.pos";
    return symbolic_call(make(Reference{function}, span), {a}, {}, span);
  }
  return unknown_because(a, span);
}

Value Evaluator::compare(std::string_view operation, Value a, Value b, Span span) {
  a = known(a), b = known(b);
  const bool negated = operation == "!=" || operation == "not in" || operation == "is not";
  const auto answer = [&](bool holds) { return make(holds != negated, span); };
  if (operation == "==" || operation == "!=" || operation == "is" || operation == "is not") {
    bool certain = false;
    const bool equals = same(a, b, &certain);
    if (certain) return answer(equals);
    return unknown_because(a.is_unknown() || a.reference() || a.call() ? a : b, span, false, negated);
  }
  if (operation == "in" || operation == "not in") {
    if (const auto *needle = a.text(), *hay = b.text(); needle != nullptr && hay != nullptr) {
      if (!read(hay->size())) return unknown("a text that is too long", source_of(span), span);
      return answer(find_text(*hay, *needle) != std::string_view::npos);
    }
    const auto items = b.text() == nullptr ? items_of(b) : std::nullopt;
    if (items) {
      bool all_certain = true;
      for (const Value& item : *items) {
        bool certain = false;
        if (same(a, known(item), &certain) && certain) return answer(true);
        all_certain = all_certain && certain;
      }
      if (all_certain) return answer(false);
    }
    return unknown_because(items ? a : b, span, false, negated);
  }
  const auto ordered = [&](auto x, auto y) {
    const bool holds = operation == "<" ? x < y : operation == "<=" ? x <= y : operation == ">" ? x > y : x >= y;
    return make(holds, span);
  };
  if (const auto i = whole(a), j = whole(b); i && j) return ordered(*i, *j);
  if (const auto x = number(a), y = number(b); x && y) return ordered(*x, *y);
  if (a.text() != nullptr && b.text() != nullptr) {
    read(std::min(a.text()->size(), b.text()->size()));
    return ordered(*a.text(), *b.text());
  }
  if (is_list_or_tuple(a) && is_list_or_tuple(b)) {
    const auto p = a.items(), q = b.items();
    for (std::size_t i = 0; i < std::min(p.size(), q.size()); ++i) {
      bool certain = false;
      if (same(p[i], q[i], &certain)) continue;
      const auto x = number(p[i]), y = number(q[i]);
      if (x && y) return ordered(*x, *y);
      return unknown_because(certain ? a : p[i], span, false, operation.starts_with('>'));
    }
    return ordered(p.size(), q.size());
  }
  return unknown_because(a.is_unknown() || a.reference() || a.call() ? a : b, span, false, operation.starts_with('>'));
}

}  // namespace miggraph::python
