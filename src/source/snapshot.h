#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/blob.h"
#include "source/directory.h"

namespace miggraph::source {

enum class SnapshotKind {
  worktree,  ///< the files on disk of a git work tree
  folder,    ///< a plain folder without git
  index,     ///< git's index: what the next commit will hold
  commit,    ///< a commit, straight from the object store
  merge,     ///< what a merge of two snapshots gives, computed in memory
};

std::string_view name_of(SnapshotKind kind);

/// A place in the tree that could not be read, or that is there in a form that Django could not load either.
struct Obstacle {
  std::string path;
  std::string reason;  ///< "is a folder", "is a dangling link", "permission denied"
};

/// A path that git itself cannot merge. An absent side was deleted there (or never had the file).
struct PathConflict {
  std::string path;
  std::optional<BlobId> base;
  std::optional<BlobId> ours;
  std::optional<BlobId> theirs;
};

/// The files of the project at one point: the only form in which the rooms behind this one see them.
/// `root` belongs to the Repository that made it and lives as long as that.
struct Snapshot {
  SnapshotKind kind = SnapshotKind::worktree;
  std::string ref;  ///< short name ("main", "origin/main"); "HEAD" where detached; as given for --rev; "" without git
  std::optional<CommitId> commit;   ///< HEAD for a work tree or an index; absent on an unborn branch and without git
  const Directory* root = nullptr;  ///< never null once made
  std::vector<Obstacle> obstacles;
  /// Only of a merge. The merged tree then holds "ours" under the path, or "theirs" where ours deleted it.
  std::vector<PathConflict> path_conflicts;
};

}  // namespace miggraph::source
