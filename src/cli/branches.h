#pragma once

#include <vector>

#include "base/result.h"
#include "cli/console.h"
#include "cli/options.h"
#include "source/repository.h"

namespace miggraph::cli {

/// The branches that `explain` and `graph` look at: those that --against and --branches name, none with --no-against,
/// else all but the one checked out; one of each tip (`main` before `origin/main`); those older than --since are
/// counted in a note.
Result<std::vector<source::Revision>> open_branches(source::Repository& repository, const Options& options,
                                                    Console& console);

}  // namespace miggraph::cli
