#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/snapshot.h"

namespace miggraph::source {

struct CommitInfo {
  CommitId id;
  std::string author;      ///< the author's name as written, mailmap not applied
  std::int64_t time = 0;   ///< author date, seconds since 1970
  int offset_minutes = 0;  ///< its time zone
  std::string summary;     ///< first line of the message
};

struct Branch {
  std::string ref;  ///< short name: "main", "origin/main"
  bool remote = false;
  CommitId tip;
  std::int64_t time = 0;  ///< committer date of the tip, seconds since 1970
};

/// A ref (or any revision that git understands) and the commit it stands for.
struct Revision {
  std::string ref;  ///< short name where it is a ref, else as given
  CommitId commit;
};

/// A git repository with or without a work tree, or a plain folder. The only type that knows libgit2.
/// Reading is safe from several threads; nothing in the repository is ever written.
class Repository {
 public:
  /// The repository (or plain folder) around `directory`, found as git finds it. A folder that the repository around it
  /// ignores is a plain folder of its own. Errors: no such folder, foreign owner, object format that libgit2 lacks, …
  static Result<std::unique_ptr<Repository>> open(const std::string& directory);
  ~Repository();

  bool is_git() const;  ///< false: a plain folder
  bool is_bare() const;
  bool is_shallow() const;
  /// Absolute path of the root: top of the work tree, or the plain folder; the git directory of a bare one.
  const std::string& root() const;
  /// Where the user stands, relative to the root with '/', "" at the root.
  const std::string& prefix() const;

  Result<Snapshot> worktree();  ///< tracked files as on disk, untracked ones too, ignored ones not; or the plain folder
  Result<Snapshot> index();     ///< --staged
  Result<Snapshot> at(const Revision& revision);
  /// The three-way merge of the two trees as `git merge` would make it: bases merged recursively, renames followed,
  /// restricted to what a Snapshot holds. The base of a work tree or index is that of its HEAD.
  /// Errors: histories cut off by a shallow clone. Unrelated histories merge with an empty base.
  Result<Snapshot> merge(const Snapshot& ours, const Snapshot& theirs);

  /// Errors (usage): no such ref; (environment): damaged, or cut off by a shallow clone. The hint holds the `git
  /// fetch`.
  Result<Revision> resolve(const std::string& revision);
  std::optional<Revision> head();  ///< absent on an unborn branch; ref is "HEAD" where detached
  std::string head_name();  ///< the branch checked out ("main"), even unborn; "HEAD" where detached; "" without git
  Result<std::vector<Branch>>
  branches();  ///< local and remote-tracking, sorted by ref; symbolic ones (origin/HEAD) left out
  /// The refs that the last branches() left out: they hold garbage, or their tip is missing or damaged.
  std::vector<std::string> broken_refs() const;
  std::optional<std::string> remote_default_branch();  ///< what origin/HEAD points to: "origin/main"

  Result<std::vector<CommitId>> merge_bases(const CommitId& a, const CommitId& b);
  Result<bool> is_ancestor(const CommitId& ancestor, const CommitId& descendant);
  /// The parents that the commit's object names, also those that a shallow clone left out: two make it a merge.
  Result<std::vector<CommitId>> parents(const CommitId& commit);
  Result<CommitInfo> commit_info(const CommitId& commit);
  /// The commit that brought `path` in the form it has at `tip` (the last one that touched it, as `git log -1` says).
  /// Absent where the history is cut off before it or leads back to itself, or the path is not there.
  Result<std::optional<CommitInfo>> last_change(const CommitId& tip, const std::string& path);

  /// The bytes of a blob, read once; valid as long as the Repository. Thread-safe.
  Result<std::string_view> read(const BlobId& blob);

 private:
  struct Impl;
  explicit Repository(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace miggraph::source
