#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "source/blob_store.h"
#include "source/directory_pool.h"
#include "source/handle.h"
#include "source/index_reader.h"
#include "source/snapshot.h"

namespace miggraph::source {

struct DiskTree {
  const Directory* directory = nullptr;
  std::vector<Obstacle> obstacles;
};

/// What lies on disk below `root`. With a repository and its index, as git sees the work tree: tracked files, also
/// those that a sparse checkout leaves out; untracked ones unless ignored; nothing of submodules and other repositories
/// inside. Without (both null): everything. Tracked files that look unchanged to the index are not read.
Result<DiskTree> read_disk(const std::string& root, git_repository* repository, const Index* index, DirectoryPool& pool,
                           BlobStore& blobs);

}  // namespace miggraph::source
