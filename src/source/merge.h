#pragma once

#include <vector>

#include "base/result.h"
#include "source/blob_store.h"
#include "source/commit_store.h"
#include "source/directory_pool.h"
#include "source/snapshot.h"
#include "source/tree_reader.h"

namespace miggraph::source {

struct MergeContext {
  DirectoryPool& pool;
  BlobStore& blobs;
  CommitStore* commits;  ///< null without git
  TreeReader* trees;     ///< null without git
  /// What is being merged into HEAD (git's MERGE_HEAD): the history of a work tree and of an index holds it already.
  std::vector<CommitId> merge_heads = {};
};

struct MergedTree {
  const Directory* root = nullptr;
  std::vector<PathConflict> conflicts;  ///< sorted by path
  bool cut_off = false;                 ///< a shallow clone hides the merge base: there is no tree
};

/// What `git merge` of the two makes, as its strategy `ort` does: one base, or several merged recursively into a
/// virtual one; an empty one for unrelated histories.
Result<MergedTree> merge_snapshots(MergeContext& context, const Snapshot& ours, const Snapshot& theirs);

}  // namespace miggraph::source
