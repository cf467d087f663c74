#include "analysis/state_clashes.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "analysis/both_versions.h"
#include "django/state/state_diff.h"
#include "django/writer/serializer.h"
#include "graph/simulation.h"

namespace miggraph::analysis {
namespace {

using django::Canonical;
using django::ModelDiff;
using django::ProjectState;
using django::Refusal;
using Chain = std::vector<const django::Migration*>;

struct Run {
  ProjectState state;
  std::vector<Refusal> refusals;
};

/// States after lines of migrations of one app.
class Lines {
 public:
  Lines(const std::string& app, const django::ModelSettings& settings) : app_(app), effects_(settings) {}

  Run run(const ProjectState& from, const Chain& chain) {
    Run made{from, {}};
    for (const django::Migration* migration : chain) {
      django::StateLog log;
      django::apply(effects_.of(*migration), {app_, std::string(file_stem(*migration))}, made.state, log);
      made.refusals.insert(made.refusals.end(), log.refusals.begin(), log.refusals.end());
    }
    return made;
  }

  /// Kept: pairs mostly come after the same migrations.
  const ProjectState& base(const Chain& chain) {
    auto found = bases_.find(chain);
    if (found == bases_.end()) found = bases_.emplace(chain, run(ProjectState(effects_.settings()), chain).state).first;
    return found->second;
  }

 private:
  std::string app_;
  graph::EffectStore effects_;
  std::map<Chain, ProjectState> bases_;
};

std::string operation_id(const Refusal& refusal) {
  return fmt::format("{}#{}", refusal.migration.name, refusal.operation);
}

bool same(const Refusal& a, const Refusal& b) {
  return a.migration == b.migration && a.operation == b.operation && a.layer == b.layer && a.exception == b.exception;
}

/// What a line is refused after the other one that it is not refused alone.
std::vector<Refusal> refused_by_the_other(const Run& together, const Run& alone, const Run& other) {
  std::vector<Refusal> left;
  for (const Refusal& refusal : together.refusals) {
    const auto is_it = [&](const Refusal& known) { return same(refusal, known); };
    if (refusal.certain && std::none_of(alone.refusals.begin(), alone.refusals.end(), is_it) && std::none_of(other.refusals.begin(), other.refusals.end(), is_it))
      left.push_back(refusal);
  }
  return left;
}

std::string shortened(std::string text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "…";
}

std::string shown(const Canonical* value) {
  return value != nullptr ? shortened(django::serialize(*value)) : "nothing";
}

const Canonical::Object* arguments_of(const Canonical& field) {
  const Canonical* kwargs = field.entry("kwargs");
  return kwargs != nullptr ? kwargs->object() : nullptr;
}

/// In what two fields differ: "max_length=20" and "max_length=30", or the whole of each.
std::pair<std::string, std::string> differing_parts(const django::FieldPointer& a, const django::FieldPointer& b) {
  if (!a || !b) return {a ? shown(&a->value) : "gone", b ? shown(&b->value) : "gone"};
  const Canonical::Object *of_a = arguments_of(a->value), *of_b = arguments_of(b->value);
  if (a->class_path() != b->class_path() || of_a == nullptr || of_b == nullptr) return {shown(&a->value), shown(&b->value)};
  std::set<std::string> names;
  for (const auto& [name, value] : *of_a) names.insert(name);
  for (const auto& [name, value] : *of_b) names.insert(name);
  std::string left, right;
  const auto add = [](std::string& text, const std::string& name, const Canonical* value) {
    text += (text.empty() ? "" : ", ") + (value != nullptr ? name + "=" + shown(value) : "no " + name);
  };
  for (const std::string& name : names) {
    const Canonical *in_a = a->keyword(name), *in_b = b->keyword(name);
    if (in_a != nullptr && in_b != nullptr && *in_a == *in_b) continue;
    add(left, name, in_a);
    add(right, name, in_b);
  }
  return {shortened(left), shortened(right)};
}

/// Whether two lists hold the same items, in whatever order: indexes and constraints that both sides add.
bool same_items(const Canonical* a, const Canonical* b) {
  if (a == nullptr || b == nullptr || a->array() == nullptr || b->array() == nullptr || a->array()->size() != b->array()->size()) return false;
  return std::all_of(a->array()->begin(), a->array()->end(), [&](const Canonical& item) {
    return std::find(b->array()->begin(), b->array()->end(), item) != b->array()->end();
  });
}

/// A thing that the two orders leave in two ways.
struct Difference {
  std::string model, name;  // name: a field, or "Meta.ordering"; empty: the model itself
  std::string after_b, after_a;  // how it ends where b comes last, and where a does
};

std::vector<Difference> differences(const ProjectState& b_last, const ProjectState& a_last) {
  std::vector<Difference> found;
  for (const ModelDiff& diff : django::difference(b_last, a_last)) {
    if (diff.kind != ModelDiff::Kind::changed) {
      found.push_back({diff.key.name, "", diff.before ? "there" : "gone", diff.after ? "there" : "gone"});
      continue;
    }
    for (const ModelDiff::Field& field : diff.fields) {
      auto [left, right] = differing_parts(field.before, field.after);
      found.push_back({diff.key.name, field.name, std::move(left), std::move(right)});
    }
    for (const ModelDiff::Option& option : diff.options) {
      if (same_items(option.before.get(), option.after.get())) continue;
      found.push_back({diff.key.name, "Meta." + option.name, shown(option.before.get()), shown(option.after.get())});
    }
  }
  return found;
}

/// The clash over one thing. The clashes of operations know options by their names alone.
Clash* clash_over(std::vector<Clash>& clashes, const Difference& difference) {
  const std::string option = difference.name.starts_with("Meta.") ? difference.name.substr(5) : "";
  for (Clash& clash : clashes) {
    if (clash.mild || clash.model != difference.model) continue;
    if (clash.field == difference.name || (!option.empty() && (clash.field == option || (clash.field == "options" && clash.kind == "same-option"))) ||
        clash.kind == "same-model")
      return &clash;
  }
  return nullptr;
}

Clash* clash_with(std::vector<Clash>& clashes, const std::string& operation) {
  const auto found = std::find_if(clashes.begin(), clashes.end(), [&](const Clash& clash) {
    return !clash.mild && std::find(clash.operations.begin(), clash.operations.end(), operation) != clash.operations.end();
  });
  return found != clashes.end() ? &*found : nullptr;
}

void add_outcome(Clash& clash, std::string_view outcome, const std::string& text) {
  if (!clash.outcome.empty()) return;  // of several pairs the first one tells enough
  clash.outcome = outcome;
  clash.text += ": " + text;
}

class Outcomes {
 public:
  Outcomes(const std::string& app, const django::ModelSettings& settings, std::vector<Clash>& clashes)
      : app_(app), lines_(app, settings), clashes_(clashes) {}

  void add(const SidePair& pair) {
    const ProjectState& base = lines_.base(pair.base);
    const Run a = lines_.run(base, pair.a), b = lines_.run(base, pair.b);
    const Run b_last = lines_.run(a.state, pair.b), a_last = lines_.run(b.state, pair.a);
    const std::vector<Refusal> of_b = refused_by_the_other(b_last, b, a);
    const std::vector<Refusal> of_a = refused_by_the_other(a_last, a, b);
    add_equal_fields(pair, a, b);
    for (const Refusal& refusal : of_b) add_refusal(refusal, pair.name_of_a, find_twin(refusal, of_a));
    for (const Refusal& refusal : of_a) add_refusal(refusal, pair.name_of_b, find_twin(refusal, of_b));
    for (const Difference& difference : differences(b_last.state, a_last.state)) add_difference(pair, difference);
  }

  /// Once all pairs are in: whether what both sides leave behind is alike.
  void finish() {
    for (Clash& clash : clashes_) {
      if (!clash.equal) continue;
      const auto unequal = unequal_.find({clash.model, clash.field});
      const bool told = clash.outcome == "order";  // both ways stand there already
      if (*clash.equal && clash.outcome.empty()) {
        add_outcome(clash, "same", "both leave it alike");
      } else if (*clash.equal) {
        clash.text += "; both leave it alike";
      } else if (!told && unequal != unequal_.end()) {
        clash.text += "; " + unequal->second;
      }
    }
  }

 private:
  /// The refusal in the other order that is about the same: the second of two is refused, whichever it is.
  const Refusal* find_twin(const Refusal& refusal, const std::vector<Refusal>& others) const {
    const Clash* clash = clash_with(clashes_, operation_id(refusal));
    for (const Refusal& other : others) {
      if (clash != nullptr && clash == clash_with(clashes_, operation_id(other))) return &other;
    }
    return nullptr;
  }

  void add_equal_fields(const SidePair& pair, const Run& a, const Run& b) {
    for (Clash& clash : clashes_) {
      if (clash.kind != "same-field" || clash.mild) continue;
      const django::ModelState *of_a = a.state.find({app_, clash.model}), *of_b = b.state.find({app_, clash.model});
      if (of_a == nullptr || of_b == nullptr) continue;
      const django::FieldPointer in_a = field_of(*of_a, clash.field), in_b = field_of(*of_b, clash.field);
      if (!in_a || !in_b) continue;
      if (!clash.equal) clash.equal = true;
      if (in_a->value == in_b->value || !*clash.equal) continue;
      clash.equal = false;
      const auto [left, right] = differing_parts(in_a, in_b);
      unequal_[{clash.model, clash.field}] = fmt::format("{} leaves it with {}, {} with {}", pair.name_of_a, left, pair.name_of_b, right);
    }
  }

  /// Clashes know fields in lower case.
  static django::FieldPointer field_of(const django::ModelState& model, const std::string& name) {
    for (const django::FieldPointer& field : model.fields) {
      if (field->name_text() != nullptr && django::lower_name(*field->name_text()) == name) return field;
    }
    return nullptr;
  }

  void add_refusal(const Refusal& refusal, const std::string& after, const Refusal* twin) {
    const std::string_view where = refusal.layer == django::Layer::database ? "`migrate` stops" : "Django stops";
    const std::string id = operation_id(refusal);
    const std::string text = twin != nullptr
        ? fmt::format("whichever comes second, {} there ({}: {})", where, refusal.exception, refusal.text)
        : fmt::format("after {}, {} at {} ({}: {})", after, where, refusal.migration.name, refusal.exception, refusal.text);
    if (Clash* clash = clash_with(clashes_, id)) return add_outcome(*clash, twin != nullptr ? "fails" : "fails-in-one-order", text);
    Clash clash;
    clash.kind = "refused";
    clash.operations = {id};
    clash.outcome = "fails-in-one-order";
    clash.text = text;
    put(std::move(clash));
  }

  void add_difference(const SidePair& pair, const Difference& difference) {
    Clash* known = clash_over(clashes_, difference);
    const bool of_all = known != nullptr && known->kind == "same-model" && !difference.name.empty();
    const std::string subject = of_all ? "its " + difference.name + " is" : difference.name.empty() ? "it is" : "the last one wins:";
    const std::string text = fmt::format("{} {} if {} comes last, {} if {} does", subject, difference.after_b, pair.name_of_b,
                                         difference.after_a, pair.name_of_a);
    if (known != nullptr) return add_outcome(*known, "order", text);
    Clash clash;
    clash.kind = "order";
    clash.model = difference.model;
    clash.field = difference.name.starts_with("Meta.") ? difference.name.substr(5) : difference.name;
    clash.outcome = "order";
    clash.text = (difference.name.empty() ? "model " + difference.model : difference.model + "." + difference.name) + " hangs on the order: " + text;
    put(std::move(clash));
  }

  /// Once, and in the place of clashes that say no more than that both sides change a model.
  void put(Clash clash) {
    std::erase_if(clashes_, [](const Clash& one) { return one.mild; });
    const auto is_it = [&](const Clash& one) {
      return one.kind == clash.kind && one.model == clash.model && one.field == clash.field && one.operations == clash.operations;
    };
    if (std::none_of(clashes_.begin(), clashes_.end(), is_it)) clashes_.push_back(std::move(clash));
  }

  const std::string& app_;
  Lines lines_;
  std::vector<Clash>& clashes_;
  std::map<std::pair<std::string, std::string>, std::string> unequal_;  // how two sides leave a field, by model and field
};

}  // namespace

SidePair sides_of(const AppTree& tree, graph::NodeId first, graph::NodeId second) {
  const graph::MigrationGraph& dag = tree.graph();
  const auto own_plan = [&](graph::NodeId leaf) {
    std::vector<graph::NodeId> plan = dag.forwards_plan(leaf);
    std::erase_if(plan, [&](graph::NodeId node) { return dag.key(node).app != tree.app->label || dag.migration(node) == nullptr; });
    return plan;
  };
  const std::vector<graph::NodeId> of_first = own_plan(first), of_second = own_plan(second);
  const std::set<graph::NodeId> in_first(of_first.begin(), of_first.end()), in_second(of_second.begin(), of_second.end());
  SidePair pair;
  for (const graph::NodeId node : of_first) (in_second.contains(node) ? pair.base : pair.a).push_back(dag.migration(node));
  for (const graph::NodeId node : of_second) {
    if (!in_first.contains(node)) pair.b.push_back(dag.migration(node));
  }
  return pair;
}

void add_outcomes(const std::string& app, const std::vector<SidePair>& pairs, const django::ModelSettings& settings, std::vector<Clash>& clashes) {
  Outcomes outcomes(app, settings, clashes);
  for (const SidePair& pair : pairs) outcomes.add(pair);
  outcomes.finish();
}

}  // namespace miggraph::analysis
