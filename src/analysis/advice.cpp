#include "analysis/advice.h"

#include <algorithm>
#include <set>

#include "analysis/judged_apps.h"
#include "base/shell_word.h"
#include "django/operations/touch.h"
#include "graph/ancestry.h"
#include "graph/closest_names.h"

namespace miggraph::analysis {

namespace {

// Beyond these the commands would be longer than what they are about.
constexpr std::size_t kMoversTold = 6;

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " migration" : " migrations");
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out;
}

bool has_ref(const Leaf& leaf, const std::string& ref) {
  return std::find(leaf.refs.begin(), leaf.refs.end(), ref) != leaf.refs.end();
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

// "0003_b" with the number 7 -> "0007_b"; as it is where it has none.
std::string renumbered(const std::string& name, unsigned long number) {
  const std::string_view digits = graph::number_of(name);
  if (digits.empty()) return name;
  std::string text = std::to_string(number);
  if (text.size() < digits.size()) text.insert(0, digits.size() - text.size(), '0');
  return text + name.substr(digits.size());
}

unsigned long number_in(const std::string& name) {
  const std::string_view digits = graph::number_of(name);
  unsigned long out = 0;
  for (const char digit : digits.substr(0, 9)) out = out * 10 + static_cast<unsigned long>(digit - '0');
  return out;
}

// The name of a branch to switch to: of a remote one, git makes a local one of the same name.
std::string local_name(const Party& party) {
  constexpr std::string_view origin = "origin/";
  return party.ref.starts_with(origin) ? party.ref.substr(origin.size()) : party.ref;
}

class Adviser {
 public:
  Adviser(Conflict& conflict, const std::vector<Party>& parties, const AppTree& tree)
      : conflict_(conflict), parties_(parties), tree_(tree) {
    for (const Party& party : parties) {
      if (party.is_target && !target_) target_ = &party;
      if (party.is_snapshot) snapshot_ = &party;
    }
    const django::Project* project = nullptr;
    for (const Party& party : parties)
      if (const django::App* app = party.app(*tree.app); app && !project)
        project = project_of(*party.view.codebase, *app);
    manage_ = "python " + shell_quoted((project && !project->root.empty() ? project->root + "/" : "") + "manage.py");
  }

  void run() {
    switch (conflict_.scope) {
      case Conflict::Scope::target:
        say(name_of_target() + " has these leaves already: nothing to do on " + snapshot_name() +
            " itself." +
            (conflict_.gaps.empty() ? " Whoever mends " + name_of_target() + " joins them there:" : ""));
        return conflict_.gaps.empty() ? join_leaves() : mend_gaps();
      case Conflict::Scope::tree:
        return in_one_tree();
      case Conflict::Scope::branches:
        return across_branches();
    }
  }

 private:
  struct Mover {
    const Party* party;
    const Leaf* leaf;
  };

  void say(std::string text) { conflict_.advice.push_back({std::move(text), {}}); }
  /// Belongs to what was said last.
  void type(std::string command) { conflict_.advice.back().commands.push_back(std::move(command)); }
  std::string name_of_target() const { return target_ ? target_->ref : "the target branch"; }
  std::string snapshot_name() const { return snapshot_ && !snapshot_->ref.empty() ? snapshot_->ref : "this branch"; }

  const Leaf* leaf_of_target() const {
    if (!target_) return nullptr;
    for (const Leaf& leaf : conflict_.leaves)
      if (has_ref(leaf, target_->ref)) return &leaf;
    return nullptr;
  }

  bool has_gap(const Leaf& leaf) const {
    return std::any_of(conflict_.gaps.begin(), conflict_.gaps.end(),
                       [&](const Gap& gap) { return gap.leaf == leaf.migration; });
  }

  // On one leaf's line, or (null) on all of them. No commands: what is meant instead, only people know.
  void mend_gaps(const Leaf* leaf = nullptr) {
    for (const Gap& gap : conflict_.gaps)
      if ((!leaf || gap.leaf == leaf->migration) && told_gaps_.insert(gap.text).second)
        say(gap.text + ": mend that first; one of the leaves may go with it");
  }

  void in_one_tree() {
    if (!conflict_.gaps.empty()) return mend_gaps();
    const Leaf* stays = leaf_of_target();
    std::vector<const Leaf*> moving;
    for (const Leaf& leaf : conflict_.leaves)
      if (target_ && !has_ref(leaf, target_->ref)) moving.push_back(&leaf);
    if (stays && !target_->is_snapshot && moving.size() == 1) {
      say(snapshot_name() + " brings " + moving.front()->migration + "; " + name_of_target() + " has " +
          stays->migration + " already. So it is the one to move behind that.");
      move({snapshot_, moving.front()}, *stays, false);
      return tell_applied();
    }
    if (!clashing().empty())
      say("Both lines touch the same things: what is done twice must go from one of them first.");
    say("Where these migrations are shared already (this is the main line), join them with a merge migration. Where "
        "only one of them is, change the other one's dependency so that it comes behind it.");
    join_leaves();
  }

  // `makemigrations --merge`, or what to do where Django refuses to.
  void join_leaves() {
    std::vector<graph::NodeId> leaves;
    std::vector<std::string> names;
    for (const Leaf& leaf : conflict_.leaves) {
      names.push_back(leaf.migration);
      if (const auto node = tree_.graph().find({tree_.app->label, leaf.migration})) leaves.push_back(*node);
    }
    if (!graph::merge_ancestors(tree_.graph(), leaves).empty())
      return type(manage_ + " makemigrations --merge " + shell_quoted(conflict_.app));
    say("`makemigrations --merge` refuses here, because it finds no common ancestor: write an empty migration by hand "
        "that depends on " +
        listed(names) + ".");
    type(manage_ + " makemigrations --empty " + shell_quoted(conflict_.app));
  }

  void across_branches() {
    const Leaf* stays = leaf_of_target();
    const std::vector<Mover> movers = find_movers();
    // Behind what stays everything else goes: where its own line has a gap, nothing else can be said either.
    const Leaf& first = stays ? *stays : conflict_.leaves.front();
    if (has_gap(first)) return mend_gaps();
    const auto hangs = [&](const Mover& mover) { return has_gap(*mover.leaf); };
    if (!movers.empty() && std::all_of(movers.begin(), movers.end(), hangs)) {
      for (const Mover& mover : movers) mend_gaps(mover.leaf);
      return;
    }
    if (stays) {
      say(name_of_target() + ": nothing to do, and no merge migration. Its " + stays->migration +
          " stays where it is, and the rest is not on " + name_of_target() + " yet: " +
          (movers.size() > 1 ? "each of the other branches has to move behind it."
                             : (movers.empty() || movers[0].party->ref.empty() ? std::string("the other side")
                                                                               : movers[0].party->ref) +
                                   " has to move behind it."));
    } else if (target_) {
      say(name_of_target() +
          ": nothing to do. Each of these branches goes into it by itself; the one that comes second has to move.");
    } else {
      say("Whichever of these is merged second has to move behind the other.");
    }
    for (std::size_t i = 0; i < std::min(movers.size(), kMoversTold); ++i) {
      const Leaf* onto = stays ? stays : first_other(*movers[i].leaf);
      if (hangs(movers[i]))
        mend_gaps(movers[i].leaf);
      else if (onto)
        move(movers[i], *onto, true);
    }
    if (movers.size() > kMoversTold)
      say("… and " + std::to_string(movers.size() - kMoversTold) + " more branches in the same way.");
    tell_applied();
  }

  // Who holds a leaf that the target does not. Without a leaf of the target in it, all but the first.
  std::vector<Mover> find_movers() const {
    std::vector<Mover> out;
    const bool target_stays = leaf_of_target() != nullptr;
    for (const Leaf& leaf : conflict_.leaves) {
      if (target_stays && has_ref(leaf, target_->ref)) continue;
      if (!target_stays && &leaf == &conflict_.leaves.front()) continue;
      for (const Party& party : parties_) {
        if (party.ref.empty() ? !leaf.refs.empty() : !has_ref(leaf, party.ref)) continue;
        out.push_back({&party, &leaf});
        break;
      }
    }
    // On the branch that has to move, the others are not its business.
    const auto own = std::find_if(out.begin(), out.end(), [](const Mover& mover) { return mover.party->is_snapshot; });
    if (own != out.end() && !snapshot_->is_target) out = {*own};
    return out;
  }

  const Leaf* first_other(const Leaf& leaf) const {
    for (const Leaf& other : conflict_.leaves)
      if (&other != &leaf) return &other;
    return nullptr;
  }

  std::vector<const Clash*> clashing() const {
    std::vector<const Clash*> out;
    for (const Clash& clash : conflict_.clashes)
      if (!clash.mild) out.push_back(&clash);
    return out;
  }

  static bool is_of(const Clash& clash, const std::vector<Step>& chain) {
    return std::any_of(clash.operations.begin(), clash.operations.end(), [&](const std::string& operation) {
      const std::string name = operation.substr(0, operation.find('#'));
      return std::any_of(chain.begin(), chain.end(), [&](const Step& step) { return step.migration == name; });
    });
  }

  // The steps of a side that the other one does not have.
  static std::vector<Step> own_steps(const Leaf& leaf, const Leaf& onto) {
    std::vector<Step> out;
    for (const Step& step : leaf.chain)
      if (std::none_of(onto.chain.begin(), onto.chain.end(),
                       [&](const Step& other) { return other.key == step.key; }))
        out.push_back(step);
    return out;
  }

  bool runs_code(const std::vector<Step>& steps) const {
    for (const Step& step : steps)
      for (const Party& party : parties_) {
        const django::App* app = party.app(*tree_.app);
        const django::Migration* migration = app ? app->migration(step.migration) : nullptr;
        if (!migration) continue;
        for (const django::Operation& operation : migration->operations)
          for (const django::Touch& touch : django::touches(operation))
            if (touch.kind == django::Touch::Kind::data || touch.kind == django::Touch::Kind::sql ||
                touch.kind == django::Touch::Kind::opaque)
              return true;
      }
    return false;
  }

  void move(const Mover& mover, const Leaf& onto, bool pull) {
    const std::vector<Step> steps = own_steps(*mover.leaf, onto);
    if (steps.empty()) return;
    const std::vector<const Clash*> all = clashing();
    const bool clash = std::any_of(all.begin(), all.end(),
                                   [&](const Clash* one) { return is_of(*one, steps) && is_of(*one, onto.chain); });
    const std::string who = mover.party && !mover.party->ref.empty() ? mover.party->ref : "this side";
    const std::string rebase = who + ": rebase its " + counted(steps.size()) + " onto " + onto.migration + ". ";
    if (clash) {
      say(rebase + "Some of what " + (steps.size() == 1 ? "it does" : "they do") +
          " clashes with what is done there, so the surest way is to settle models.py, delete " +
          (steps.size() == 1 ? "it" : "them") + " and have the rest made anew" +
          (runs_code(steps) ? "; operations that run code (RunPython, RunSQL) are to be carried over by hand." : "."));
      std::string remove = "git rm";
      for (const Step& step : steps) remove += " " + shell_quoted(step.path);
      bring_together(mover, onto, pull, steps, [&] { type(std::move(remove)); });
      type(manage_ + " makemigrations " + shell_quoted(conflict_.app));
    } else {
      say(rebase + "Nothing in " + (steps.size() == 1 ? "it" : "them") +
          " touches the same fields or names: a new number and a new dependency is all.");
      bring_together(mover, onto, pull, steps, [&] { rename(steps, onto); });
    }
    type(manage_ + " makemigrations --check --dry-run");
    if (conflict_.base.size() == 1 && mover.party)
      applied_.insert("Applied to a local database already? First, with the old files still there: `" + manage_ +
                      " migrate " + shell_quoted(conflict_.app) + " " + conflict_.base.front() +
                      "` (data in columns that go is lost).");
  }

  // What it is to move behind has to be there first; but a file that git cannot merge has to make way before that.
  template <class MakeWay>
  void bring_together(const Mover& mover, const Leaf& onto, bool pull, const std::vector<Step>& steps,
                      const MakeWay& make_way) {
    const bool contested = std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.is_contested(); });
    const bool elsewhere = mover.party && !mover.party->is_snapshot;
    const bool merges = pull && !onto.refs.empty();
    const std::string go = elsewhere && merges ? "git switch " + shell_quoted(local_name(*mover.party)) : "";
    const std::string merge = "git merge " + (merges ? shell_quoted(onto.refs.front()) : "");
    if (!contested || !merges) {
      if (merges) type(go.empty() ? merge : go + " && " + merge);
      make_way();
      return;
    }
    if (!go.empty()) type(go);
    make_way();
    type("git commit --all --message " + shell_quoted("Make way for the migrations of " + onto.refs.front()));
    type(merge);
  }

  void rename(const std::vector<Step>& steps, const Leaf& onto) {
    const unsigned long above = number_in(onto.migration);
    const bool behind = number_in(steps.front().migration) > above || graph::number_of(steps.front().migration).empty();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < steps.size(); ++i)
      names.push_back(behind ? steps[i].migration : renumbered(steps[i].migration, above + 1 + i));
    // The last one first: each new name is free by then.
    for (std::size_t i = steps.size(); i-- > 0;)
      if (names[i] != steps[i].migration)
        type("git mv " + shell_quoted(steps[i].path) + " " + shell_quoted(parent_of(steps[i].path) + names[i] + ".py"));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool first = i == 0;
      if (!first && names[i - 1] == steps[i - 1].migration) continue;
      const std::string& behind_what = first ? onto.migration : names[i - 1];
      const std::string instead_of = listed(steps[i].parents);
      type("# in " + names[i] + ".py: depend on (\"" + conflict_.app + "\", \"" + behind_what + "\")" +
           (instead_of.empty() ? "" : " instead of " + instead_of));
    }
  }

  // Once for all branches, at the end: it is the same for each.
  void tell_applied() {
    for (const std::string& line : applied_) say(line);
  }

  Conflict& conflict_;
  const std::vector<Party>& parties_;
  const AppTree& tree_;
  const Party* target_ = nullptr;
  const Party* snapshot_ = nullptr;
  std::string manage_;
  std::set<std::string> applied_;
  std::set<std::string> told_gaps_;
};

}  // namespace

void advise(Conflict& conflict, const std::vector<Party>& parties, const AppTree& tree) {
  Adviser(conflict, parties, tree).run();
}

}  // namespace miggraph::analysis
