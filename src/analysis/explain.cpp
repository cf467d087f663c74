#include "analysis/explain.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "analysis/file_findings.h"
#include "analysis/graph_findings.h"
#include "analysis/tree_conflicts.h"

namespace miggraph::analysis {

namespace {

// Branches of one app that are held against one another, all with all.
constexpr std::size_t kBranchesCompared = 60;

// A branch whose merge with the target changes an app's migrations.
struct Side {
  const Party* party;
  const django::App* merged;  // the app in that merge
  const AppTree* tree;        // of `merged`
};

using AppPlace = std::pair<std::string, std::string>;

// The three-way merge of two merges with the same target, file by file: what both leave alone, and what each one
// changed. Where both changed a file, the first one's is taken.
std::vector<const django::Migration*> together(const django::App* base, const django::App& a, const django::App& b) {
  std::set<std::string> names;
  for (const django::App* app : {base, &a, &b})
    if (app)
      for (const django::Migration& migration : app->package->migrations) names.insert(migration.name);
  std::vector<const django::Migration*> out;
  for (const std::string& name : names) {
    const django::Migration* old = base ? base->migration(name) : nullptr;
    const django::Migration* of_a = a.migration(name);
    const django::Migration* of_b = b.migration(name);
    const bool kept_by_a = old && of_a ? same_file(*base, *old, a, *of_a) : old == of_a;
    const django::Migration* taken = kept_by_a ? of_b : of_a;
    if (taken) out.push_back(taken);
  }
  return out;
}

class Explain {
 public:
  Explain(Views& views, const ExplainInput& input) : views_(views), input_(input) {}

  Result<Report> run() {
    if (auto opened = open_parties(); !opened) return opened.error();
    report_.snapshot = line_of(input_.snapshot.snapshot);
    describe_apps(input_.snapshot, input_.scope, views_.graphs(), report_);
    ConflictList list(views_, parties_, input_.scope);
    if (auto added = list.add_tree_conflicts(); !added) return added.error();
    if (auto added = list.add_target_conflicts(nullptr); !added) return added.error();
    if (auto merged = merge_all(list); !merged) return merged.error();
    std::deque<ConflictList::Forks> found;
    std::vector<const ConflictList::Forks*> of_apps;
    for (const auto& [place, sides] : sides_)
      if (auto forks = forks_of(list, sides); !forks.empty()) of_apps.push_back(&found.emplace_back(std::move(forks)));
    if (auto added = list.add_branch_conflicts(of_apps); !added) return added.error();
    own_findings();
    report_.conflicts = std::move(list.conflicts);
    report_.diagnostics.insert(report_.diagnostics.end(), list.findings.begin(), list.findings.end());
    std::sort(report_.diagnostics.begin(), report_.diagnostics.end(), before);
    std::stable_sort(report_.conflicts.begin(), report_.conflicts.end(), [](const Conflict& a, const Conflict& b) {
      return std::tie(a.app, a.path, a.scope) < std::tie(b.app, b.path, b.scope);
    });
    return std::move(report_);
  }

 private:
  const Party& target() const { return parties_.front(); }

  // The target first, then the snapshot, then the others that the target does not hold yet.
  Status open_parties() {
    parties_.reserve(input_.branches.size() + 2);
    const source::Snapshot& own = input_.snapshot.snapshot;
    const bool own_target = !input_.target || (!own.ref.empty() && input_.target->revision.ref == own.ref);
    Party snapshot{own.ref, input_.snapshot, true, own_target};
    if (!own_target) {
      auto view = views_.at(input_.target->revision);
      if (!view) return view.error();
      parties_.push_back({input_.target->revision.ref, std::move(*view), false, true});
    }
    parties_.push_back(std::move(snapshot));
    if (!own_target)
      if (auto line = add_line(input_.target->revision, input_.target->why); !line) return line.error();
    std::set<source::CommitId> tips;
    for (const Party& party : parties_)
      if (party.view.snapshot.commit) tips.insert(*party.view.snapshot.commit);
    const Working working(input_.progress, Stage::branches, input_.branches.size());
    for (const source::Revision& branch : input_.branches) {
      working.step();
      if (branch.ref == own.ref || branch.ref == target().ref || !tips.insert(branch.commit).second) continue;
      if (const auto& tip = target().view.snapshot.commit) {
        auto bases = views_.merge_bases(*tip, branch.commit);
        if (!bases) return bases.error();
        if (!bases->empty() && bases->front() == branch.commit) continue;  // the target holds it
      }
      auto view = views_.at(branch);
      if (!view) return view.error();
      parties_.push_back({branch.ref, std::move(*view), false, false});
      if (auto line = add_line(branch, "an open branch"); !line) return line.error();
    }
    return Nothing{};
  }

  Status add_line(const source::Revision& revision, const std::string& why) {
    AgainstLine line{revision.ref, revision.commit.hex(), std::nullopt, why};
    if (const auto& own = input_.snapshot.snapshot.commit) {
      auto bases = views_.merge_bases(*own, revision.commit);
      if (!bases) return bases.error();
      if (!bases->empty()) line.merge_base = bases->front().hex();
    }
    report_.against.push_back(std::move(line));
    return Nothing{};
  }

  Status merge_all(ConflictList& list) {
    const Working working(input_.progress, Stage::merging, parties_.size() - 1);
    for (std::size_t i = 1; i < parties_.size(); ++i) {
      auto merged = views_.merge(target().view, parties_[i].view);
      if (!merged) return merged.error();
      merged_codebases_.push_back(merged->codebase);
      working.step();
      for (const django::App* app : judge(*merged->codebase, input_.scope).apps) {
        const django::App* before_merge = target().app(*app);
        if (before_merge && before_merge->package == app->package) continue;
        sides_[{app->label, app->migrations_path}].push_back({&parties_[i], app, list.tree(merged->codebase, *app)});
      }
    }
    return Nothing{};
  }

  std::vector<Fork> forks_of(ConflictList& list, const std::vector<Side>& sides) {
    std::vector<Fork> out;
    for (const Side& side : sides) {
      const std::vector<LeafPair> pairs = forks_of_merge(*side.tree, target(), list.tree(target(), *side.merged),
                                                         *side.party, list.tree(*side.party, *side.merged));
      if (!pairs.empty()) out.push_back({*side.tree, &target(), side.party, pairs, severity(*side.party)});
    }
    const std::size_t compared = std::min(sides.size(), kBranchesCompared);
    if (compared < sides.size())
      report_.notes.push_back(sides.front().merged->label + ": of " + std::to_string(sides.size()) +
                              " branches that change it, only the first " + std::to_string(compared) +
                              " were held against one another");
    for (std::size_t i = 0; i < compared; ++i)
      for (std::size_t j = i + 1; j < compared; ++j) add_fork_between(sides[i], sides[j], out);
    return out;
  }

  // Two branches beside the target: each may merge cleanly with it, and yet not with the other one.
  void add_fork_between(const Side& a, const Side& b, std::vector<Fork>& out) {
    if (a.merged->package == b.merged->package) return;
    const graph::AppMigrations both{a.merged->label, together(target().app(*a.merged), *a.merged, *b.merged)};
    const graph::LoadedGraph& loaded = combined_.emplace_back(
        graph::build_graph(std::span(&both, 1), target().view.codebase->settings, {.keep_going = true}));
    const AppTree tree{&loaded, a.merged};
    const std::vector<LeafPair> pairs = forks_of_merge(tree, *a.party, a.tree, *b.party, b.tree);
    if (pairs.empty())
      combined_.pop_back();
    else
      out.push_back({tree, a.party, b.party, pairs, Severity::warning});
  }

  Severity severity(const Party& party) const { return party.is_snapshot ? Severity::error : Severity::warning; }

  void own_findings() {
    const std::vector<const django::App*> judged = judge(*input_.snapshot.codebase, input_.scope).apps;
    const auto add = [&](const std::vector<Finding>& findings) {
      report_.diagnostics.insert(report_.diagnostics.end(), findings.begin(), findings.end());
    };
    std::vector<NamedCodebase> others;
    for (const Party& party : parties_)
      if (!party.is_snapshot) others.push_back({party.ref, party.view.codebase.get()});
    add(graph_findings(*input_.snapshot.codebase, judged, others));
    add(file_findings(input_.snapshot, judged));
  }

  Views& views_;
  const ExplainInput& input_;
  std::vector<Party> parties_;  // the target first
  std::map<AppPlace, std::vector<Side>> sides_;
  std::deque<graph::LoadedGraph> combined_;
  std::vector<std::shared_ptr<const django::Codebase>> merged_codebases_;
  Report report_;
};

}  // namespace

Result<Report> explain(Views& views, const ExplainInput& input) {
  const Working working(input.progress, Stage::analysing);
  return Explain(views, input).run();
}

}  // namespace miggraph::analysis
