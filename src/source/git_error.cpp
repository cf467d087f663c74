#include "source/git_error.h"

#include <git2.h>

#include <algorithm>

namespace miggraph::source {

std::string git_message() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? error->message : "unknown error";
}

Error git_failure(std::string_view doing, std::string hint) {
  return Error{Error::Kind::environment, std::string(doing) + ": " + git_message(), std::move(hint)};
}

ObjectId from_oid(const git_oid& oid) {
  ObjectId id;
  std::copy_n(oid.id, id.bytes.size(), id.bytes.begin());
  return id;
}

git_oid to_oid(const ObjectId& id) {
  git_oid oid;
  std::copy_n(id.bytes.begin(), id.bytes.size(), oid.id);
  return oid;
}

}  // namespace miggraph::source
