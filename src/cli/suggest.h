#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace miggraph::cli {

/// The one of `names` that someone who typed `typed` most likely meant; nothing where none is near.
std::optional<std::string> closest(std::string_view typed, const std::vector<std::string>& names);

/// Up to `limit` of them, the nearest first.
std::vector<std::string> closest(std::string_view typed, const std::vector<std::string>& names, std::size_t limit);

}  // namespace miggraph::cli
