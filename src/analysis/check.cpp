#include "analysis/check.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "analysis/additions.h"
#include "analysis/both_versions.h"
#include "analysis/file_findings.h"
#include "analysis/graph_findings.h"
#include "analysis/merge_findings.h"
#include "analysis/tree_conflicts.h"
#include "base/parallel.h"

namespace miggraph::analysis {

namespace {

using AppPlace = std::pair<std::string, std::string>;  // label, migrations folder: the order of the output

// What a finding is about, whatever the branch it is found on.
auto gist(const Finding& finding) {
  return std::tie(finding.diagnostic, finding.app, finding.migration, finding.message);
}

class Check {
 public:
  Check(Views& views, const CheckInput& input) : views_(views), input_(input) {}

  Result<Report> run() {
    if (auto opened = open_parties(); !opened) return opened.error();
    report_.snapshot = line_of(input_.snapshot.snapshot);
    describe_apps(input_.snapshot, input_.scope, views_.graphs(), report_);

    ConflictList list(views_, parties_, input_.scope);
    if (auto added = list.add_tree_conflicts(); !added) return added.error();
    own_findings();
    if (auto compared = compare_all(list); !compared) return compared.error();
    std::vector<const ConflictList::Forks*> of_apps;
    for (const auto& [place, forks] : forks_) of_apps.push_back(&forks);
    if (auto added = list.add_branch_conflicts(of_apps); !added) return added.error();

    const std::vector<std::string> models = notes_of(unmergeable_models_);
    report_.notes.insert(report_.notes.end(), models.begin(), models.end());
    report_.conflicts = std::move(list.conflicts);
    report_.diagnostics.insert(report_.diagnostics.end(), list.findings.begin(), list.findings.end());
    std::sort(report_.diagnostics.begin(), report_.diagnostics.end(), before);
    std::stable_sort(report_.conflicts.begin(), report_.conflicts.end(), [](const Conflict& a, const Conflict& b) {
      return std::tie(a.app, a.path, a.scope) < std::tie(b.app, b.path, b.scope);
    });
    return std::move(report_);
  }

 private:
  Status open_parties() {
    parties_.reserve(input_.against.size() + 1);  // forks point to them
    Party& snapshot = parties_.emplace_back();
    snapshot.ref = input_.snapshot.snapshot.ref;
    snapshot.view = input_.snapshot;
    snapshot.is_snapshot = true;
    std::vector<source::Revision> revisions;
    for (const Against& against : input_.against) revisions.push_back(against.revision);
    auto views = views_.at_all(revisions);
    if (!views) return views.error();
    for (std::size_t i = 0; i < input_.against.size(); ++i) {
      Party& party = parties_.emplace_back();
      party.ref = input_.against[i].revision.ref;
      party.view = std::move((*views)[i]);
      party.is_target = input_.against[i].target;
    }
    return Nothing{};
  }

  std::vector<NamedCodebase> others() const {
    std::vector<NamedCodebase> out;
    for (std::size_t i = 1; i < parties_.size(); ++i) out.push_back({parties_[i].ref, parties_[i].view.codebase.get()});
    return out;
  }

  // Without the other refs: what the merge loses is not to be had from the branch that is merged.
  std::vector<Finding> graph_findings_of(const django::Codebase& codebase) const {
    return graph_findings(codebase, judge(codebase, input_.scope).apps, {});
  }

  void own_findings() {
    const std::vector<const django::App*> judged = judge(*input_.snapshot.codebase, input_.scope).apps;
    own_graph_findings_ = graph_findings(*input_.snapshot.codebase, judged, others());
    add(own_graph_findings_);
    add(file_findings(input_.snapshot, judged));
    add(packages_without_init(input_.snapshot, input_.scope));
  }

  void add(const std::vector<Finding>& findings) {
    report_.diagnostics.insert(report_.diagnostics.end(), findings.begin(), findings.end());
  }

  Status compare_all(ConflictList& list) {
    std::vector<std::size_t> places;  // in against, of those that bring something
    std::vector<const View*> theirs;
    for (std::size_t i = 0; i < input_.against.size(); ++i) {
      const Against& against = input_.against[i];
      AgainstLine line{against.revision.ref, against.revision.commit.hex(), std::nullopt, against.why};
      bool is_merge = true;
      if (input_.snapshot.snapshot.commit) {
        auto bases = views_.merge_bases(*input_.snapshot.snapshot.commit, against.revision.commit);
        if (!bases) return bases.error();
        if (!bases->empty()) line.merge_base = bases->front().hex();
        is_merge = bases->empty() || bases->front() != against.revision.commit;  // else the snapshot has it all
      }
      report_.against.push_back(std::move(line));
      if (is_merge) {
        places.push_back(i);
        theirs.push_back(&parties_[i + 1].view);
      } else if (&parties_[i + 1] == list.target()) {
        if (auto added = list.add_target_conflicts(input_.snapshot.codebase); !added) return added;
      }
    }
    auto merged = views_.merge_all(input_.snapshot, theirs);
    if (!merged) return merged.error();
    std::vector<Comparison> comparisons(places.size());
    const auto compare_one = [&](std::size_t i) {
      const Severity severity = input_.against[places[i]].target ? Severity::error : Severity::warning;
      comparisons[i] = compare(list, parties_[places[i] + 1], (*merged)[i], severity);
    };
    constexpr std::size_t comparisons_worth_a_thread = 8;
    parallel_for(places.size(), cores(), compare_one, comparisons_worth_a_thread);
    for (std::size_t i = 0; i < places.size(); ++i) {
      take(std::move(comparisons[i]));
      if (&parties_[places[i] + 1] != list.target()) continue;
      if (auto added = list.add_target_conflicts((*merged)[i].codebase); !added) return added;
    }
    return Nothing{};
  }

  // What the merge with one branch shows.
  struct Comparison {
    std::vector<Fork> forks;
    std::vector<Finding> findings;
    UnmergeableModels unmergeable_models;
    std::shared_ptr<const django::Codebase> merged;  // what forks point into
  };

  void take(Comparison comparison) {
    for (Fork& fork : comparison.forks)
      forks_[{fork.tree.app->label, fork.tree.app->migrations_path}].push_back(std::move(fork));
    add(comparison.findings);
    for (auto& [path, refs] : comparison.unmergeable_models) {
      std::vector<std::string>& all = unmergeable_models_[path];
      all.insert(all.end(), refs.begin(), refs.end());
    }
    merged_codebases_.push_back(std::move(comparison.merged));
  }

  // From any thread.
  Comparison compare(ConflictList& list, const Party& theirs, const View& merged, Severity severity) const {
    Comparison out;
    out.merged = with_both_versions(merged, input_.snapshot, theirs.view);
    out.forks = find_forks(list, out.merged, theirs, severity);
    out.findings = merge_findings(merged, parties_.front(), theirs, input_.scope, severity, out.unmergeable_models);
    std::vector<Finding> of_merge = findings_of_merge(merged, theirs, severity);
    std::move(of_merge.begin(), of_merge.end(), std::back_inserter(out.findings));
    return out;
  }

  std::vector<Fork> find_forks(ConflictList& list, const std::shared_ptr<const django::Codebase>& merged,
                               const Party& theirs, Severity severity) const {
    std::vector<Fork> out;
    for (const django::App* app : judge(*merged, input_.scope).apps) {
      const django::App* ours = parties_.front().app(*app);
      const django::App* other = theirs.app(*app);
      // Where one side's folder came through unchanged, nothing was brought together.
      if ((ours && ours->package == app->package) || (other && other->package == app->package)) continue;
      const AppTree& tree = *list.tree(merged, *app);
      const AppTree* tree_of_ours = list.tree(parties_.front(), *app);
      const AppTree* tree_of_theirs = list.tree(theirs, *app);
      std::vector<LeafPair> pairs = forks_of_merge(tree, parties_.front(), tree_of_ours, theirs, tree_of_theirs);
      // A fork that one side has already, of which the merge moves the leaves on: neither side shows it like this. One
      // that theirs has is not held against the snapshot.
      Severity held = severity;
      const auto shows = [&](const AppTree* side) {
        return side != nullptr && side->leaf_names() == tree.leaf_names();
      };
      if (pairs.empty() && !shows(tree_of_ours) && !shows(tree_of_theirs)) {
        pairs = forks_of_tree(tree, tree_of_theirs);
        if (pairs.empty()) {
          pairs = forks_of_tree(tree, nullptr);
          held = Severity::warning;
        }
      }
      if (!pairs.empty()) out.push_back({tree, &parties_.front(), &theirs, pairs, held});
    }
    return out;
  }

  // What Django would refuse only once both are together.
  std::vector<Finding> findings_of_merge(const View& merged, const Party& theirs, Severity severity) const {
    std::vector<Finding> out;
    if (is_plain_addition(*input_.snapshot.codebase, *merged.codebase) ||
        is_plain_addition(*theirs.view.codebase, *merged.codebase))
      return out;
    const std::vector<Finding> of_theirs = graph_findings_of(*theirs.view.codebase);
    const auto known = [&](const Finding& finding, const std::vector<Finding>& findings) {
      return std::any_of(findings.begin(), findings.end(),
                         [&](const Finding& other) { return gist(other) == gist(finding); });
    };
    for (Finding& finding : graph_findings_of(*merged.codebase)) {
      if (known(finding, own_graph_findings_) || known(finding, of_theirs)) continue;
      finding.message += " (once " + theirs.ref + " is merged)";
      finding.severity = std::max(finding.severity, severity);
      for (const Party* party : {static_cast<const Party*>(&parties_.front()), &theirs})
        if (!party->ref.empty()) finding.refs.push_back(party->ref);
      out.push_back(std::move(finding));
    }
    return out;
  }

  Views& views_;
  const CheckInput& input_;
  std::vector<Party> parties_;  // the snapshot first
  std::vector<Finding> own_graph_findings_;
  std::map<AppPlace, ConflictList::Forks> forks_;
  UnmergeableModels unmergeable_models_;
  std::vector<std::shared_ptr<const django::Codebase>> merged_codebases_;  // what forks_ points into
  Report report_;
};

}  // namespace

Result<Report> check(Views& views, const CheckInput& input) {
  const Working working(input.progress, Stage::analysing);
  return Check(views, input).run();
}

}  // namespace miggraph::analysis
