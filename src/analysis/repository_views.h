#pragma once

#include <functional>
#include <map>

#include "analysis/views.h"
#include "base/progress.h"

namespace miggraph::analysis {

/// Reads what a snapshot says about Django; apps that did not change are to be shared between its answers.
using ReadCodebase = std::function<Result<std::shared_ptr<const django::Codebase>>(const source::Snapshot&)>;

/// Views of a git repository. The repository and what `read` needs must outlive it.
class RepositoryViews : public Views {
 public:
  /// `progress` may be null.
  RepositoryViews(source::Repository& repository, ReadCodebase read, Progress* progress = nullptr)
      : repository_(repository), read_(std::move(read)), progress_(progress) {}

  Result<View> at(const source::Revision& revision) override;
  Result<View> merge(const View& ours, const View& theirs) override;
  Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a, const source::CommitId& b) override;
  Result<std::optional<source::CommitInfo>> last_change(const source::CommitId& tip, const std::string& path) override;
  /// The view of a snapshot that was taken already (the working tree, the index).
  Result<View> of(source::Snapshot snapshot);

 private:
  source::Repository& repository_;
  ReadCodebase read_;
  Progress* progress_;
  /// Snapshots of the same tree say the same.
  std::map<const source::Directory*, std::shared_ptr<const django::Codebase>> codebases_;
};

}  // namespace miggraph::analysis
