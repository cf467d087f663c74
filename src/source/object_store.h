#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "source/blob.h"
#include "source/handle.h"

namespace miggraph::source {

enum class ObjectType { commit, tree, blob };

/// A git object and its bytes, which live as long as it does.
class Object {
 public:
  Object() = default;
  Object(Handle<git_odb_object> handle, std::string_view bytes) : handle_(std::move(handle)), bytes_(bytes) {}
  std::string_view bytes() const { return bytes_; }

 private:
  Handle<git_odb_object> handle_;
  std::string_view bytes_;
};

/// git's objects, loose, packed and of alternates; replaces the odb of `repository` by one that cannot hang.
/// Reading is thread-safe.
class ObjectStore {
 public:
  static Result<ObjectStore> open(git_repository* repository);

  /// Errors (environment): left out of a partial clone, missing, damaged: each said in so many words.
  Result<Object> read(const ObjectId& id, ObjectType type) const;
  bool exists(const ObjectId& id) const;
  git_odb* odb() const { return odb_.get(); }

 private:
  Handle<git_odb> odb_;
  bool partial_ = false;
};

}  // namespace miggraph::source
