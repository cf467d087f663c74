#include "analysis/repository_views.h"

#include "base/parallel.h"

namespace miggraph::analysis {

Result<View> RepositoryViews::of(source::Snapshot snapshot) {
  std::shared_ptr<const django::Codebase>& codebase = codebases_[snapshot.root];
  if (!codebase) {
    auto read = reader_.read(snapshot);
    if (!read) return read.error();
    codebase = std::move(*read);
  } else if (progress_ != nullptr) {
    progress_->add(Counter::snapshots_before);
  }
  return View{std::move(snapshot), codebase};
}

Result<View> RepositoryViews::at(const source::Revision& revision) {
  const Working working(progress_, Stage::branches);
  auto snapshot = repository_.at(revision);
  if (!snapshot) return snapshot.error();
  return of(std::move(*snapshot));
}

Result<View> RepositoryViews::merge(const View& ours, const View& theirs) {
  const Working working(progress_, Stage::merging);
  auto merged = repository_.merge(ours.snapshot, theirs.snapshot);
  if (!merged) return merged.error();
  return of(std::move(*merged));
}

template <class Take>
Result<std::vector<View>> RepositoryViews::all(std::size_t count, Stage stage, const Take& take) {
  const Working working(progress_, stage, count);
  std::vector<std::optional<Result<source::Snapshot>>> taken(count);
  const auto take_one = [&](std::size_t i) {
    taken[i].emplace(take(i));
    working.step();
  };
  parallel_for(count, cores(), take_one, 4);
  std::vector<source::Snapshot> snapshots;
  for (auto& one : taken) {
    if (!*one) return one->error();
    snapshots.push_back(std::move(**one));
  }
  if (Status prepared = reader_.prepare(snapshots); !prepared) return prepared.error();
  std::vector<View> views;
  for (source::Snapshot& snapshot : snapshots) {
    auto view = of(std::move(snapshot));
    if (!view) return view.error();
    views.push_back(std::move(*view));
  }
  return views;
}

Result<std::vector<View>> RepositoryViews::at_all(const std::vector<source::Revision>& revisions) {
  return all(revisions.size(), Stage::branches, [&](std::size_t i) { return repository_.at(revisions[i]); });
}

Result<std::vector<View>> RepositoryViews::merge_all(const View& ours, const std::vector<const View*>& theirs) {
  return all(theirs.size(), Stage::merging,
             [&](std::size_t i) { return repository_.merge(ours.snapshot, theirs[i]->snapshot); });
}

Result<std::vector<source::CommitId>> RepositoryViews::merge_bases(const source::CommitId& a,
                                                                   const source::CommitId& b) {
  const Working working(progress_, Stage::history);
  return repository_.merge_bases(a, b);
}

Result<std::optional<source::CommitInfo>> RepositoryViews::last_change(const source::CommitId& tip,
                                                                       const std::string& path) {
  const Working working(progress_, Stage::history);
  return repository_.last_change(tip, path);
}

}  // namespace miggraph::analysis
