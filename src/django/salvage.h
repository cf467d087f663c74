#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "django/codebase.h"
#include "django/migration_reader.h"

namespace miggraph::django {

/// What can still be made out of a migration file that Python could not load (`source.module` has a problem): its place
/// in the graph, so that those around it are not taken for leaves or for lost. Its operations are not read. Where its
/// dependencies can't be made out they are unknown. The migration is `unreadable`.
std::shared_ptr<const Migration> salvage(const MigrationModule& source);

/// The text with blanks in place of all but its imports of a line, the line of `class Migration` and the lists
/// `dependencies`, `run_before` and `replaces` in its body; everything stays where it was.
std::string place_in_the_graph(std::string_view text);

}  // namespace miggraph::django
