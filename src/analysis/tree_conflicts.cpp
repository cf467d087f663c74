#include "analysis/tree_conflicts.h"

#include <algorithm>
#include <optional>

#include "analysis/advice.h"
#include "base/parallel.h"

namespace miggraph::analysis {

ConflictList::ConflictList(Views& views, const std::vector<Party>& parties, const Scope& scope)
    : views_(views), parties_(parties), scope_(scope) {
  for (const Party& party : parties) {
    if (party.is_snapshot) snapshot_ = &party;
    if (party.is_target && !target_) target_ = &party;
  }
}

const AppTree* ConflictList::tree(const std::shared_ptr<const django::Codebase>& codebase, const django::App& app) {
  const graph::LoadedGraph& loaded = views_.graphs().of(codebase, app);
  const std::lock_guard lock(mutex_);
  return &trees_.try_emplace({&loaded, &app}, AppTree{&loaded, &app}).first->second;
}

const AppTree* ConflictList::tree(const Party& party, const django::App& like) {
  const django::App* app = party.app(like);
  return app ? tree(party.view.codebase, *app) : nullptr;
}

Result<Conflict> ConflictList::build(const django::App& app, Conflict::Scope conflict_scope, const Forks& forks) const {
  auto conflict = ConflictBuilder(views_, parties_).build(app, conflict_scope, forks);
  if (conflict) advise(*conflict, parties_, forks.front().tree);
  return conflict;
}

void ConflictList::keep(Conflict conflict) {
  findings.push_back(finding_of(conflict, parties_));
  conflicts.push_back(std::move(conflict));
}

Status ConflictList::add(const django::App& app, Conflict::Scope conflict_scope, const Forks& forks) {
  auto conflict = build(app, conflict_scope, forks);
  if (!conflict) return conflict.error();
  keep(std::move(*conflict));
  return Nothing{};
}

Status ConflictList::add_branch_conflicts(const std::vector<const Forks*>& of_apps) {
  std::vector<std::optional<Result<Conflict>>> built(of_apps.size());
  const auto build_one = [&](std::size_t i) {
    built[i].emplace(build(*of_apps[i]->front().tree.app, Conflict::Scope::branches, *of_apps[i]));
  };
  parallel_for(built.size(), cores(), build_one, 2);
  for (auto& conflict : built) {
    if (!*conflict) return conflict->error();
    keep(std::move(**conflict));
  }
  return Nothing{};
}

Status ConflictList::add_tree_conflicts() {
  const Party* others = target_ && !target_->is_snapshot ? target_ : nullptr;
  for (const django::App* app : judge(*snapshot_->view.codebase, scope_).apps) {
    const AppTree& own = *tree(snapshot_->view.codebase, *app);
    const std::vector<LeafPair> pairs = forks_of_tree(own, others ? tree(*others, *app) : nullptr);
    if (pairs.empty()) continue;
    const Status added = add(*app, Conflict::Scope::tree, {{own, snapshot_, nullptr, pairs, Severity::error}});
    if (!added) return added;
  }
  return Nothing{};
}

Status ConflictList::add_target_conflicts(const std::shared_ptr<const django::Codebase>& after) {
  if (!target_ || target_->is_snapshot) return Nothing{};
  for (const django::App* app : judge(*target_->view.codebase, scope_).apps) {
    const AppTree& theirs = *tree(target_->view.codebase, *app);
    const std::vector<LeafPair> pairs = forks_of_tree(theirs, nullptr);
    if (pairs.empty()) continue;
    const django::App* then = after ? counterpart(*after, *app) : app;
    if (!then) continue;
    if (then != app) {
      const AppTree& merged = *tree(after, *then);
      const ForkOf of_target(merged, &theirs);
      const std::vector<graph::NodeId> leaves = merged.leaves();
      bool still = false;
      for (std::size_t i = 0; i < leaves.size() && !still; ++i)
        for (std::size_t j = i + 1; j < leaves.size() && !still; ++j) still = of_target.has(leaves[i], leaves[j]);
      if (!still) continue;
    }
    const Status added = add(*app, Conflict::Scope::target, {{theirs, target_, nullptr, pairs, Severity::warning}});
    if (!added) return added;
  }
  return Nothing{};
}

void describe_apps(const View& view, const Scope& scope, AppGraphs& graphs, Report& report) {
  const JudgedApps judged = judge(*view.codebase, scope);
  for (const django::App* app : judged.apps) {
    const AppTree tree{&graphs.of(view.codebase, *app), app};
    report.apps.push_back({app->label, app->path, app->package->migrations.size(), tree.leaf_names()});
  }
  const auto note = [&](std::size_t count, std::string_view why) {
    if (count > 0)
      report.notes.push_back(std::to_string(count) + (count == 1 ? " app " : " apps ") +
                             "not judged: " + std::string(why) + " (--all-apps judges them too)");
  };
  note(judged.excluded, "excluded by the configuration");
  note(judged.not_installed, "not in INSTALLED_APPS");
  note(judged.not_shipped, "below tests/, docs/ or examples/");
}

SnapshotLine line_of(const source::Snapshot& snapshot) {
  SnapshotLine line;
  line.kind = name_of(snapshot.kind);
  line.ref = snapshot.ref;
  if (snapshot.commit) line.commit = snapshot.commit->hex();
  return line;
}

}  // namespace miggraph::analysis
