#include "report/fork_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/lanes.h"
#include "report/topology.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using analysis::Conflict;
using analysis::Leaf;
using analysis::Step;

struct Node {
  std::string name;
  const Step* step = nullptr;  ///< null: at or below the fork
  const Leaf* leaf = nullptr;
  bool is_base = false;
  std::size_t folded = 0;  ///< this many migrations stand here as one
  std::vector<std::size_t> parents;
};

/// The nodes of a drawing, each migration once, whatever the number of leaves that lead to it.
class Nodes {
 public:
  Nodes(const Conflict& conflict, const ForkDrawing& how) {
    const std::size_t shown = std::min(conflict.leaves.size(), how.max_leaves);
    for (std::size_t i = 0; i < shown; ++i) {
      for (const Step& step : conflict.leaves[i].chain) ++uses_[key_of(step)];
    }
    for (std::size_t i = 0; i < shown; ++i) add_side(conflict.leaves[i], how.max_chain);
    add_trunk(conflict);
    link(conflict, shown);
  }

  std::vector<Node> take() { return std::move(nodes_); }
  const std::vector<std::size_t>& tips() const { return tips_; }

 private:
  static const std::string& key_of(const Step& step) { return step.key.empty() ? step.migration : step.key; }

  std::size_t add(const std::string& name) { return add(name, name); }

  std::size_t add(const std::string& key, const std::string& name) {
    const auto [found, is_new] = index_.try_emplace(key, nodes_.size());
    if (is_new) nodes_.push_back({name, nullptr, nullptr, false, 0, {}});
    return found->second;
  }

  void add_side(const Leaf& leaf, std::size_t max_chain) {
    const auto& chain = leaf.chain;
    const bool alone =
        std::all_of(chain.begin(), chain.end(), [&](const Step& step) { return uses_[key_of(step)] == 1; });
    // The first one behind the fork and the newest stay: the ends of a line say what it is about.
    std::size_t fold_from = chain.size(), fold_to = chain.size();
    if (alone && chain.size() > max_chain && max_chain >= 3) {
      fold_from = 1;
      fold_to = chain.size() - (max_chain - 2);
    }
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (i > fold_from && i < fold_to) continue;
      const std::size_t n = add(key_of(chain[i]), chain[i].migration);
      if (i == fold_from && i < fold_to) {
        nodes_[n].folded = fold_to - fold_from;
        nodes_[n].name.clear();
      } else {
        nodes_[n].step = &chain[i];
      }
      sides_[&leaf].push_back(n);
    }
    if (chain.empty()) sides_[&leaf].push_back(add(leaf.migration));
    const std::size_t tip = sides_[&leaf].back();
    nodes_[tip].leaf = &leaf;
    tips_.push_back(tip);
  }

  void add_trunk(const Conflict& conflict) {
    for (const std::string& base : conflict.base) nodes_[add(base)].is_base = true;
    std::optional<std::size_t> above;
    for (const std::string& name : conflict.trunk) {
      const std::size_t n = add(name);
      if (above && *above != n) nodes_[*above].parents = {n};
      above = n;
    }
    // Several bases: all but the one that begins the trunk lead on to what lies below that one.
    for (const std::string& base : conflict.base) {
      Node& node = nodes_[index_[base]];
      const bool in_trunk = std::find(conflict.trunk.begin(), conflict.trunk.end(), base) != conflict.trunk.end();
      if (!in_trunk && !conflict.trunk.empty()) node.parents = {index_[conflict.trunk.front()]};
    }
  }

  void link(const Conflict& conflict, std::size_t shown) {
    std::vector<std::size_t> bases;
    for (const std::string& base : conflict.base) bases.push_back(index_[base]);
    for (std::size_t i = 0; i < shown; ++i) {
      const std::vector<std::size_t>& side = sides_[&conflict.leaves[i]];
      for (std::size_t k = 0; k < side.size(); ++k) {
        Node& node = nodes_[side[k]];
        if (!node.parents.empty()) continue;
        if (node.step) {
          const Step& step = *node.step;
          for (const std::string& parent : step.key.empty() ? step.parents : step.parent_keys) {
            if (const auto found = index_.find(parent); found != index_.end()) node.parents.push_back(found->second);
          }
        }
        if (node.parents.empty()) node.parents = k > 0 ? std::vector{side[k - 1]} : bases;
        std::erase(node.parents, side[k]);
      }
    }
  }

  std::map<std::string, std::size_t> uses_;
  std::map<std::string, std::size_t> index_;
  std::map<const Leaf*, std::vector<std::size_t>> sides_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> tips_;
};

std::vector<Piece> indented(std::size_t indent, const std::vector<Piece>& pieces) {
  std::vector<Piece> out = {{std::string(indent, ' '), {}}};
  out.insert(out.end(), pieces.begin(), pieces.end());
  return out;
}

Paint paint_of(const std::string& summary) {
  if (summary.starts_with("+")) return Ink::good;
  if (summary.starts_with("−") || summary.starts_with("-")) return Ink::error;
  return Ink::plain;
}

void draw_operations(Canvas& canvas, const Step& step, const std::set<std::string>& clashing,
                     const std::vector<Piece>& margin) {
  std::vector<std::vector<Piece>> items;
  for (std::size_t i = 0; i < step.summary.size(); ++i) {
    std::vector<Piece> item = {{step.summary[i], paint_of(step.summary[i])}};
    if (clashing.count(fmt::format("{}#{}", step.migration, i))) item.push_back({" ✖", Ink::error});
    items.push_back(std::move(item));
  }
  if (items.empty()) return;
  canvas.put(margin).put("   ");
  canvas.items(items, 3, margin);
}

}  // namespace

void draw_fork(Canvas& canvas, const Conflict& conflict, const ForkDrawing& how) {
  Nodes made(conflict, how);
  const std::vector<std::size_t> tips = made.tips();
  const std::vector<Node> nodes = made.take();

  std::vector<std::vector<std::size_t>> parents;
  for (const Node& node : nodes) parents.push_back(node.parents);
  const std::vector<std::size_t> order = children_first(parents, tips);
  std::vector<std::size_t> place(nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<LaneNode> lane_nodes;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Node& node = nodes[order[i]];
    LaneNode lane_node{{}, node.folded ? "⋮" : node.step || node.leaf ? "●" : "○"};
    for (const std::size_t parent : node.parents) {
      if (place[parent] > i) lane_node.next.push_back(place[parent]);
    }
    lane_nodes.push_back(std::move(lane_node));
  }
  std::set<std::string> clashing;
  for (const analysis::Clash& clash : conflict.clashes) {
    if (!clash.mild) clashing.insert(clash.operations.begin(), clash.operations.end());
  }

  const std::vector<LaneRow> rows = draw_lanes(lane_nodes, canvas.width() / 2 + 2);
  // Branch and commit stand beside each leaf where there is room beside all of them, else below each.
  bool one_line = true;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Node& node = nodes[order[i]];
    if (!node.leaf) continue;
    std::size_t needed = how.indent + canvas.columns_of(rows[i].node) + 1 + canvas.columns_of(node.name);
    needed += 3 + canvas.columns_of(joined(node.leaf->refs));
    if (how.commits) needed += 2 + canvas.columns_of(who_and_when(*node.leaf, canvas.style(), "  "));
    one_line = one_line && needed <= canvas.width();
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const LaneRow& row = rows[i];
    const Node& node = nodes[order[i]];
    const std::vector<Piece> margin = indented(how.indent, row.margin);
    if (how.operations && node.leaf && i > 0) canvas.put(indented(how.indent, rows[i - 1].margin)).end();
    for (const auto& line : row.above) canvas.put(indented(how.indent, line)).end();
    canvas.put(indented(how.indent, row.node)).put(" ");
    if (node.folded) {
      canvas.put(counted(node.folded, "more migration"), Ink::dim).end();
    } else if (!node.step && !node.leaf) {
      canvas.put(node.name);
      if (node.is_base) canvas.put("   last in common", Ink::dim);
      canvas.end();
    } else {
      canvas.put(node.name, Ink::strong);
      if (node.leaf) {
        const std::vector<Piece> refs = {{joined(node.leaf->refs), lane_paint(row.lane)}};
        const std::vector<Piece> aside = {
            {how.commits ? who_and_when(*node.leaf, canvas.style(), "  ") : "", Ink::dim}};
        if (one_line) {
          canvas.put("   ").put(refs);
          if (how.commits) canvas.put_right(aside);
        } else {
          canvas.end();
          canvas.put(margin).put(" ").put(refs);
          if (canvas.column() + 3 + canvas.columns_of(aside) > canvas.width()) {
            canvas.end();
            canvas.put(margin).put(" ");
          } else if (how.commits) {
            canvas.put("   ");
          }
          canvas.put(aside);
        }
      }
      canvas.end();
      if (how.operations && node.step) draw_operations(canvas, *node.step, clashing, margin);
    }
    for (const auto& line : row.below) canvas.put(indented(how.indent, line)).end();
  }
  if (conflict.leaves.size() > how.max_leaves) {
    canvas.put(std::string(how.indent, ' '));
    canvas.put(fmt::format("… and {} (--all-findings)",
                           counted(conflict.leaves.size() - how.max_leaves, "more leaf", "more leaves")),
               Ink::dim);
    canvas.end();
  }
}

}  // namespace miggraph::report
