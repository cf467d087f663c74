#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace miggraph::report {

/// Where the formats get the source lines that they show from: a file is not on disk when it is only on another branch.
class SourceLines {
 public:
  virtual ~SourceLines() = default;
  /// Line `number` (from 1) of the file at `path` in the first of `refs` that holds it; without refs, in the snapshot
  /// that is judged. Nothing where there is no such line.
  virtual std::optional<std::string> line(std::string_view path, std::uint32_t number,
                                          const std::vector<std::string>& refs) const = 0;
};

}  // namespace miggraph::report
