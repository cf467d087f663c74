#pragma once

#include <string>
#include <vector>

#include "source/directory_pool.h"
#include "source/snapshot.h"

namespace miggraph::source {

/// A symbolic link in a tree.
struct Link {
  std::string path;
  std::string target;  ///< as the link says, relative to its own folder
};

/// `root` with what the links point to in their places: files and folders of the same tree. A link to a folder that it
/// lies in is not followed, as it would have no end. What cannot be resolved is an obstacle where Django would import
/// it as a migration, else it is nothing.
const Directory* resolve_links(DirectoryPool& pool, const Directory* root, std::vector<Link> links,
                               std::vector<Obstacle>& obstacles);

}  // namespace miggraph::source
