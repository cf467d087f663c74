#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace miggraph::django {

/// A flag of Python's `re`, which validators are given.
struct RegexFlag {
  std::string_view name;  ///< "IGNORECASE"
  std::int64_t number;
};

/// The flag that `re.I`, `re.IGNORECASE` or `re.RegexFlag.IGNORECASE` names.
std::optional<RegexFlag> regex_flag(std::string_view path);

}  // namespace miggraph::django
