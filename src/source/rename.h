#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/blob_store.h"

namespace miggraph::source {

// Renames as git's merge finds them (diffcore-rename as called by merge-ort): same content first, then the same file
// name where it is unique, then the best pairs of at least half their lines in common.

/// A file that one side of a merge deleted. Empty ones are left out: all are alike, and none was renamed.
struct RenameSource {
  enum class Needed { no, location, content };

  std::string path;
  BlobId blob;
  /// Why the merge must know where it went: `content`, the other side changed it; `location`, its folder may have been
  /// renamed; `no`: it can only take a target away from others, as exactly the same file.
  Needed needed = Needed::no;
  bool used = false;  ///< it was renamed
};

/// A file that one side of a merge added.
struct RenameTarget {
  std::string path;
  BlobId blob;
  std::optional<std::size_t> source;  ///< what it was before, index into the sources
};

/// What a folder that one side removed has to do with renames of folders.
enum class RemovedFolder {
  unimportant,
  important_for_parent,  ///< it counts for a folder above it
  important,             ///< the other side added files to it: where should they go?
};

/// One side of a merge against the base.
struct RenameSide {
  std::vector<RenameSource> sources;
  std::vector<RenameTarget> targets;
  std::map<std::string, RemovedFolder, std::less<>> removed_folders;
  /// Of an old folder, how many files went from it to each new one. Made by find_renames.
  std::map<std::string, std::map<std::string, int>, std::less<>> folder_moves;
};

/// Fills in the targets' sources and the folder moves.
Status find_renames(BlobStore& blobs, RenameSide& side);

std::string_view folder_of(std::string_view path);  ///< "" for the root
std::string_view file_name_of(std::string_view path);

}  // namespace miggraph::source
