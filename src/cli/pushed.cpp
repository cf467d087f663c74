#include "cli/pushed.h"

namespace miggraph::cli {
namespace {

bool is_no_commit(const std::string& name) {
  return !name.empty() && name.find_first_not_of('0') == std::string::npos;
}

}  // namespace

Result<std::optional<std::string>> pushed_commit(const Environment& environment) {
  using Answer = std::optional<std::string>;
  const Answer remote_branch = environment.get("PRE_COMMIT_REMOTE_BRANCH");
  if (remote_branch && remote_branch->starts_with("refs/tags/")) return Answer();
  Answer commit = environment.get("PRE_COMMIT_TO_REF");
  // pre-commit asks for all files, and names no commits, where the first commit of a history is pushed.
  if (!commit && remote_branch) commit = environment.get("PRE_COMMIT_LOCAL_BRANCH");
  if (!commit) {
    return Error{Error::Kind::usage, "--pushed: PRE_COMMIT_TO_REF is not set, so there is no telling what is pushed",
                 "pre-commit sets it for hooks of the stage pre-push; elsewhere: miggraph check --rev REV"};
  }
  if (is_no_commit(*commit) || (!environment.has("PRE_COMMIT_TO_REF") && *commit == "(delete)")) return Answer();
  return commit;
}

}  // namespace miggraph::cli
