#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "source/git_environment.h"

namespace miggraph::source {

/// Where a repository keeps itself.
struct GitPlace {
  std::string directory;  ///< the git directory: HEAD and index; of a linked worktree its own
  std::string common;     ///< where objects and refs are: another directory than the above for linked worktrees only
  /// The folder that the git directory was found in, whose files it is about; absent where configuration must tell.
  std::optional<std::string> work_tree;
  bool inside = false;  ///< we stand in the git directory itself
};

/// The repository around `start` (an absolute path without links), found as git finds it; nothing for a plain folder.
/// Errors (environment) where one was meant to be and is damaged, which git calls "not a git repository": `.git` that
/// points nowhere, a HEAD that says nothing, files that are no files (libgit2 would wait for a FIFO for ever).
Result<std::optional<GitPlace>> find_git_directory(const std::string& start, const GitEnvironment& environment);

/// Errors (environment) where one of git's own files is a FIFO, a device or a folder, which libgit2 would wait for for
/// ever, or too large to be what it should be.
Status check_git_file(const std::string& path);

}  // namespace miggraph::source
