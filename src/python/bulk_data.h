#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/module.h"

/// Internal to the room: large files are mostly data that no migration graph hangs on, and a syntax tree of 20 MB of numbers
/// takes a gigabyte. So the data is left out before the file is parsed: displays and strings that are nothing but literals, checked
/// here for what Python would refuse in them.
namespace miggraph::python {

/// Files below this size are parsed as they are.
constexpr std::size_t bulk_threshold = 1 << 20;

struct BulkData {
  /// The source, of the same length, with a name `_` and blanks in place of the data; empty where nothing was left out.
  std::string text;
  std::vector<Span> left_out;          ///< where these names stand, in the order of the text
  std::optional<LoadProblem> problem;  ///< too much is left over to be parsed
};

BulkData without_bulk_data(std::string_view text);

}  // namespace miggraph::python
