/// Three small trees merged. With the sides changed over the same paths are in conflict, each side's blobs have changed
/// over too, and what is not in conflict is the same.
#include <map>

#include "memory_trees.h"
#include "source/merge_trees.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::source;

namespace {

using Files = std::map<std::string, BlobId>;

// Both under one name only where the file is in conflict: git moves it aside then, and a Directory keeps it.
void check_names(const Directory& directory, const std::string& prefix,
                 const std::map<std::string, PathConflict>& conflicts) {
  for (const Subdirectory& below : directory.directories()) {
    const std::string path = prefix + below.name;
    holds(directory.file(below.name) == nullptr || conflicts.contains(path), "no name is a file and a folder", path);
    check_names(*below.directory, path + "/", conflicts);
  }
}

void collect(const Directory& directory, const std::string& prefix, Files& files) {
  const std::string* last = nullptr;
  for (const File& file : directory.files()) {
    holds(last == nullptr || *last < file.name, "files are sorted and differ", file.name);
    last = &file.name;
    files.emplace(prefix + file.name, file.blob);
  }
  last = nullptr;
  for (const Subdirectory& below : directory.directories()) {
    holds(last == nullptr || *last < below.name, "folders are sorted and differ", below.name);
    last = &below.name;
    collect(*below.directory, prefix + below.name + "/", files);
  }
}

std::map<std::string, PathConflict> by_path(const MergedTree& merged) {
  std::map<std::string, PathConflict> conflicts;
  for (const PathConflict& conflict : merged.conflicts) {
    holds(conflicts.emplace(conflict.path, conflict).second, "a path is in conflict once", conflict.path);
  }
  return conflicts;
}

// Where both added the same file, and one of them by renaming what the other changed, git takes what its own side has.
bool added_alike(const MemoryTrees& trees, const std::string& path) {
  const File* ours = trees.ours->file_at(path);
  const File* theirs = trees.theirs->file_at(path);
  return ours != nullptr && theirs != nullptr && ours->blob == theirs->blob &&
         (trees.base == nullptr || trees.base->file_at(path) == nullptr);
}

void check_mirrored(const MemoryTrees& trees, const MergedTree& one, const MergedTree& other) {
  const auto conflicts = by_path(one), mirrored = by_path(other);
  for (const auto& [path, conflict] : conflicts) {
    const auto twin = mirrored.find(path);
    holds(twin != mirrored.end(), "what is in conflict is so from the other side too", path);
    holds(conflict.ours == twin->second.theirs && conflict.theirs == twin->second.ours &&
              conflict.base == twin->second.base,
          "a conflict has the same three blobs from the other side", path);
  }
  for (const auto& [path, conflict] : mirrored) {
    holds(conflicts.contains(path), "what is in conflict is so from the other side too", path);
  }
  check_names(*one.root, "", conflicts);
  Files files, other_files;
  collect(*one.root, "", files);
  collect(*other.root, "", other_files);
  for (const auto& [path, blob] : files) {
    if (conflicts.contains(path)) continue;
    const auto twin = other_files.find(path);
    const bool same = twin != other_files.end() && (twin->second == blob || added_alike(trees, path));
    holds(same, "what merges is the same from the other side", path);
  }
  for (const auto& [path, blob] : other_files) {
    holds(conflicts.contains(path) || files.contains(path), "what merges is the same from the other side", path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<Library> library = Library::get();  // started once, not for every input
  DirectoryPool pool;
  BlobStore blobs(nullptr);
  const MemoryTrees trees = read_trees(pool, blobs, text_of(data, size));
  for (const int depth : {0, 1}) {
    const Result<MergedTree> one = merge_trees(pool, blobs, trees.base, trees.ours, trees.theirs, depth);
    const Result<MergedTree> other = merge_trees(pool, blobs, trees.base, trees.theirs, trees.ours, depth);
    holds(one.ok() && other.ok(), "trees in memory can be merged");
    // In a virtual merge base what is in conflict holds the sides' texts in their order.
    if (depth == 0) check_mirrored(trees, *one, *other);
    Files files;
    collect(*one->root, "", files);
  }
  const Result<MergedTree> same = merge_trees(pool, blobs, trees.base, trees.ours, trees.ours, 0);
  holds(same.ok() && same->conflicts.empty() && same->root == trees.ours, "a tree merged with itself is itself");
  return 0;
}
