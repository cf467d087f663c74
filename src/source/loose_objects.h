#pragma once

#include <string>

struct git_odb_backend;

namespace miggraph::source {

/// A reader of the loose objects below `objects_directory`, to stand in for libgit2's own: that one spins for ever on
/// an object cut short (libgit2 issue 7342) and writes past its buffer on one whose header claims less than it holds
/// (7177). Here both are errors that name the file. Belongs to the odb that it is added to; never writes.
git_odb_backend* make_loose_objects_backend(std::string objects_directory);

}  // namespace miggraph::source
