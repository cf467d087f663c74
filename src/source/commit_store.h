#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "source/blob.h"
#include "source/object_store.h"

namespace miggraph::source {

/// What walks through history need of a commit.
struct Commit {
  ObjectId tree;
  std::vector<CommitId> parents;      ///< none where a shallow clone ends
  std::vector<CommitId> raw_parents;  ///< as the object names them, there or not
  std::int64_t time = 0;              ///< committer date, seconds since 1970
  bool cut = false;                   ///< a shallow clone ends here
};

/// Where history is not what the commits say.
struct Boundary {
  std::unordered_set<CommitId, ObjectIdHash> shallow;                        ///< a shallow clone ends at these
  std::unordered_map<CommitId, std::vector<CommitId>, ObjectIdHash> grafts;  ///< the parents of these are others
};

/// That of a repository: `common`/shallow and `graft_file`. Errors (environment): lines that are no ids, as git has it.
Result<Boundary> read_boundary(const std::string& common, const std::string& graft_file);

/// Parsed commits, each read once. Thread-safe.
class CommitStore {
 public:
  CommitStore(const ObjectStore& objects, Boundary boundary) : objects_(objects), boundary_(std::move(boundary)) {}

  bool is_shallow() const { return !boundary_.shallow.empty(); }
  /// Valid as long as the store.
  Result<const Commit*> get(const CommitId& id);

 private:
  const ObjectStore& objects_;
  const Boundary boundary_;
  std::mutex mutex_;
  std::unordered_map<CommitId, std::unique_ptr<const Commit>, ObjectIdHash> commits_;
};

struct Bases {
  std::vector<CommitId> commits;  ///< the best common ancestors, newest first as git lists them
  bool cut = false;               ///< the walk came to where a shallow clone ends
};
/// `a` may be several commits: the parents of a commit that is not made yet.
Result<Bases> find_merge_bases(CommitStore& commits, const std::vector<CommitId>& a, const CommitId& b);

/// The last commit up to `tip` that touched `path`, along the parents that have it unchanged, as `git log -1` finds it.
/// Absent where the path is not there, or where the history is cut off before it.
Result<std::optional<CommitId>> find_last_change(CommitStore& commits, const ObjectStore& objects, const CommitId& tip,
                                                 std::string_view path);

}  // namespace miggraph::source
