#pragma once

#include <string>

namespace miggraph::cli {

/// The `git fetch` that brings a branch and enough history for a merge base into any clone: whole, shallow or of a single branch.
/// The depth is git's "infinite"; --unshallow fails in a whole clone, and any smaller depth would cut a whole one short.
std::string fetch_branch(const std::string& branch);

/// The one that brings the parents of a commit that a clone of depth 1 has checked out.
std::string fetch_parents(const std::string& commit);

}  // namespace miggraph::cli
