#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "report/canvas.h"
#include "report/source_lines.h"

namespace miggraph::report {

/// A place in a file, shown as rustc and ruff do: ` --> path:line:col`, the line, `^^^` below what is meant.
struct Frame {
  std::string path;
  std::optional<Range> range;
  std::vector<std::string> refs;  ///< where the file is looked for, see SourceLines
  std::string head;               ///< "main · f304112 · Ada Example · 2026-02-11", in the gutter; may be empty
  Paint paint = Ink::error;       ///< of the `^^^`
};

void draw_frame(Canvas& canvas, const Frame& frame, const SourceLines* sources);

}  // namespace miggraph::report
