#pragma once

#include <optional>
#include <string>

#include "cli/environment.h"

namespace miggraph::cli {

/// What the environment says about the CI system that runs us.
struct Ci {
  std::string provider;                       ///< "GitHub Actions"; "CI" for one that is not known
  std::optional<std::string> target;          ///< the branch that the change goes into: "main"
  std::optional<std::string> branch;          ///< the branch that is built, where that is no change: "main"
  std::optional<std::string> default_branch;  ///< of the repository, where the system says it
  /// The commit that the system made by merging the change with its target, if that is what it has us check.
  std::optional<std::string> merge_commit;
  /// The target's tip as the system saw it, where it says so.
  std::optional<std::string> target_commit;
  /// How a checkout of a depth is asked for in the system's own configuration: "fetch-depth: 2"; empty: not known.
  std::string depth_of_two;
  /// The system says that it checked out the target itself, without the change (GitHub's pull_request_target).
  bool without_change = false;
  std::optional<std::string> change;  ///< name of the change's own branch
};

/// Nothing where no CI system runs us.
std::optional<Ci> ci_of(const Environment& environment);

}  // namespace miggraph::cli
