#include "analysis/repository_views.h"

namespace miggraph::analysis {

Result<View> RepositoryViews::of(source::Snapshot snapshot) {
  std::shared_ptr<const django::Codebase>& codebase = codebases_[snapshot.root];
  if (!codebase) {
    auto read = read_(snapshot);
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
