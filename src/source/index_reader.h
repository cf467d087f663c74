#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/blob_store.h"
#include "source/directory_pool.h"
#include "source/git_program.h"
#include "source/handle.h"
#include "source/links.h"
#include "source/object_store.h"
#include "source/snapshot.h"

namespace miggraph::source {

/// A file as git's index knows it, with what the file system said of it when it was last looked at.
struct IndexedFile {
  BlobId blob;
  bool is_link = false;
  bool is_submodule = false;
  bool skip_worktree = false;  ///< left out by a sparse checkout
  bool intent_to_add = false;  ///< `git add -N`: the blob is a placeholder
  bool unmerged = false;       ///< the blob is "ours", else "theirs"
  bool unmerged_gone = false;  ///< unmerged, and neither side has it
  std::uint32_t size = 0;      ///< of the file on disk, cut to 32 bits, as are the others
  std::uint32_t inode = 0;
  std::int64_t modified = 0;  ///< seconds
  std::uint32_t modified_nanoseconds = 0;
  std::int64_t changed = 0;
};

/// The relevant part of the index as the folders that it is about.
struct IndexFolder {
  std::map<std::string, IndexedFile, std::less<>> files;
  std::map<std::string, IndexFolder, std::less<>> folders;
};

struct Index {
  IndexFolder root;
  std::vector<PathConflict> conflicts;  ///< unmerged paths
  std::int64_t written = 0;             ///< when the index file was last written, seconds and nanoseconds
  std::uint32_t written_nanoseconds = 0;
};

/// What libgit2 does not read (a split or sparse index, one without a checksum) is asked of the git program, whose
/// repository is `program`. Errors (environment): damaged.
Result<Index> read_index(git_repository* repository, const GitProgramPlace& program, const ObjectStore& objects);

/// One line of the index, a path at one stage.
struct IndexLine {
  std::string_view path;
  unsigned mode = 0;
  int stage = 0;  ///< 0, or 1 to 3 of an unmerged path: base, ours, theirs
  IndexedFile file;
};
/// No part is empty, "." or "..": git writes no others, and refuses to read them. ls-files lists them all the same.
bool is_clean_path(std::string_view path);
/// Lines must come in the order of the index, with clean paths.
void add_line(Index& index, const IndexLine& line);

/// The index as `git ls-files` lists it; `objects` has the folders that a sparse index does not spell out.
Result<Index> list_index(const GitProgramPlace& program, const ObjectStore& objects);

/// What the next commit will hold.
struct IndexTree {
  const Directory* directory = nullptr;
  std::vector<Obstacle> obstacles;
};
Result<IndexTree> tree_of(const Index& index, DirectoryPool& pool, BlobStore& blobs);

}  // namespace miggraph::source
