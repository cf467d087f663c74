#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report.h"
#include "django/deconstruct/canonical.h"

/// What several JSON formats are made of. Only this room includes it: nlohmann's header is its own affair.
namespace miggraph::report::json_parts {

using Json = nlohmann::ordered_json;

/// As valid UTF-8.
Json text(std::string_view value);
Json text_or_null(const std::string& value);  ///< null where it is empty
Json text_or_null(const std::optional<std::string>& value);
Json texts(const std::vector<std::string>& values);

/// ["app", "name"]
Json key(const django::MigrationKey& key);
/// {"kind", "ref", "commit"}
Json snapshot(const analysis::SnapshotLine& snapshot);
/// A canonical value: the form of the oracle's files. Values nest as deep as canonical.h lets them, which bounds this.
Json canonical(const django::Canonical& value);

}  // namespace miggraph::report::json_parts
