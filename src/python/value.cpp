#include "python/value.h"

#include <fmt/format.h>

#include <algorithm>

#include "python/module.h"

namespace miggraph::python {
namespace {

constexpr int depth_limit = 50;
constexpr std::size_t work_limit = 50'000;

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

bool is_literal_within(const Value& value, int depth) {
  constexpr int deepest = 4;
  constexpr std::size_t most_items = 100;
  if (depth > deepest) return false;
  if (value.is_sequence()) {
    const auto items = value.items();
    return items.size() <= most_items && std::all_of(items.begin(), items.end(), [&](const Value& item) { return is_literal_within(item, depth + 1); });
  }
  if (const Dict* dict = value.dict()) {
    return dict->items.size() <= most_items && std::all_of(dict->items.begin(), dict->items.end(), [&](const auto& item) {
             return is_literal_within(item.first, depth + 1) && is_literal_within(item.second, depth + 1);
           });
  }
  // A function of a name may have been made something else by its decorator.
  if (const Function* function = value.function()) return function->is_lambda;
  return value.is_none() || value.as<bool>() || value.as<std::int64_t>() || value.as<double>() || value.text() != nullptr || value.as<Bytes>();
}

void describe_to(std::string& out, const Value& value, int depth);

void describe_items(std::string& out, std::span<const Value> items, int depth) {
  for (std::size_t i = 0; i < items.size() && i < 4; ++i) {
    if (i > 0) out += ", ";
    describe_to(out, items[i], depth);
  }
  if (items.size() > 4) out += ", …";
}

void describe_to(std::string& out, const Value& value, int depth) {
  if (depth > 4) {
    out += "…";
    return;
  }
  std::visit(Overloaded{
                 [&](None) { out += "None"; },
                 [&](bool b) { out += b ? "True" : "False"; },
                 [&](std::int64_t i) { out += std::to_string(i); },
                 [&](double d) { out += std::to_string(d); },
                 [&](Text t) { out += fmt::format("'{}{}'", t.text.substr(0, 60), t.text.size() > 60 ? "…" : ""); },
                 [&](Bytes) { out += "b'…'"; },
                 [&](const Tuple* tuple) {
                   out += "(";
                   describe_items(out, tuple->items, depth + 1);
                   out += ")";
                 },
                 [&](const List* list) {
                   out += "[";
                   describe_items(out, {list->items.data(), list->items.size()}, depth + 1);
                   out += "]";
                 },
                 [&](const Set*) { out += "{…}"; },
                 [&](const Dict*) { out += "{…}"; },
                 [&](Reference r) {
                   constexpr std::string_view builtins = "builtins.";
                   out += r.path.starts_with(builtins) ? r.path.substr(builtins.size()) : r.path;
                 },
                 [&](const Call* call) {
                   describe_to(out, call->callee, depth + 1);
                   out += call->args.empty() && call->keywords.empty() ? "()" : "(…)";
                 },
                 [&](const Function* f) { out += f->qualified; },
                 [&](const Class* c) { out += c->qualified; },
                 [&](const Module* m) { out += m->name; },
                 [&](const Bound* b) {
                   describe_to(out, b->self, depth + 1);
                   out += "." + std::string(b->method);
                 },
                 [&](const Unknown* u) { out += u->path; },
             },
             value.data);
}

bool equal_items(std::span<const Value> a, std::span<const Value> b, bool* known, int depth, std::size_t& work);

bool same_object(const Value& a, const Value& b) {
  return a.is_sequence() && a.data.index() == b.data.index() && a.items().data() == b.items().data() &&
         a.items().size() == b.items().size();
}

bool equal_values(const Value& a, const Value& b, bool* known, int depth, std::size_t& work) {
  *known = false;
  if (++work > work_limit || depth > depth_limit || a.is_unknown() || b.is_unknown()) return false;
  if (same_object(a, b)) return *known = true;
  const auto number = [](const Value& v) -> std::optional<double> {
    if (const auto* i = v.as<std::int64_t>()) return static_cast<double>(*i);
    if (const auto* d = v.as<double>()) return *d;
    if (const auto* f = v.as<bool>()) return *f ? 1.0 : 0.0;
    return std::nullopt;
  };
  if (const auto *i = a.as<std::int64_t>(), *j = b.as<std::int64_t>(); i != nullptr && j != nullptr) {
    *known = true;
    return *i == *j;
  }
  if (const auto p = number(a), q = number(b); p && q) {
    *known = true;
    return *p == *q;
  }
  if (a.data.index() != b.data.index()) {
    // Things of different kinds differ; but a reference or a call may stand for anything.
    const auto open = [](const Value& v) { return v.reference() != nullptr || v.call() != nullptr; };
    *known = !open(a) && !open(b);
    return false;
  }
  return std::visit(Overloaded{
                        [&](None) { return *known = true; },
                        [&](Text t) {
                          *known = true;
                          work += t.text.size() / 4096;
                          return t.text == std::get<Text>(b.data).text;
                        },
                        [&](Bytes t) {
                          *known = true;
                          return t.bytes == std::get<Bytes>(b.data).bytes;
                        },
                        [&](const Tuple* t) { return equal_items(t->items, b.items(), known, depth + 1, work); },
                        [&](const List*) { return equal_items(a.items(), b.items(), known, depth + 1, work); },
                        [&](Reference r) {
                          const bool same = r.path == std::get<Reference>(b.data).path;
                          *known = same;
                          return same;
                        },
                        [&](const auto* pointer) {
                          const bool same = pointer == std::get<std::decay_t<decltype(pointer)>>(b.data);
                          *known = same;
                          return same;
                        },
                        [&](auto) { return false; },
                    },
                    a.data);
}

bool equal_items(std::span<const Value> a, std::span<const Value> b, bool* known, int depth, std::size_t& work) {
  bool all_known = true;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    bool certain = false;
    if (!equal_values(a[i], b[i], &certain, depth, work)) {
      if (certain) return *known = true, false;
      all_known = false;
      if (work > work_limit) return *known = false;
    }
  }
  if (a.size() != b.size()) {
    const auto spread = [](const Value& v) { return v.unknown() != nullptr && v.unknown()->spread; };
    *known = std::none_of(a.begin(), a.end(), spread) && std::none_of(b.begin(), b.end(), spread);
    return false;
  }
  *known = all_known;
  return all_known;
}

}  // namespace

std::span<const Value> Value::items() const {
  if (const auto* list = std::get_if<List*>(&data)) return {(*list)->items.data(), (*list)->items.size()};
  if (const auto* tuple = std::get_if<const Tuple*>(&data)) return (*tuple)->items;
  if (const auto* set = std::get_if<Set*>(&data)) return {(*set)->items.data(), (*set)->items.size()};
  return {};
}

bool Value::is_sequence() const {
  return std::holds_alternative<List*>(data) || std::holds_alternative<const Tuple*>(data) || std::holds_alternative<Set*>(data);
}

const Value* Call::keyword(std::string_view name) const {
  for (const Keyword& keyword : keywords) {
    if (keyword.name == name) return &keyword.value;
  }
  return nullptr;
}

std::string_view Call::path() const {
  const std::string_view* reference = callee.reference();
  return reference ? *reference : std::string_view();
}

const Value* Class::attribute(std::string_view attribute_name) const {
  // Bases left to right, depth first. A class can only have bases that were there before it, so there is no circle; a
  // budget guards against many diamonds.
  std::vector<const Class*> stack{this};
  for (int visited = 0; !stack.empty() && visited < 200; ++visited) {
    const Class* at = stack.back();
    stack.pop_back();
    for (const Attribute& own : at->attributes) {
      if (own.name == attribute_name) return &own.value;
    }
    for (auto base = at->bases.rbegin(); base != at->bases.rend(); ++base) {
      if (base->klass() != nullptr) stack.push_back(base->klass());
    }
  }
  return nullptr;
}

bool Class::derives_from(std::string_view path) const {
  std::vector<const Class*> stack{this};
  for (int visited = 0; !stack.empty() && visited < 200; ++visited) {
    const Class* at = stack.back();
    stack.pop_back();
    for (const Value& base : at->bases) {
      if (base.klass() != nullptr) stack.push_back(base.klass());
      if (base.reference() != nullptr && *base.reference() == path) return true;
    }
  }
  return false;
}

const Value* Module::global(std::string_view global_name) const {
  for (const Attribute& global : globals_) {
    if (global.name == global_name) return &global.value;
  }
  return nullptr;
}

std::string describe(const Value& value) {
  std::string out;
  describe_to(out, value, 0);
  return out;
}

bool is_literal(const Value& value) { return is_literal_within(value, 0); }

bool equal(const Value& a, const Value& b, bool* known, std::size_t* work) {
  std::size_t done = 0;
  const bool same = equal_values(a, b, known, 0, done);
  if (work != nullptr) *work += done;
  return same;
}

}  // namespace miggraph::python
