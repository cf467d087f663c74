#pragma once

#include <string>
#include <unordered_map>

#include "base/result.h"
#include "source/blob.h"
#include "source/handle.h"

struct git_odb_backend;

namespace miggraph::source {

/// What `git replace` put in the place of other objects.
using Replacements = std::unordered_map<ObjectId, ObjectId, ObjectIdHash>;

/// Those of a repository, by its refs/replace/…; `common` is its git directory. Empty where core.useReplaceRefs says
/// no.
Result<Replacements> read_replacements(git_repository* repository, const std::string& common);

/// Reads from `objects`, and gives the replacement where an object has one. Belongs to the odb that it is added to.
git_odb_backend* make_replaced_objects_backend(Handle<git_odb> objects, Replacements replacements);

}  // namespace miggraph::source
