#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "python/evaluator.h"

/// The built-in functions that are carried out when their arguments are known.
namespace miggraph::python {
namespace {

constexpr std::size_t order_limit = 1'000'000;  // comparisons of one sorted()

/// `work` counts the comparisons: two tuples can hold the same two tuples, and these …
bool less(const Value& a, const Value& b, bool* comparable, std::size_t& work, int depth = 0) {
  if (!*comparable || ++work > order_limit) {
    *comparable = false;
    return false;
  }
  const auto number = [](const Value& v) -> std::optional<double> {
    if (const auto* i = v.as<std::int64_t>()) return static_cast<double>(*i);
    if (const auto* d = v.as<double>()) return *d;
    return std::nullopt;
  };
  if (a.text() != nullptr && b.text() != nullptr) return *a.text() < *b.text();
  if (const auto x = number(a), y = number(b); x && y) return *x < *y;
  if (a.as<const Tuple*>() != nullptr && b.as<const Tuple*>() != nullptr && depth < 20) {
    const auto p = a.items(), q = b.items();
    for (std::size_t i = 0; i < std::min(p.size(), q.size()); ++i) {
      if (less(p[i], q[i], comparable, work, depth + 1)) return true;
      if (less(q[i], p[i], comparable, work, depth + 1)) return false;
    }
    return p.size() < q.size();
  }
  *comparable = false;
  return false;
}

const Value* keyword(const std::vector<Keyword>& keywords, std::string_view name) {
  const auto found = std::find_if(keywords.begin(), keywords.end(), [&](const Keyword& k) { return k.name == name; });
  return found == keywords.end() ? nullptr : &found->value;
}

}  // namespace

std::optional<std::string> Evaluator::as_text(Value value, char conversion) {
  value = known(value);
  if (conversion == 'r' || conversion == 'a') {
    if (const std::string_view* t = value.text(); t && t->find_first_of("'\\\n") == std::string_view::npos) return fmt::format("'{}'", *t);
    if (value.text() != nullptr) return std::nullopt;
  }
  if (const std::string_view* t = value.text()) return std::string(*t);
  if (const auto* i = value.as<std::int64_t>()) return std::to_string(*i);
  if (const auto* b = value.as<bool>()) return *b ? "True" : "False";
  if (value.is_none()) return "None";
  if (const auto* d = value.as<double>()) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, *d).ptr;
    std::string out(buffer, end);
    if (out.find_first_of(".en") == std::string::npos) out += ".0";
    return out;
  }
  return std::nullopt;
}

/// getattr, hasattr and setattr: asked before the others, for they look at things outside the tree.
std::optional<Value> Evaluator::attribute_builtin(std::string_view name, const Values& args, Span span) {
  if (name != "getattr" && name != "hasattr") return std::nullopt;
  if (args.size() == 3 && args[1].text() == nullptr && args[0].reference() != nullptr) {
    note(span, "took the default of getattr(): the name that it asks for is not known");
    return args[2];
  }
  if (args.size() < 2 || args[1].text() == nullptr) return std::nullopt;
  const std::string_view attribute_name = *args[1].text();
  if (const std::string_view* path = args[0].reference()) {
    const std::string full = std::string(*path) + "." + std::string(attribute_name);
    module_.depends_on_world = true;
    const std::optional<bool> has = world_ != nullptr ? world_->has(full) : std::nullopt;
    if (name == "hasattr") return has ? make(*has, span) : unknown("whether " + full + " exists is not known", full, span);
    if (has && !*has && args.size() > 2) return args[2];
    return reference(full, span);
  }
  const Class* klass = args[0].klass();
  const Module* const* module = args[0].as<const Module*>();
  if (klass == nullptr && module == nullptr) return std::nullopt;
  look_through(klass ? klass->attributes.size() : (*module)->globals().size());
  const bool found = klass ? klass->attribute(attribute_name) != nullptr : (*module)->global(attribute_name) != nullptr;
  if (name == "hasattr") return make(found, span);
  if (!found && args.size() > 2) return args[2];
  return attribute(args[0], attribute_name, span);
}

std::optional<Value> Evaluator::builtin(std::string_view name, const Values& args, const Keywords& keywords, Span span) {
  const auto first = [&] { return args.empty() ? make(None{}, span) : known(args[0]); };
  const auto sequence_of_first = [&]() -> std::optional<Values> {
    if (args.empty()) return Values{};
    return items_of(args[0]);
  };
  const auto spread_list = [&] { return list({unknown_because(args[0], span, true)}, span); };

  if (name == "print") return make(None{}, span);
  if (name == "list" || name == "tuple" || name == "set" || name == "frozenset" || name == "sorted" || name == "reversed" || name == "iter") {
    auto items = sequence_of_first();
    if (!items) return spread_list();
    if (name == "tuple") return tuple(*items, span);
    if (name == "set" || name == "frozenset") return set(*items, span);
    if (name == "reversed") std::reverse(items->begin(), items->end());
    if (name == "sorted") {
      if (keyword(keywords, "key") != nullptr) {
        note(span, "did not carry out sorted(…, key=…)");
        return list(*items, span);
      }
      bool comparable = true;
      std::size_t work = 0;
      std::stable_sort(items->begin(), items->end(), [&](const Value& a, const Value& b) { return less(a, b, &comparable, work); });
      step(work / 8);
      if (!comparable) return unknown("an order of things that are not known", source_of(span), span);
      const Value* reverse = keyword(keywords, "reverse");
      if (reverse != nullptr && truth(*reverse).value_or(false)) std::reverse(items->begin(), items->end());
    }
    return list(*items, span);
  }
  if (name == "dict") {
    auto* made = module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(module_.arena.resource())});
    if (!args.empty()) dict_method(*made, "update", {args[0]}, {}, span);
    for (const Keyword& k : keywords) dict_method(*made, "__setitem__", {text(k.name, span), k.value}, {}, span);
    return make(made, span);
  }
  if (name == "str" || name == "repr") {
    if (args.empty()) return text("", span);
    if (const auto shown = as_text(args[0], name == "repr" ? 'r' : 0)) return text(*shown, span);
    return unknown_because(args[0], span);
  }
  if (name == "int" || name == "float" || name == "bool" || name == "abs" || name == "round") {
    const Value value = first();
    if (name == "bool") {
      if (const auto certain = truth(value)) return make(*certain, span);
      return unknown_because(value, span);
    }
    if (const auto* i = value.as<std::int64_t>()) {
      if (name == "float") return make(static_cast<double>(*i), span);
      return make(name == "abs" && *i != INT64_MIN ? std::abs(*i) : *i, span);
    }
    if (const auto* d = value.as<double>(); d != nullptr && args.size() == 1) {
      if (name == "float") return make(*d, span);
      if (name == "abs") return make(std::fabs(*d), span);
      const double rounded = name == "int" ? std::trunc(*d) : std::nearbyint(*d);
      if (std::fabs(rounded) < 9e18) return make(static_cast<std::int64_t>(rounded), span);
    }
    if (const std::string_view* digits = value.text(); digits != nullptr && name == "int" && args.size() == 1) {
      std::int64_t parsed = 0;
      const auto result = std::from_chars(digits->data(), digits->data() + digits->size(), parsed);
      if (result.ec == std::errc() && result.ptr == digits->data() + digits->size()) return make(parsed, span);
    }
    return unknown_because(value, span);
  }
  if (name == "len") {
    const Value value = first();
    if (auto items = items_of(value)) {
      const bool spread = std::any_of(items->begin(), items->end(), [](const Value& v) { return v.unknown() && v.unknown()->spread; });
      if (!spread) return make(static_cast<std::int64_t>(items->size()), span);
    }
    return unknown_because(value, span);
  }
  if (name == "range") {
    std::int64_t bounds[3] = {0, 0, 1};
    for (std::size_t i = 0; i < args.size() && i < 3; ++i) {
      const auto* bound = args[i].as<std::int64_t>();
      if (bound == nullptr) return list({unknown_because(args[i], span, true)}, span);
      bounds[args.size() == 1 ? 1 : i] = *bound;
    }
    if (bounds[2] == 0) return unknown("range() with a step of zero", source_of(span), span);
    Values items;
    const bool up = bounds[2] > 0;
    for (std::int64_t i = bounds[0]; up ? i < bounds[1] : i > bounds[1];) {
      if (!step() || !room_for(items.size() * sizeof(Value))) return unknown("a range that is too long", source_of(span), span);
      items.push_back(make(i, span));
      if (__builtin_add_overflow(i, bounds[2], &i)) break;
    }
    return list(items, span);
  }
  if (name == "enumerate" || name == "zip") {
    std::vector<Values> columns;
    for (std::size_t i = 0; i < (name == "zip" ? args.size() : std::min<std::size_t>(args.size(), 1)); ++i) {
      auto items = items_of(args[i]);
      if (!items) return list({unknown_because(args[i], span, true)}, span);
      columns.push_back(std::move(*items));
    }
    if (columns.empty()) return list({}, span);
    const Value* start = name == "enumerate" ? (args.size() > 1 ? &args[1] : keyword(keywords, "start")) : nullptr;
    const std::int64_t* offset = start != nullptr ? start->as<std::int64_t>() : nullptr;
    constexpr std::int64_t far = std::int64_t{1} << 62;
    if (offset != nullptr && (*offset > far || *offset < -far)) return unknown("a number beyond 64 bits", source_of(span), span);
    std::size_t length = columns.front().size();
    for (const Values& column : columns) length = std::min(length, column.size());
    Values rows;
    for (std::size_t i = 0; i < length; ++i) {
      if (!step(1 + columns.size() / 4)) return unknown("a list that is too long", source_of(span), span);
      Values row;
      if (name == "enumerate") row.push_back(make(static_cast<std::int64_t>(i) + (offset ? *offset : 0), span));
      for (const Values& column : columns) row.push_back(column[i]);
      rows.push_back(tuple(row, span));
    }
    return list(rows, span);
  }
  if (name == "map" || name == "filter") {
    if (args.size() != 2) return std::nullopt;
    auto items = items_of(args[1]);
    if (!items) return list({unknown_because(args[1], span, true)}, span);
    Values out;
    for (const Value& item : *items) {
      if (!step()) break;
      if (name == "filter" && args[0].is_none()) {
        if (decide(item, "filter", span)) out.push_back(item);
        continue;
      }
      const Value result = call_value(args[0], {item}, {}, span);
      if (name == "map") {
        out.push_back(result);
      } else if (decide(result, "filter", span)) {
        out.push_back(item);
      }
    }
    return list(out, span);
  }
  if (name == "any" || name == "all" || name == "sum" || name == "min" || name == "max") {
    auto items = args.size() == 1 ? sequence_of_first() : std::optional(args);
    if (!items || items->empty()) {
      if (items && (name == "any" || name == "all")) return make(name == "all", span);
      if (items && name == "sum") return make(std::int64_t{0}, span);
      return args.empty() ? std::nullopt : std::optional(unknown_because(args[0], span));
    }
    if (name == "any" || name == "all") {
      for (const Value& item : *items) {
        const auto certain = truth(item);
        if (!certain) return unknown_because(item, span);
        if (*certain == (name == "any")) return make(*certain, span);
      }
      return make(name == "all", span);
    }
    std::size_t work = 0;
    Value best = items->front();
    bool comparable = keyword(keywords, "key") == nullptr;
    for (std::size_t i = 1; i < items->size(); ++i) {
      const Value& item = (*items)[i];
      if (!step(1 + work / 8)) break;
      work = 0;
      if (name == "sum") {
        best = add(best, item, span);
      } else if (name == "min" ? less(item, best, &comparable, work) : less(best, item, &comparable, work)) {
        best = item;
      }
    }
    return comparable ? best : unknown("an order of things that are not known", source_of(span), span);
  }
  if (name == "next" && !args.empty()) {
    auto items = items_of(args[0]);
    if (items && !items->empty()) return items->front();
    if (items && args.size() > 1) return args[1];
    return unknown_because(args[0], span);
  }
  if (name == "isinstance" && args.size() == 2 && args[1].reference() != nullptr) {
    const Value value = known(args[0]);
    const std::string_view type = *args[1].reference();
    if (value.is_unknown() || value.reference() || value.call()) return unknown_because(value, span);
    const bool matches = (type == "builtins.str" && value.text()) || (type == "builtins.list" && value.as<List*>()) ||
                         (type == "builtins.tuple" && value.as<const Tuple*>()) || (type == "builtins.dict" && value.dict()) ||
                         (type == "builtins.int" && (value.as<std::int64_t>() || value.as<bool>())) ||
                         (type == "builtins.bool" && value.as<bool>()) || (type == "builtins.float" && value.as<double>()) ||
                         (type == "builtins.bytes" && value.as<Bytes>());
    return make(matches, span);
  }
  if (name == "callable") return make(first().function() != nullptr || first().klass() != nullptr, span);
  if (name == "chr" || name == "ord" || name == "hash" || name == "id" || name == "type" || name == "vars" || name == "dir" ||
      name == "globals" || name == "locals" || name == "super") {
    return unknown("the built-in function is not followed", std::string(name) + "()", span);
  }
  return std::nullopt;
}

}  // namespace miggraph::python
