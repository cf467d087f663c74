#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/blob.h"
#include "source/git_program.h"

namespace miggraph::source {

/// The objects that a partial clone (git clone --filter=…) left out. They come from the remote that promised them, by
/// the git program, which keeps them in the repository as with any of its own commands. Thread-safe.
class PromisedObjects {
 public:
  /// `remote` is the name of the remote that promised them.
  PromisedObjects(GitProgramPlace place, std::string remote) : place_(std::move(place)), remote_(std::move(remote)) {}

  const std::string& remote() const { return remote_; }
  /// The bytes of one object. Errors (environment): the remote cannot be reached, or does not have it either.
  Result<std::string> read(const ObjectId& id, const std::string& type);
  /// Brings many at once. Where that fails, `read` will say why.
  void fetch(const std::vector<ObjectId>& ids);

 private:
  Result<std::string> ask(const ObjectId& id, const std::string& type);

  const GitProgramPlace place_;
  const std::string remote_;
  std::mutex mutex_;
  std::unique_ptr<GitProcess> batch_;  // git cat-file --batch, once it is needed
  std::string printed_;                // by it, and not yet taken
};

}  // namespace miggraph::source
