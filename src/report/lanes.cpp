#include "report/lanes.h"

#include <algorithm>
#include <optional>

namespace miggraph::report {
namespace {

struct Lane {
  std::size_t awaits = 0;  ///< the node that it leads to
  std::size_t color = 0;
};
using Lanes = std::vector<std::optional<Lane>>;

std::vector<Piece> straight(const Lanes& lanes, std::size_t lanes_drawn) {
  std::vector<Piece> line;
  for (std::size_t i = 0; i < std::min(lanes.size(), lanes_drawn); ++i) {
    line.push_back(lanes[i] ? Piece{"│ ", lane_paint(lanes[i]->color)} : Piece{"  ", {}});
  }
  return line;
}

/// A line on which the lanes `ends` are tied to the lane `hub` from either side. `corner_*` is the sign of the
/// outermost end, `tee` that of those between; other lanes pass behind the stroke.
std::vector<Piece> tie_lanes(const Lanes& lanes, std::size_t hub, const std::vector<std::size_t>& ends,
                             std::string_view left_corner, std::string_view right_corner, std::string_view tee,
                             std::size_t lanes_drawn) {
  const std::size_t first = std::min(hub, *std::min_element(ends.begin(), ends.end()));
  const std::size_t last = std::max(hub, *std::max_element(ends.begin(), ends.end()));
  std::vector<Piece> line;
  std::size_t color = 0;
  for (std::size_t i = 0; i < std::min(lanes.size(), lanes_drawn); ++i) {
    const bool is_end = std::find(ends.begin(), ends.end(), i) != ends.end();
    std::string sign = lanes[i] ? "│" : " ";
    if (i == hub) {
      sign = first == hub ? "├" : last == hub ? "┤" : "┼";
    } else if (is_end) {
      sign = i == first ? left_corner : i == last ? right_corner : tee;
    } else if (i > first && i < last && !lanes[i]) {
      sign = "─";
    }
    if (lanes[i]) color = lanes[i]->color;
    line.push_back({std::move(sign), lanes[i] ? lane_paint(lanes[i]->color) : lane_paint(color)});
    const bool stroke = i >= first && i < last;
    line.push_back({stroke ? "─" : " ", stroke ? lane_paint(color) : Paint{}});
  }
  return line;
}

void drop_empty_tail(Lanes& lanes) {
  while (!lanes.empty() && !lanes.back()) lanes.pop_back();
}

std::size_t free_lane(Lanes& lanes, std::size_t from) {
  for (std::size_t i = from; i < lanes.size(); ++i) {
    if (!lanes[i]) return i;
  }
  lanes.resize(std::max(lanes.size(), from));
  lanes.emplace_back();
  return lanes.size() - 1;
}

}  // namespace

std::vector<LaneRow> draw_lanes(const std::vector<LaneNode>& nodes, std::size_t lanes_drawn) {
  std::vector<LaneRow> rows;
  Lanes lanes;
  std::size_t colors = 0;
  std::optional<std::size_t> ended;  // the lane of the node above, if that was a root
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    LaneRow row;
    std::vector<std::size_t> arriving;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      if (lanes[i] && lanes[i]->awaits == n) arriving.push_back(i);
    }
    std::size_t hub = 0;
    if (arriving.empty()) {
      hub = free_lane(lanes, 0);
      // Right below a root it would look like that root's parent.
      if (ended == hub) hub = free_lane(lanes, hub + 1);
      lanes[hub] = Lane{n, colors++};
    } else {
      hub = arriving.front();
      const std::vector<std::size_t> others(arriving.begin() + 1, arriving.end());
      if (!others.empty()) {
        row.above.push_back(tie_lanes(lanes, hub, others, "╰", "╯", "┴", lanes_drawn));
        for (const std::size_t other : others) lanes[other].reset();
        drop_empty_tail(lanes);
      }
    }
    row.lane = lanes[hub]->color;
    row.node = straight(lanes, lanes_drawn);
    if (hub < row.node.size()) row.node[hub] = {nodes[n].glyph + " ", lane_paint(row.lane)};

    const std::vector<std::size_t>& next = nodes[n].next;
    ended.reset();
    if (next.empty()) {
      lanes[hub].reset();
      ended = hub;
    } else {
      lanes[hub]->awaits = next.front();
    }
    row.margin = straight(lanes, lanes_drawn);
    if (next.size() > 1) {
      std::vector<std::size_t> opened;
      for (std::size_t k = 1; k < next.size(); ++k) {
        const std::size_t lane = free_lane(lanes, hub + 1);
        lanes[lane] = Lane{next[k], colors++};
        opened.push_back(lane);
      }
      row.below.push_back(tie_lanes(lanes, hub, opened, "╭", "╮", "┬", lanes_drawn));
    }
    drop_empty_tail(lanes);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace miggraph::report
