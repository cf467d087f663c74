#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "cli/environment.h"

namespace miggraph::cli {

/// The commit that `git push` is about to hand over, as pre-commit tells a hook of its stage pre-push
/// (PRE_COMMIT_TO_REF, or PRE_COMMIT_LOCAL_BRANCH where a whole new history goes). Absent where no branch is pushed but
/// a tag, or one is deleted. An error (usage) outside of such a hook.
Result<std::optional<std::string>> pushed_commit(const Environment& environment);

}  // namespace miggraph::cli
