#pragma once

#include <string>
#include <vector>

#include "django/codebase.h"

namespace miggraph::analysis {

/// A line for each project that more than one release of Django seems to work on: files that pin different ones,
/// migrations written by a newer one than is pinned, newer and older ones in turn where nothing is pinned. Old
/// migrations by old releases are no such thing.
std::vector<std::string> django_notes(const django::Codebase& codebase);

}  // namespace miggraph::analysis
