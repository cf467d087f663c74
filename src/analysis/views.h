#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/app_graphs.h"
#include "base/result.h"
#include "django/codebase.h"
#include "source/repository.h"

namespace miggraph::analysis {

/// The project at one point: its files and what they say about Django.
struct View {
  source::Snapshot snapshot;
  std::shared_ptr<const django::Codebase> codebase;
};

/// Where views come from: a repository (repository_views.h), or what a test makes up.
class Views {
 public:
  virtual ~Views() = default;
  virtual Result<View> at(const source::Revision& revision) = 0;
  /// What a merge gives, in memory; see Repository::merge.
  virtual Result<View> merge(const View& ours, const View& theirs) = 0;
  /// The same for several at once, in their order: the first error, if there is one.
  virtual Result<std::vector<View>> at_all(const std::vector<source::Revision>& revisions);
  virtual Result<std::vector<View>> merge_all(const View& ours, const std::vector<const View*>& theirs);
  virtual Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a, const source::CommitId& b) = 0;
  /// The commit that gave a file the form it has at `tip`; see Repository::last_change.
  virtual Result<std::optional<source::CommitInfo>> last_change(const source::CommitId& tip,
                                                                const std::string& path) = 0;

  /// The graphs of the views' apps, shared by all that is asked of them.
  AppGraphs& graphs() { return graphs_; }

 private:
  AppGraphs graphs_;
};

}  // namespace miggraph::analysis
