#pragma once

#include <mutex>
#include <vector>

#include "analysis/conflict_builder.h"
#include "analysis/judged_apps.h"

namespace miggraph::analysis {

/// What check and explain both begin with, and how they put conflicts into a report.
class ConflictList {
 public:
  /// `parties` must stay where they are: the snapshot, and the refs that it is held against.
  ConflictList(Views& views, const std::vector<Party>& parties, const Scope& scope);

  /// Several leaves in the snapshot's tree (scope `tree`), but for forks that the target has already.
  Status add_tree_conflicts();
  /// Several leaves that the target has (scope `target`), where what `after` says does not join them. Null: nothing
  /// does. `after`: the merge of the snapshot with the target.
  Status add_target_conflicts(const std::shared_ptr<const django::Codebase>& after);
  /// What several comparisons found in one app; not empty.
  using Forks = std::vector<Fork>;
  /// Conflicts of several branches, one for each app, put together on all cores.
  Status add_branch_conflicts(const std::vector<const Forks*>& of_apps);

  /// Null where the party does not have the app. Trees live as long as the list. From any thread.
  const AppTree* tree(const Party& party, const django::App& like);
  const AppTree* tree(const std::shared_ptr<const django::Codebase>& codebase, const django::App& app);

  const Party* snapshot() const { return snapshot_; }
  const Party* target() const { return target_; }  ///< null where there is none

  std::vector<Conflict> conflicts;
  std::vector<Finding> findings;  ///< one for each conflict

 private:
  Status add(const django::App& app, Conflict::Scope conflict_scope, const Forks& forks);
  Result<Conflict> build(const django::App& app, Conflict::Scope conflict_scope, const Forks& forks) const;
  void keep(Conflict conflict);

  Views& views_;
  const std::vector<Party>& parties_;
  const Scope& scope_;
  const Party* snapshot_ = nullptr;
  const Party* target_ = nullptr;
  std::mutex mutex_;  // of trees_
  std::map<std::pair<const graph::LoadedGraph*, const django::App*>, AppTree> trees_;
};

/// Lines about the judged apps of the snapshot, and in `notes` how many are not judged.
void describe_apps(const View& view, const Scope& scope, AppGraphs& graphs, Report& report);

SnapshotLine line_of(const source::Snapshot& snapshot);

}  // namespace miggraph::analysis
