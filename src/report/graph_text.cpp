/// `graph --format text`: an app after the other, drawn like `git log --graph`.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "report/canvas.h"
#include "report/drawings.h"
#include "report/lanes.h"
#include "report/topology.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

/// The parents of each node within the app, as numbers into app.nodes.
std::vector<std::vector<std::size_t>> own_parents(const ViewApp& app) {
  std::map<ViewKey, std::size_t> index;
  for (std::size_t i = 0; i < app.nodes.size(); ++i) index.emplace(app.nodes[i].key, i);
  std::vector<std::vector<std::size_t>> parents(app.nodes.size());
  for (std::size_t i = 0; i < app.nodes.size(); ++i) {
    for (const ViewKey& parent : app.nodes[i].parents) {
      if (parent.app != app.label) continue;
      if (const auto found = index.find(parent); found != index.end() && found->second != i)
        parents[i].push_back(found->second);
    }
  }
  return parents;
}

std::vector<std::vector<std::size_t>> turned_round(const std::vector<std::vector<std::size_t>>& parents) {
  std::vector<std::vector<std::size_t>> children(parents.size());
  for (std::size_t i = 0; i < parents.size(); ++i) {
    for (const std::size_t parent : parents[i]) children[parent].push_back(i);
  }
  return children;
}

std::string_view glyph_of(const ViewNode& node) {
  return node.squash ? "◆" : node.leaf ? "●" : "○";
}

/// The other apps' migrations that a node waits for: `→ auth.0012_x, exams.0003_y`.
std::string foreign_parents(const ViewApp& app, const ViewNode& node) {
  std::string text;
  for (const ViewKey& parent : node.parents) {
    if (parent.app == app.label) continue;
    text += fmt::format("{}{}.{}", text.empty() ? "→ " : ", ", parent.app, parent.name);
  }
  return text;
}

void write_node(Canvas& canvas, const ViewApp& app, const ViewNode& node, const LaneRow& row) {
  for (const auto& line : row.above) canvas.put("  ").put(line).end();
  canvas.put("  ").put(row.node).put(" ").put(node.key.name, node.leaf ? Paint(Ink::strong) : Paint());
  if (node.squash) canvas.put(" (squash)", Ink::dim);
  if (!node.refs.empty()) {
    std::string refs;
    for (const std::string& ref : node.refs) refs += (refs.empty() ? "" : ", ") + ref;
    canvas.put(" [").put(refs, lane_paint(row.lane)).put("]");
  }
  const std::string foreign = foreign_parents(app, node);
  if (!foreign.empty() && !canvas.put_right({{foreign, Ink::dim}})) canvas.put("  ").put(foreign, Ink::dim);
  canvas.end();
  for (const auto& line : row.below) canvas.put("  ").put(line).end();
}

void write_app(Canvas& canvas, const ViewApp& app, bool reverse) {
  std::size_t leaves = 0;
  for (const ViewNode& node : app.nodes) leaves += node.leaf;
  canvas.put(app.title, Ink::strong).put("   ").put(counted(app.nodes.size(), "migration"));
  canvas.put(", ").put(counted(leaves, "leaf", "leaves"), leaves > 1 ? Paint(Ink::error) : Paint());
  canvas.put_right({{app.path, Ink::dim}});
  canvas.end();
  canvas.blank();

  const auto parents = own_parents(app);
  const auto next = reverse ? turned_round(parents) : parents;
  const std::vector<std::size_t> order = children_first(next, {});
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<LaneNode> nodes;
  for (std::size_t i = 0; i < order.size(); ++i) {
    LaneNode node{{}, std::string(glyph_of(app.nodes[order[i]]))};
    for (const std::size_t other : next[order[i]]) {
      if (place[other] > i)
        node.next.push_back(place[other]);  // in a circle one edge leads back; it is a finding of `check`
    }
    nodes.push_back(std::move(node));
  }
  const std::vector<LaneRow> rows = draw_lanes(nodes, canvas.width() / 2 + 2);
  for (std::size_t i = 0; i < rows.size(); ++i) write_node(canvas, app, app.nodes[order[i]], rows[i]);
  canvas.blank();
}

}  // namespace

std::string draw_text(const GraphView& view, const DrawOptions& options) {
  Canvas canvas(options.style);
  for (const ViewApp& app : view.apps) write_app(canvas, app, options.reverse);
  std::string out = canvas.take();
  if (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace miggraph::report
