#pragma once

#include "django/codebase.h"

namespace miggraph::analysis {

/// Whether `merged` is `ours` and further migrations that plainly follow what is there: all that they depend on exists,
/// they replace nothing, run before nothing, and no squash replaces them. Then Django's loader finds nothing wrong with
/// it that is not wrong with `ours` or with the side that the new ones come from, and nobody needs to build the graph
/// to know. (A circle by way of somebody's "__latest__", which may now mean a new one, is the exception that is let
/// go.) False where that can't be told quickly.
bool is_plain_addition(const django::Codebase& ours, const django::Codebase& merged);

}  // namespace miggraph::analysis
