#include "analysis/clashes.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "analysis/both_versions.h"
#include "django/operations/touch.h"

namespace miggraph::analysis {

namespace {

using Kind = django::Touch::Kind;

// What can be touched twice.
struct Thing {
  enum class What { model, field, index, constraint, option };
  What what;
  std::string model;
  std::string name;  // of the field, index or constraint; what kind of option
  friend auto operator<=>(const Thing&, const Thing&) = default;
};

struct Act {
  Thing thing;
  std::string_view verb;  // "added"
  bool whole = false;  // of a model: it comes, goes or changes its name, so that everything else about it is concerned
  const django::Migration* migration = nullptr;
  std::size_t operation = 0;
};

std::string_view option_name(Kind kind) {
  switch (kind) {
    case Kind::model_options:
      return "options";
    case Kind::unique_together:
      return "unique_together";
    case Kind::index_together:
      return "index_together";
    case Kind::table:
      return "db_table";
    case Kind::managers:
      return "managers";
    case Kind::order:
      return "order_with_respect_to";
    default:
      return {};
  }
}

void add_acts(const django::Touch& touch, const django::Migration& migration, std::size_t operation,
              std::vector<Act>& acts) {
  using What = Thing::What;
  const auto act = [&](What what, std::string model, std::string name, std::string_view verb, bool whole = false) {
    if (what != What::model && name.empty()) return;
    if (model.empty() && what != What::index && what != What::constraint) return;
    acts.push_back({{what, std::move(model), std::move(name)}, verb, whole, &migration, operation});
  };
  switch (touch.kind) {
    case Kind::create_model:
      return act(What::model, touch.model, "", "created", true);
    case Kind::delete_model:
      return act(What::model, touch.model, "", "deleted", true);
    case Kind::rename_model:
      act(What::model, touch.model, "", "renamed", true);
      return act(What::model, touch.new_name, "", "made by renaming another", true);
    case Kind::add_field:
      return act(What::field, touch.model, touch.name, "added");
    case Kind::remove_field:
      return act(What::field, touch.model, touch.name, "removed");
    case Kind::alter_field:
      return act(What::field, touch.model, touch.name, "altered");
    case Kind::rename_field:
      act(What::field, touch.model, touch.name, "renamed");
      return act(What::field, touch.model, touch.new_name, "made by renaming another");
    case Kind::add_index:
      return act(What::index, touch.model, touch.name, "added");
    case Kind::remove_index:
      return act(What::index, touch.model, touch.name, "removed");
    case Kind::rename_index:
      act(What::index, touch.model, touch.name, "renamed");
      return act(What::index, touch.model, touch.new_name, "made by renaming another");
    case Kind::add_constraint:
      return act(What::constraint, touch.model, touch.name, "added");
    case Kind::remove_constraint:
      return act(What::constraint, touch.model, touch.name, "removed");
    case Kind::alter_constraint:
      return act(What::constraint, touch.model, touch.name, "altered");
    case Kind::data:
    case Kind::sql:
    case Kind::opaque:
      return;  // what these touch is not known, and is not claimed
    default:
      return act(What::option, touch.model, std::string(option_name(touch.kind)), "set");
  }
}

std::vector<Act> acts_of(const std::vector<const django::Migration*>& migrations) {
  std::vector<Act> out;
  for (const django::Migration* migration : migrations)
    for (std::size_t i = 0; i < migration->operations.size(); ++i)
      for (const django::Touch& touch : django::touches(migration->operations[i])) add_acts(touch, *migration, i, out);
  return out;
}

// What each side does to one thing.
struct Meeting {
  std::map<std::size_t, std::vector<Act>> sides;

  void add(std::size_t side, const Act& act) {
    std::vector<Act>& acts = sides[side];
    const bool known = std::any_of(acts.begin(), acts.end(), [&](const Act& other) {
      return other.migration->name == act.migration->name && other.operation == act.operation &&
             other.verb == act.verb && other.thing == act.thing;
    });
    if (!known) acts.push_back(act);
  }
};

std::string joined(const std::vector<std::string>& items, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? std::string(last) : ", ";
    out += items[i];
  }
  return out;
}

std::string_view on_sides(std::size_t count) {
  static constexpr std::array<std::string_view, 3> words{"on both sides", "on all three sides", "on all four sides"};
  return count >= 2 && count < 2 + words.size() ? words[count - 2] : std::string_view("on all sides");
}

// What is done, and the refs of the sides that do it: a migration that several branches hold is one, however many they are.
using Parts = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_part(Parts& parts, std::string done, const SideChain& side) {
  auto same = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.first == done; });
  if (same == parts.end()) same = parts.insert(parts.end(), {std::move(done), {}});
  if (!side.ref.empty()) same->second.push_back(side.ref);
}

std::string with_refs(const std::pair<std::string, std::vector<std::string>>& part) {
  constexpr std::size_t most = 2;
  std::vector<std::string> refs = part.second;
  if (refs.empty()) return part.first;
  if (refs.size() > most + 1) {
    const std::size_t more = refs.size() - most;
    refs.resize(most);
    refs.push_back(std::to_string(more) + " more");
  }
  return part.first + " (" + joined(refs, " and ") + ")";
}

std::vector<std::string> with_refs(const Parts& parts) {
  std::vector<std::string> out;
  for (const auto& part : parts) out.push_back(with_refs(part));
  return out;
}

// "`student.ine` is removed on both sides: by 0003_a (main) and by 0004_b (feature)"
std::string sentence(const std::string& subject, const Meeting& meeting, const std::vector<SideChain>& sides) {
  std::set<std::string_view> verbs;
  for (const auto& [side, acts] : meeting.sides)
    for (const Act& act : acts) verbs.insert(act.verb);
  Parts by_side;
  for (const auto& [side, acts] : meeting.sides) {
    std::vector<std::string> done;
    for (const Act& act : acts) {
      std::string one = (verbs.size() > 1 ? std::string(act.verb) + " by " : "by ") + std::string(file_stem(*act.migration));
      if (std::find(done.begin(), done.end(), one) == done.end()) done.push_back(std::move(one));
    }
    constexpr std::size_t told = 3;
    if (done.size() > told + 1) {
      const std::size_t more = done.size() - told;
      done.resize(told);
      done.push_back("in " + std::to_string(more) + " more");
    }
    add_part(by_side, joined(done, " and "), sides[side]);
  }
  const std::vector<std::string> parts = with_refs(by_side);
  if (verbs.size() == 1)
    return subject + " is " + std::string(*verbs.begin()) + " " + std::string(on_sides(parts.size())) + ": " +
           joined(parts, " and ");
  return subject + " is " + joined(parts, "; ");
}

std::string subject_of(const Thing& thing) {
  switch (thing.what) {
    case Thing::What::model:
      return "model " + thing.model;
    case Thing::What::field:
      return thing.model + "." + thing.name;
    case Thing::What::index:
      return "index " + thing.name;
    case Thing::What::constraint:
      return "constraint " + thing.name;
    case Thing::What::option:
      return thing.name + " of " + thing.model;
  }
  return thing.name;
}

std::string_view kind_of(const Thing& thing) {
  switch (thing.what) {
    case Thing::What::model:
      return "same-model";
    case Thing::What::field:
      return "same-field";
    case Thing::What::index:
    case Thing::What::constraint:
      return "same-name";
    case Thing::What::option:
      return "same-option";
  }
  return "same-model";
}

Clash clash_of(const Thing& thing, const Meeting& meeting, std::string text) {
  Clash clash;
  clash.kind = kind_of(thing);
  clash.model = thing.model;
  clash.field = thing.name;
  for (const auto& [side, acts] : meeting.sides)
    for (const Act& act : acts) {
      std::string operation = std::string(file_stem(*act.migration)) + "#" + std::to_string(act.operation);
      if (std::find(clash.operations.begin(), clash.operations.end(), operation) == clash.operations.end())
        clash.operations.push_back(std::move(operation));
    }
  clash.text = std::move(text);
  return clash;
}

// "student is changed on both sides, in different places: groupe, ine (main) and birth_date (feature)"
std::string mild_sentence(const std::string& model, const Meeting& meeting, const std::vector<SideChain>& sides) {
  Parts by_side;
  for (const auto& [side, acts] : meeting.sides) {
    std::set<std::string> names;
    for (const Act& act : acts) names.insert(act.thing.name);
    const std::vector<std::string> shown(names.begin(), names.end());
    add_part(by_side, joined(shown, " and "), sides[side]);
  }
  const std::vector<std::string> parts = with_refs(by_side);
  return "model " + model + " is changed " + std::string(on_sides(parts.size())) +
         ", in different places: " + joined(parts, "; ");
}

class Finder {
 public:
  explicit Finder(const std::vector<SideChain>& sides) : sides_(sides) {
    for (const SideChain& side : sides) acts_.push_back(acts_of(side.migrations));
  }

  void compare(std::size_t a, std::size_t b) {
    const std::vector<Act> of_a = own(a, b), of_b = own(b, a);
    std::map<Thing, std::vector<const Act*>> things;
    std::map<std::string, std::vector<const Act*>> models;
    for (const Act& act : of_b) {
      things[act.thing].push_back(&act);
      if (!act.thing.model.empty()) models[act.thing.model].push_back(&act);
    }
    for (const Act& act : of_a) {
      if (const auto found = things.find(act.thing); found != things.end())
        for (const Act* other : found->second) meet(act.thing, a, act, b, *other);
      const auto found = models.find(act.thing.model);
      if (found == models.end()) continue;
      for (const Act* other : found->second) {
        if (act.thing == other->thing) continue;
        if (act.whole || other->whole)
          meet({Thing::What::model, act.thing.model, ""}, a, act, b, *other);
        else
          meet_mildly(act.thing.model, a, act, b, *other);
      }
    }
  }

  std::vector<Clash> take() const {
    std::vector<Clash> out;
    for (const auto& [thing, meeting] : meetings_)
      out.push_back(clash_of(thing, meeting,
                             thing.what == Thing::What::model ? model_sentence(thing, meeting)
                                                              : sentence(subject_of(thing), meeting, sides_)));
    if (!out.empty()) return out;
    for (const auto& [model, meeting] : mild_) {
      out.push_back(clash_of({Thing::What::model, model, ""}, meeting, mild_sentence(model, meeting, sides_)));
      out.back().mild = true;
    }
    return out;
  }

 private:
  std::vector<Act> own(std::size_t side, std::size_t other) const {
    std::set<std::string_view> shared;
    for (const django::Migration* migration : sides_[other].migrations) shared.insert(migration->name);
    std::vector<Act> out;
    for (const Act& act : acts_[side])
      if (!shared.contains(act.migration->name)) out.push_back(act);
    return out;
  }

  void meet(const Thing& thing, std::size_t a, const Act& of_a, std::size_t b, const Act& of_b) {
    meetings_[thing].add(a, of_a);
    meetings_[thing].add(b, of_b);
  }

  void meet_mildly(const std::string& model, std::size_t a, const Act& of_a, std::size_t b, const Act& of_b) {
    mild_[model].add(a, of_a);
    mild_[model].add(b, of_b);
  }

  // Of a model that one side creates, deletes or renames, the other side's acts may be about its fields.
  std::string model_sentence(const Thing& thing, const Meeting& meeting) const {
    Meeting shown = meeting;
    for (auto& [side, acts] : shown.sides)
      for (Act& act : acts)
        if (!act.whole) act.verb = "changed";
    return sentence(subject_of(thing), shown, sides_);
  }

  const std::vector<SideChain>& sides_;
  std::vector<std::vector<Act>> acts_;
  std::map<Thing, Meeting> meetings_;
  std::map<std::string, Meeting> mild_;
};

}  // namespace

std::vector<Clash> find_clashes(const std::vector<SideChain>& sides,
                                const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
  Finder finder(sides);
  for (const auto& [a, b] : pairs) finder.compare(a, b);
  return finder.take();
}

}  // namespace miggraph::analysis
