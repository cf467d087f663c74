#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/canvas.h"

namespace miggraph::report {

/// A node of a drawing, in the order in which the nodes are drawn.
struct LaneNode {
  std::vector<std::size_t> next;  ///< positions of those that it is tied to, all further down
  std::string glyph = "●";
};

/// How one node is drawn: whole lines above and below it, and what stands left of its text.
struct LaneRow {
  std::vector<std::vector<Piece>> above;  ///< lanes that come together in it: `├─┴─╯`
  std::vector<Piece> node;                ///< `│ ● `
  std::vector<Piece> margin;              ///< left of further lines of its text: `│ │ `
  std::vector<std::vector<Piece>> below;  ///< lanes that part from it: `├─╮`
  std::size_t lane = 0;                   ///< for the colour of its text
};

/// Draws like `git log --graph`: a lane a line of descent, lanes come together above the node that they share.
/// Of each line no more than `lanes_drawn` lanes: thousands side by side would take gigabytes, of which a terminal shows nothing.
std::vector<LaneRow> draw_lanes(const std::vector<LaneNode>& nodes, std::size_t lanes_drawn);

}  // namespace miggraph::report
