#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "source/merge_walk.h"

namespace miggraph::source {

/// A file that one side put into a folder that the other side renamed: git moves it to the new folder and stops there
/// (merge.directoryRenames = conflict, the default).
struct FolderMove {
  Stage side;          ///< that has the file
  std::size_t target;  ///< index into the targets of that side
  std::string path;    ///< where it goes; empty where git cannot tell, and leaves it
};

/// Which files follow a renamed folder. git's directory rename detection.
std::vector<FolderMove> follow_renamed_folders(const MergeWalk& walk, const Directory* ours, const Directory* theirs);

}  // namespace miggraph::source
