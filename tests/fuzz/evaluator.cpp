/// A module's code followed as Python would, alone and with other modules around it. What it makes stays within its
/// budget, has its place in the source, and is the same when evaluated again.
#include <set>

#include "evaluated.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::python;

namespace {

// Small, so that what grows without bound shows soon.
constexpr Budget budget{50'000, 1u << 20, 30};
constexpr std::size_t most_values = 20'000;

FakeWorld world_around() {
  FakeWorld world;
  world.sources["shop"] = "";
  world.sources["shop.base"] =
      "import shop.migrations.m\nNAMES = ['a', 'b']\nPAIRS = {n: n * 2 for n in NAMES}\ndef ops(n=3):\n"
      "    return [('op', i) for i in range(n)]\nclass Base:\n    dependencies = [('shop', '0001')]\n"
      "    def __init__(self, x=1):\n        self.x = x\n";
  world.sources["shop.all"] = "from .base import *\nfrom django.db.models import *\n";
  world.texts["django.conf.settings.AUTH_USER_MODEL"] = "accounts.User";
  return world;
}

// Looks at everything that a module's names lead to.
class Look {
 public:
  explicit Look(const Module& module) : module_(module) {
    for (const Attribute& global : module.globals()) value(global.value, 0);
  }

 private:
  void value(const Value& value, unsigned depth) {
    if (depth > 50 || ++values_ > most_values) return;
    if (const std::string_view* text = value.text()) {
      holds(text->size() <= budget.bytes + module_.text().size(), "a string is within the budget");
    }
    if (!first_time(value)) return;
    for (const Value& item : value.items()) this->value(item, depth + 1);
    if (const Dict* dict = value.dict()) {
      for (const auto& [key, item] : dict->items) this->value(key, depth + 1), this->value(item, depth + 1);
    }
    if (const Call* call = value.call()) {
      for (const Value& item : call->args) this->value(item, depth + 1);
      for (const Keyword& keyword : call->keywords) this->value(keyword.value, depth + 1);
    }
    if (const Class* klass = value.klass()) {
      klass->derives_from("django.db.migrations.Migration");
      klass->attribute("dependencies");
      for (const Attribute& attribute : klass->attributes) this->value(attribute.value, depth + 1);
    }
  }

  // Lists may hold themselves.
  bool first_time(const Value& value) {
    const void* place = nullptr;
    if (List* const* list = value.as<List*>()) place = *list;
    if (Set* const* set = value.as<Set*>()) place = *set;
    if (Dict* const* dict = value.as<Dict*>()) place = *dict;
    if (value.call() != nullptr) place = value.call();
    if (value.klass() != nullptr) place = value.klass();
    return place == nullptr || seen_.insert(place).second;
  }

  const Module& module_;
  std::set<const void*> seen_;
  std::size_t values_ = 0;
};

std::string described(const Module& module) {
  std::string out;
  for (const Attribute& global : module.globals())
    out += std::string(global.name) + " = " + describe(global.value) + "\n";
  for (const Assumption& assumption : module.assumptions) out += assumption.message + "\n";
  if (module.problem) out += module.problem->message;
  return out;
}

void check_spans(const Module& module) {
  const auto inside = [&](Span span) { return span.begin <= span.end && span.end <= module.text().size(); };
  for (const Attribute& global : module.globals()) {
    holds(inside(global.value.span), "a value's place lies in the source", global.name);
  }
  for (const Assumption& assumption : module.assumptions) {
    holds(inside(assumption.span), "an assumption's place lies in the source", assumption.message);
  }
  if (module.problem) holds(inside(module.problem->span), "a problem's place lies in the source");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto syntax = parse(text_of(data, size));
  const auto alone = evaluate(syntax, {}, nullptr, budget);
  check_spans(*alone);
  Look look(*alone);
  const auto again = evaluate(syntax, {}, nullptr, budget);
  holds(described(*alone) == described(*again), "evaluating again gives the same");

  FakeWorld world = world_around();
  const auto within = evaluate(syntax, {"shop.migrations.m", false}, &world, budget);
  Look look_within(*within);
  described(*within);
  return 0;
}
