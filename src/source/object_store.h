#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/blob.h"
#include "source/git_directory.h"
#include "source/git_environment.h"
#include "source/handle.h"
#include "source/promised_objects.h"

namespace miggraph::source {

enum class ObjectType { commit, tree, blob };

/// A git object and its bytes, which live as long as it does.
class Object {
 public:
  Object() = default;
  Object(Handle<git_odb_object> handle, std::string_view bytes) : handle_(std::move(handle)), bytes_(bytes) {}
  explicit Object(std::string content)
      : content_(std::make_unique<const std::string>(std::move(content))), bytes_(*content_) {}
  std::string_view bytes() const { return bytes_; }

 private:
  Handle<git_odb_object> handle_;               // the bytes are here
  std::unique_ptr<const std::string> content_;  // or here
  std::string_view bytes_;
};

/// git's objects, loose, packed and of alternates, with what replaces them (`git replace`); replaces the odb of
/// `repository` by one that cannot hang. Reading is thread-safe.
class ObjectStore {
 public:
  static Result<ObjectStore> open(git_repository* repository, const GitPlace& place, const GitEnvironment& environment);

  /// What a partial clone left out is fetched from the remote that promised it, as git itself does.
  /// Errors (environment): not to be had from there, missing, damaged: each said in so many words.
  Result<Object> read(const ObjectId& id, ObjectType type) const;
  bool exists(const ObjectId& id) const;
  bool is_partial() const { return promised_ != nullptr; }
  /// Fetches at once those of the objects that a partial clone left out, rather than one by one as they are read.
  void fetch_missing(const std::vector<ObjectId>& ids) const;
  git_odb* odb() const { return odb_.get(); }

 private:
  Error missing(const std::string& what) const;
  Result<Object> read_promised(const ObjectId& id, ObjectType type) const;

  Handle<git_odb> odb_;
  std::unique_ptr<PromisedObjects> promised_;  // of a partial clone
  bool no_lazy_fetch_ = false;
  std::vector<std::string> lost_alternates_;  // object folders to borrow from that are not there
  std::string alternates_file_;
};

}  // namespace miggraph::source
