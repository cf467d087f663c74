#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "source/blob_store.h"
#include "source/commit_store.h"
#include "source/directory_pool.h"
#include "source/git_directory.h"
#include "source/git_environment.h"
#include "source/git_program.h"
#include "source/handle.h"
#include "source/object_store.h"
#include "source/repository.h"
#include "source/tree_reader.h"

namespace miggraph::source {

/// libgit2 as long as a Repository needs it: started with the first, shut down with the last.
class Library {
 public:
  static std::shared_ptr<Library> get();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

 private:
  Library();
};

/// What only a git repository has.
struct Git {
  explicit Git(ObjectStore store, Boundary boundary)
      : objects(std::move(store)), commits(objects, std::move(boundary)) {}

  Handle<git_repository> repository;
  ObjectStore objects;
  CommitStore commits;
  GitProgramPlace program;  ///< for what libgit2 cannot read
  bool inside = false;      ///< we stand in the git directory itself: no files are meant
  /// Held around refs, configuration, index and ignore rules, which libgit2 does not guard; objects need no lock.
  std::mutex mutex;
};

struct Repository::Impl {
  std::shared_ptr<Library> library;
  std::string root;
  std::string prefix;
  std::unique_ptr<Git> git;  ///< null for a plain folder
  DirectoryPool pool;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<TreeReader> trees;
  std::vector<std::string> broken_refs;

  /// Opens the repository; leaves it out where it ignores the folder that we stand in.
  Status open_git(const std::string& start, const GitPlace& place, const GitEnvironment& environment);
  /// Errors (usage) where there are no files on disk and no index to speak of.
  Status need_work_tree(const std::string& lacking) const;
  Result<Snapshot> commit_snapshot(const CommitId& commit, std::string ref);
  /// Why there is no merge base, and the `git fetch` that mends it; `ref` is the other side, as far as it is known.
  Error cut_off(const std::string& what, const std::string& ref) const;
};

/// The Error of a question that only a git repository can answer.
Error no_git(const std::string& root);

/// The names of the repository's remotes, sorted.
std::vector<std::string> remotes(git_repository* repository);
/// The one that most things come from; empty where there is none.
std::string main_remote(const std::vector<std::string>& names);

/// The `git fetch` that brings `ref` ("main", "origin/main") with its whole history into this clone; empty without a
/// remote. Works in shallow and single-branch clones, where `git fetch origin main` sets no ref.
std::string fetch_command(git_repository* repository, const std::string& ref);
/// True where an ordinary `git fetch` does not bring every branch.
bool fetches_single_branches(git_repository* repository);

}  // namespace miggraph::source
