#pragma once

#include "base/result.h"
#include "source/blob_store.h"
#include "source/directory_pool.h"
#include "source/merge.h"

namespace miggraph::source {

/// The three-way merge of trees, renames of files and folders followed. In a merge of merge bases (`depth` over 0) what
/// cannot be merged is settled as git does it there: texts with conflict markers, else the base's version.
Result<MergedTree> merge_trees(DirectoryPool& pool, BlobStore& blobs, const Directory* base, const Directory* ours,
                               const Directory* theirs, int depth);

}  // namespace miggraph::source
