#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "source/directory.h"
#include "source/rename.h"

namespace miggraph::source {

/// The places of a three-way merge, in git's order: of an index entry's stages.
enum Stage : std::size_t { base_stage = 0, our_stage = 1, their_stage = 2 };
constexpr Stage other_side(Stage side) {
  return side == our_stage ? their_stage : our_stage;
}

/// What the merge knows of one path that is not the same in all three trees.
struct MergePath {
  std::array<std::optional<BlobId>, 3> stages;
  std::array<std::string, 3> names;  ///< where the stage's content comes from if not from this path, else empty
  bool conflict = false;             ///< whatever becomes of the content, git stops here
  bool added_alike = false;  ///< both sides added the same file here: git leaves it at that, whatever renames bring
  bool moved_away = false;   ///< a rename took it elsewhere: nothing is left here
};

/// A folder that only one side changed, not looked into as long as no rename may lead there.
struct Untouched {
  std::string path;
  const Directory* base;
  const Directory* ours;
  const Directory* theirs;
  unsigned rename_mask;
};

/// Three trees side by side: the paths that differ, and what the search for renames needs.
struct MergeWalk {
  std::map<std::string, MergePath> paths;
  std::array<RenameSide, 3> sides;  ///< of our_stage and their_stage
  std::array<std::vector<Untouched>, 3> untouched;
  /// Folders called migrations, and whether they go on to exist where no file is left in them.
  std::map<std::string, bool> kept_folders;
};

/// Walks only where the trees differ. `null` trees are empty.
MergeWalk walk_three(const Directory* base, const Directory* ours, const Directory* theirs);
/// Looks into the folders that only `side` changed.
void walk_untouched(MergeWalk& walk, Stage side);

}  // namespace miggraph::source
