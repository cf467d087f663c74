#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "source/blob_store.h"
#include "source/directory_pool.h"
#include "source/links.h"
#include "source/object_store.h"
#include "source/snapshot.h"

namespace miggraph::source {

/// An entry of a git tree object, as it stands in its bytes.
struct TreeEntry {
  unsigned mode = 0;
  std::string_view name;
  ObjectId id;

  bool is_tree() const { return (mode & 0170000) == 0040000; }
  bool is_link() const { return (mode & 0170000) == 0120000; }
  bool is_file() const { return (mode & 0170000) == 0100000; }
};

/// Takes the next entry off the front of `bytes`; false at the end, and where they are no tree (`bytes` is not empty
/// then).
bool next_entry(std::string_view& bytes, TreeEntry& entry);

/// Reads git trees into Directories. Each tree is walked once, however many commits share it. Thread-safe.
class TreeReader {
 public:
  TreeReader(const ObjectStore& objects, DirectoryPool& pool, BlobStore& blobs)
      : objects_(objects), pool_(pool), blobs_(blobs) {}

  struct Root {
    const Directory* directory = nullptr;
    std::vector<Obstacle> obstacles;
  };
  /// The tree of a commit, symbolic links resolved.
  Result<Root> read_root(const ObjectId& tree);

 private:
  // What a tree holds besides its Directory; paths relative to it.
  struct Extras {
    std::vector<Obstacle> obstacles;
    std::vector<Link> links;
  };
  struct Tree {
    const Directory* directory = nullptr;
    std::shared_ptr<const Extras> extras;  // null for the many that have none
    std::uint64_t paths = 0;               // files in it and below, counted as often as they occur
  };
  Result<Tree> read(const ObjectId& tree, bool in_migrations, int depth);
  Result<Tree> walk(const ObjectId& tree, bool in_migrations, int depth);

  const ObjectStore& objects_;
  DirectoryPool& pool_;
  BlobStore& blobs_;
  std::mutex mutex_;
  // By whether the folder is a migrations folder: the same tree holds other relevant files there.
  std::unordered_map<ObjectId, Tree, ObjectIdHash> trees_[2];
};

}  // namespace miggraph::source
