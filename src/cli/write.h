#pragma once

#include <string_view>

namespace miggraph::cli {

inline constexpr int kStandardOutput = 1;
inline constexpr int kStandardError = 2;

/// Writes all of it; false where that can't be done (errno says why).
bool write_all(int descriptor, std::string_view text);

}  // namespace miggraph::cli
