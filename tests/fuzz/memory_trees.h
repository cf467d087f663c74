#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "source/blob_store.h"
#include "source/directory_pool.h"
#include "source/repository_impl.h"

namespace miggraph::fuzz {

/// The three trees of a merge, in memory.
struct MemoryTrees {
  std::shared_ptr<source::Library> library = source::Library::get();  ///< which merges the texts of files
  const source::Directory* base = nullptr;
  const source::Directory* ours = nullptr;
  const source::Directory* theirs = nullptr;
};

/// Reads the sections of an input as files: `--- bo shop/models.py` is a file that base and ours hold, `---
/// shop/models.py` one that all three hold. Only what a snapshot would hold gets in (source/relevant.h).
MemoryTrees read_trees(source::DirectoryPool& pool, source::BlobStore& blobs, std::string_view input);

}  // namespace miggraph::fuzz
