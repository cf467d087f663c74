#pragma once

#include <optional>

#include "base/source_text.h"
#include "django/codebase.h"

namespace miggraph::analysis {

/// Where a stretch of a module's text lies, in lines and columns; nothing without a module.
std::optional<Range> range_in(const python::Module* module, Span span);

/// Where a migration's `dependencies` are written, or its class where they are not in its own file.
std::optional<Range> dependencies_range(const django::Migration& migration);

/// Where an entry is written, if that is in the migration's own file (it may be inherited); else its class.
std::optional<Range> entry_range(const django::Migration& migration, const django::Dependency* entry);

}  // namespace miggraph::analysis
