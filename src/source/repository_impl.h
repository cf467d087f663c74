#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "source/blob_store.h"
#include "source/commit_store.h"
#include "source/directory_pool.h"
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
  explicit Git(ObjectStore store, std::unordered_set<CommitId, ObjectIdHash> shallow)
      : objects(std::move(store)), commits(objects, std::move(shallow)) {}

  Handle<git_repository> repository;
  ObjectStore objects;
  CommitStore commits;
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

  Result<Snapshot> commit_snapshot(const CommitId& commit, std::string ref);
  /// Why there is no merge base, and the `git fetch` that mends it; `ref` is the other side, as far as it is known.
  Error cut_off(const std::string& what, const std::string& ref) const;
};

/// The Error of a question that only a git repository can answer.
Error no_git(const std::string& root);

/// The `git fetch` that brings `ref` ("main", "origin/main") with its whole history into this clone; empty without a
/// remote. Works in shallow and single-branch clones, where `git fetch origin main` sets no ref.
std::string fetch_command(git_repository* repository, const std::string& ref);
/// True where an ordinary `git fetch` does not bring every branch.
bool fetches_single_branches(git_repository* repository);

}  // namespace miggraph::source
