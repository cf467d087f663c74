#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "source/blob.h"

struct git_oid;

namespace miggraph::source {

/// What libgit2 said last on this thread, as an Error of the environment: "<doing>: <its words>".
Error git_failure(std::string_view doing, std::string hint = "");

/// libgit2's words alone; "unknown error" where it has none.
std::string git_message();

ObjectId from_oid(const git_oid& oid);
git_oid to_oid(const ObjectId& id);

}  // namespace miggraph::source
