#pragma once

#include <string_view>

#include "django/codebase.h"
#include "django/deconstruct/canonical.h"

namespace miggraph::django::deconstruction {

/// Whether a class of Django's is one whose deconstruct() writes `to` in its own way.
bool is_relation_field(std::string_view path);

/// The argument `to` as RelatedField.deconstruct() gives it: in lower case after the dot; the setting where it is the user model.
Canonical relation_target(Canonical to, const ModelSettings* settings);

}  // namespace miggraph::django::deconstruction
