#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "django/state/effect.h"
#include "django/state/state_change.h"

namespace miggraph::django::operations {

/// An argument that an operation can't do without. Where it is no string that is known, the change says that what the operation does
/// is not known, and the operation does nothing.
std::optional<std::string> required(const Effect& effect, StateChange& change, std::string_view parameter);

}  // namespace miggraph::django::operations
