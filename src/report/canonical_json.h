#pragma once

#include <nlohmann/json.hpp>

#include "django/deconstruct/canonical.h"

namespace miggraph::report {

/// A canonical value as JSON: the form of the oracle's files. Values nest as deep as canonical.h lets them, which bounds this.
nlohmann::ordered_json json_of(const django::Canonical& value);

}  // namespace miggraph::report
