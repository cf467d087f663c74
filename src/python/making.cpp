#include <algorithm>

#include "python/evaluator.h"

/// How the evaluator makes values and what it can say of them.
namespace miggraph::python {

namespace {

/// Paths and reasons are for messages: what is longer is not read by anybody.
std::string_view shortened(std::string_view text) {
  constexpr std::size_t most = 200;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end);
}

}  // namespace

Value Evaluator::text(std::string_view text, Span span) {
  if (!room_for(text.size())) return unknown("a text that is too long", source_of(span), span);
  return make(Text{module_.arena.copy(text)}, span);
}

Value Evaluator::reference(std::string_view path, Span span) {
  constexpr std::size_t longest = 4000;
  if (path.size() > longest) return unknown("a dotted path that is too long", path, span);
  return make(Reference{module_.arena.copy(path)}, span);
}

Value Evaluator::list(const Values& items, Span span) {
  if (!room_for(items.size() * sizeof(Value))) return unknown("a list that is too long", source_of(span), span);
  auto* made = module_.arena.make<List>(List{ArenaVector<Value>(items.begin(), items.end(), module_.arena.resource())});
  return make(made, span);
}

Value Evaluator::tuple(const Values& items, Span span) {
  if (!room_for(items.size() * sizeof(Value))) return unknown("a tuple that is too long", source_of(span), span);
  return make(static_cast<const Tuple*>(module_.arena.make<Tuple>(Tuple{module_.arena.copy(items)})), span);
}

Value Evaluator::set(const Values& items, Span span) {
  auto* made = module_.arena.make<Set>(Set{ArenaVector<Value>(module_.arena.resource())});
  for (const Value& item : items) set_method(*made, "add", {item}, span);
  return make(made, span);
}

Value Evaluator::unknown(std::string_view reason, std::string_view path, Span span, bool spread, bool assumed_truth) {
  Arena& arena = module_.arena;
  return make(static_cast<const Unknown*>(arena.make<Unknown>(Unknown{arena.copy(shortened(reason)), arena.copy(shortened(path)), span, spread, assumed_truth})), span);
}

Value Evaluator::unknown_because(Value cause, Span span, bool spread, bool assumed_truth) {
  if (const Unknown* known_cause = cause.unknown()) {
    const Value made = unknown(known_cause->reason, known_cause->path, span, spread, assumed_truth);
    const_cast<Unknown*>(made.unknown())->origin = known_cause->origin;  // made just now, by us
    return made;
  }
  const std::string path = describe(cause);
  return unknown(path + " is not known without running the code", path, span, spread, assumed_truth);
}

Value Evaluator::adopt(Value value) {
  std::pmr::memory_resource* resource = module_.arena.resource();
  if (List* const* found = value.as<List*>(); found != nullptr && !owns(**found)) {
    return make(module_.arena.make<List>(List{ArenaVector<Value>((*found)->items, resource)}), value.span);
  }
  if (Set* const* found = value.as<Set*>(); found != nullptr && !owns(**found)) {
    return make(module_.arena.make<Set>(Set{ArenaVector<Value>((*found)->items, resource)}), value.span);
  }
  if (Dict* const* found = value.as<Dict*>(); found != nullptr && !owns(**found)) {
    return make(module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>((*found)->items, resource)}), value.span);
  }
  return value;
}

Value Evaluator::known(Value value) {
  const std::string_view* reference = value.reference();
  const Call* called = value.call();
  const std::string_view path = reference ? *reference : called ? called->path() : std::string_view();
  if (path.empty() || path.starts_with("builtins.")) return value;
  if (world_ == nullptr) {
    module_.depends_on_world = true;
    return value;
  }
  if (auto found = called ? world_->call(path, called->args) : world_->value(path)) {
    module_.depends_on_world = true;
    found->span = value.span;
    return *found;
  }
  return value;
}

std::optional<bool> Evaluator::truth(Value value) {
  value = known(value);
  if (value.is_none()) return false;
  if (const bool* b = value.as<bool>()) return *b;
  if (const auto* i = value.as<std::int64_t>()) return *i != 0;
  if (const auto* d = value.as<double>()) return *d != 0;
  if (const std::string_view* t = value.text()) return !t->empty();
  if (const Bytes* b = value.as<Bytes>()) return !b->bytes.empty();
  if (value.dict() != nullptr) return !value.dict()->items.empty();
  if (value.is_sequence()) {
    const auto items = value.items();
    const bool all_spread = std::all_of(items.begin(), items.end(), [](const Value& v) { return v.unknown() != nullptr && v.unknown()->spread; });
    if (items.empty()) return false;
    return all_spread ? std::nullopt : std::optional(true);
  }
  if (value.klass() || value.function() || value.as<const Module*>() || value.as<const Bound*>()) return true;
  if (const std::string_view* path = value.reference(); path && path->starts_with("builtins.")) return true;
  return std::nullopt;
}

std::optional<Evaluator::Values> Evaluator::items_of(Value value) {
  value = known(value);
  if (value.is_sequence()) {
    const auto items = value.items();
    if (!step(items.size())) return std::nullopt;
    return Values(items.begin(), items.end());
  }
  if (const Dict* dict = value.dict()) {
    if (!step(dict->items.size())) return std::nullopt;
    Values keys;
    for (const auto& [key, item] : dict->items) keys.push_back(key);
    return keys;
  }
  if (const std::string_view* characters = value.text()) {
    if (!step(characters->size())) return std::nullopt;
    Values out;
    for (std::size_t i = 0; i < characters->size();) {
      std::size_t length = 1;
      while (i + length < characters->size() && (static_cast<unsigned char>((*characters)[i + length]) & 0xC0) == 0x80) ++length;
      out.push_back(make(Text{characters->substr(i, length)}, value.span));
      i += length;
    }
    return out;
  }
  if (const Class* klass = value.klass()) {  // an enumeration's members
    if (!step(klass->attributes.size())) return std::nullopt;
    Values members;
    for (const Attribute& attribute : klass->attributes) {
      if (!attribute.name.starts_with('_') && attribute.value.function() == nullptr) members.push_back(attribute.value);
    }
    const bool enumeration = std::any_of(klass->bases.begin(), klass->bases.end(), [](const Value& base) {
      return base.reference() && (base.reference()->starts_with("enum.") || base.reference()->ends_with("Choices"));
    });
    if (enumeration) return members;
  }
  return std::nullopt;
}

Evaluator::Values Evaluator::iterate(Value value, Span span) {
  if (auto items = items_of(value)) return std::move(*items);
  note(span, "went once through a loop over " + describe(value) + ", whose items are not known");
  return {unknown_because(value, span)};
}

}  // namespace miggraph::python
