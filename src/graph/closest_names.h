#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace miggraph::graph {

/// The number that a migration's name begins with ("0003_remove_ine" -> "0003"), empty where there is none.
std::string_view number_of(std::string_view name);

/// What someone who wrote `name` may have meant, best first, at most `limit`: names with the same number, then names
/// that few edits lead to. Empty where nothing is near.
std::vector<std::string> closest_names(std::string_view name, std::span<const std::string> names,
                                       std::size_t limit = 3);

}  // namespace miggraph::graph
