/// `graph --format dot`: a cluster an app; what a node is shows in its shape as well as in its colour.

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>

#include "report/drawings.h"
#include "report/escape.h"

namespace miggraph::report {
namespace {

/// A quoted string of the DOT language. Graphviz reads a backslash in labels as an escape, and entities; CI systems read
/// `##[`.
std::string dot_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : visible(text)) {
    if (c == '&' || c == '#') {
      out += c == '&' ? "&amp;" : "&#35;";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string label_of(const ViewNode& node) {
  std::string label = node.key.name;
  for (const std::string& ref : node.refs) label += fmt::format(" [{}]", ref);
  return label;
}

std::string look_of(const ViewNode& node, bool in_conflict) {
  if (node.leaf && in_conflict) return "shape=doubleoctagon, style=filled, fillcolor=\"#f4b6b6\"";
  if (node.leaf) return "shape=box, style=\"filled,bold\", fillcolor=\"#c9e4c5\"";
  if (node.squash) return "shape=folder, style=filled, fillcolor=\"#d7d3f0\"";
  if (node.merge) return "shape=hexagon, style=filled, fillcolor=\"#f3e3b3\"";
  return "shape=box, style=filled, fillcolor=\"#ffffff\"";
}

}  // namespace

std::string draw_dot(const GraphView& view, const DrawOptions& options) {
  std::string out = "digraph migrations {\n";
  out += fmt::format("  rankdir={};\n  node [fontname=\"Helvetica\", fontsize=11];\n", options.reverse ? "TB" : "BT");
  std::map<ViewKey, std::string> ids;
  for (const ViewApp& app : view.apps) {
    for (const ViewNode& node : app.nodes) ids.emplace(node.key, fmt::format("n{}", ids.size()));
  }
  std::size_t clusters = 0;
  for (const ViewApp& app : view.apps) {
    std::size_t leaves = 0;
    for (const ViewNode& node : app.nodes) leaves += node.leaf;
    out += fmt::format("  subgraph cluster_{} {{\n    label={};\n", clusters++, dot_string(app.title));
    for (const ViewNode& node : app.nodes) {
      out += fmt::format("    {} [label={}, {}];\n", ids[node.key], dot_string(label_of(node)), look_of(node, leaves > 1));
    }
    out += "  }\n";
  }
  std::map<ViewKey, std::string> outside;
  std::string edges;
  for (const ViewApp& app : view.apps) {
    for (const ViewNode& node : app.nodes) {
      for (const ViewKey& parent : node.parents) {
        const auto inside = ids.find(parent);
        const std::string to = inside != ids.end()
                                   ? inside->second
                                   : outside.emplace(parent, fmt::format("x{}", outside.size())).first->second;
        edges += fmt::format("  {} -> {}{};\n", ids[node.key], to, parent.app == node.key.app ? "" : " [style=dashed]");
      }
    }
  }
  for (const auto& [key, id] : outside) {
    out +=
        fmt::format("  {} [label={}, shape=plaintext, fontcolor=\"#666666\"];\n", id, dot_string(key.app + "." + key.name));
  }
  return out + edges + "}\n";
}

}  // namespace miggraph::report
