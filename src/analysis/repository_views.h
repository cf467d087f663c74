#pragma once

#include <map>

#include "analysis/views.h"
#include "base/progress.h"
#include "django/codebase_reader.h"

namespace miggraph::analysis {

/// Views of a git repository. The repository and the reader must outlive it; apps that did not change are shared between them.
class RepositoryViews : public Views {
 public:
  /// `progress` may be null.
  RepositoryViews(source::Repository& repository, django::CodebaseReader& reader, Progress* progress = nullptr)
      : repository_(repository), reader_(reader), progress_(progress) {}

  Result<View> at(const source::Revision& revision) override;
  Result<View> merge(const View& ours, const View& theirs) override;
  Result<std::vector<View>> at_all(const std::vector<source::Revision>& revisions) override;
  Result<std::vector<View>> merge_all(const View& ours, const std::vector<const View*>& theirs) override;
  Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a, const source::CommitId& b) override;
  Result<std::optional<source::CommitInfo>> last_change(const source::CommitId& tip, const std::string& path) override;
  /// The view of a snapshot that was taken already (the working tree, the index).
  Result<View> of(source::Snapshot snapshot);

 private:
  /// The views of what take(0) … take(count - 1) give, which is called from several threads.
  template <class Take>
  Result<std::vector<View>> all(std::size_t count, Stage stage, const Take& take);

  source::Repository& repository_;
  django::CodebaseReader& reader_;
  Progress* progress_;
  /// Snapshots of the same tree say the same.
  std::map<const source::Directory*, std::shared_ptr<const django::Codebase>> codebases_;
};

}  // namespace miggraph::analysis
