#pragma once

#include <string>

#include "django/codebase.h"

namespace miggraph::report {

/// Everything that was read of a codebase, as JSON in the form that docs/dump.md describes: of two apps with one label
/// the one nearer to the root, the graph as Django's loader makes it, up to the first error, and the state that its plan leads to;
/// with `each` also what every migration of the plan changes.
std::string dump_json(const django::Codebase& codebase, bool each);

}  // namespace miggraph::report
