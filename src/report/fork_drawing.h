#pragma once

#include <cstddef>

#include "analysis/report.h"
#include "report/canvas.h"

namespace miggraph::report {

struct ForkDrawing {
  bool operations = false;     ///< what each migration does, below its name; what clashes is marked
  bool commits = false;        ///< who and when, at the right of each leaf
  std::size_t max_chain = 6;   ///< a longer line of migrations is folded in the middle
  std::size_t max_leaves = 8;  ///< the others are counted
  std::size_t indent = 2;
};

/// The leaves of a conflict, newest on top, down to where they forked.
void draw_fork(Canvas& canvas, const analysis::Conflict& conflict, const ForkDrawing& how);

}  // namespace miggraph::report
