/// `graph --format mermaid`: a flowchart for Markdown. GitHub draws at most 500 edges and 50,000 characters, GitLab
/// asks before it draws more than 2,000 characters: so chains are folded, and of a large graph only the surroundings of
/// its forks are shown.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "report/drawings.h"
#include "report/escape.h"

namespace miggraph::report {
namespace {

constexpr std::size_t kMaxEdges = 400;         // GitHub refuses at 500
constexpr std::size_t kMaxCharacters = 40000;  // and at 50,000: the edges come on top
constexpr std::size_t kLarge = 60;             // nodes after folding: more is no picture any more

struct Shown {
  const ViewApp* app = nullptr;
  std::vector<const ViewNode*> nodes;  ///< more than one: a chain, oldest first
  bool near_fork = false;
  const ViewNode& first() const { return *nodes.front(); }
  const ViewNode& last() const { return *nodes.back(); }
};

struct Folded {
  std::vector<Shown> shown;
  std::map<ViewKey, std::size_t> place;  ///< of each migration, into `shown`
};

/// Joins what lies in one line: a node with one own parent that has one own child goes into its parent's chain, unless
/// a person wants to see it: leaves, roots, those with branches on them, and the ends of edges to other apps.
Folded fold(const GraphView& view) {
  std::map<ViewKey, std::size_t> own_children;
  std::set<ViewKey> asked_for;  // by other apps
  for (const ViewApp& app : view.apps) {
    for (const ViewNode& node : app.nodes) {
      for (const ViewKey& parent : node.parents) {
        if (parent.app == node.key.app) {
          ++own_children[parent];
        } else {
          asked_for.insert(parent);
        }
      }
    }
  }
  Folded folded;
  for (const ViewApp& app : view.apps) {
    for (const ViewNode& node : app.nodes) {
      std::vector<ViewKey> own;
      bool foreign = false;
      for (const ViewKey& parent : node.parents) {
        if (parent.app == node.key.app) {
          own.push_back(parent);
        } else {
          foreign = true;
        }
      }
      const bool plain = !node.leaf && !node.root && node.refs.empty() && !foreign && !asked_for.count(node.key) &&
                         own.size() == 1 && own_children[node.key] == 1;
      if (plain && own_children[own.front()] == 1) {
        const auto above = folded.place.find(own.front());
        if (above != folded.place.end()) {
          Shown& chain = folded.shown[above->second];
          const ViewNode& end = chain.last();
          const bool open = chain.nodes.size() > 1 ||
                            (!end.leaf && !end.root && end.refs.empty() && !asked_for.count(end.key) && !end.merge);
          if (open) {
            chain.nodes.push_back(&node);
            folded.place[node.key] = above->second;
            continue;
          }
        }
      }
      folded.place[node.key] = folded.shown.size();
      folded.shown.push_back({&app, {&node}, false});
    }
  }
  return folded;
}

/// Marks the leaves of apps with several of them, what they forked from, and two steps around.
void mark_forks(Folded& folded) {
  std::vector<std::set<std::size_t>> around(folded.shown.size());
  std::map<const ViewApp*, std::size_t> leaves;
  for (std::size_t i = 0; i < folded.shown.size(); ++i) {
    leaves[folded.shown[i].app] += folded.shown[i].last().leaf;
    for (const ViewKey& parent : folded.shown[i].first().parents) {
      const auto found = folded.place.find(parent);
      if (found == folded.place.end() || folded.shown[found->second].app != folded.shown[i].app) continue;
      around[i].insert(found->second);
      around[found->second].insert(i);
    }
  }
  std::set<std::size_t> edge;
  for (std::size_t i = 0; i < folded.shown.size(); ++i) {
    Shown& shown = folded.shown[i];
    if (!shown.last().leaf) continue;
    // In an app in conflict everything down to the fork; elsewhere the leaf says enough.
    shown.near_fork = true;
    if (leaves[shown.app] > 1) edge.insert(i);
  }
  for (int step = 0; step < 3; ++step) {
    std::set<std::size_t> further;
    for (const std::size_t i : edge) further.insert(around[i].begin(), around[i].end());
    for (const std::size_t i : further) folded.shown[i].near_fork = true;
    edge = std::move(further);
  }
}

std::string text_of(const Shown& shown) {
  if (shown.nodes.size() == 1) {
    std::string text = mermaid_label(shown.first().key.name);
    for (const std::string& ref : shown.first().refs) text += "<br/>" + mermaid_label("[" + ref + "]");
    return text;
  }
  return fmt::format("{} … {}<br/>{} migrations", mermaid_label(shown.first().key.name), mermaid_label(shown.last().key.name),
                     shown.nodes.size());
}

}  // namespace

std::string draw_mermaid(const GraphView& view, const DrawOptions& options) {
  Folded folded = fold(view);
  const bool large = folded.shown.size() > kLarge;
  if (large) mark_forks(folded);
  const auto is_drawn = [&](const Shown& shown) { return !large || shown.near_fork; };

  std::string out = fmt::format("flowchart {}\n", options.reverse ? "TB" : "BT");
  std::size_t left_out = 0;
  std::vector<bool> drawn(folded.shown.size(), false);
  for (const ViewApp& app : view.apps) {
    std::string body;
    std::size_t leaves = 0;
    for (const ViewNode& node : app.nodes) leaves += node.leaf;
    for (std::size_t i = 0; i < folded.shown.size(); ++i) {
      const Shown& shown = folded.shown[i];
      if (shown.app != &app) continue;
      if (!is_drawn(shown) || out.size() + body.size() >= kMaxCharacters) {
        left_out += shown.nodes.size();
        continue;
      }
      drawn[i] = true;
      const std::string_view kind = shown.last().leaf      ? (leaves > 1 ? ":::conflict" : ":::leaf")
                                    : shown.first().squash ? ":::squash"
                                                           : "";
      body += fmt::format("    n{}[\"{}\"]{}\n", i, text_of(shown), kind);
    }
    if (!body.empty()) {
      out += fmt::format("  subgraph a{}[\"{}\"]\n{}  end\n", &app - view.apps.data(), mermaid_label(app.title), body);
    }
  }
  std::size_t edges = 0;
  bool full = false;
  for (std::size_t i = 0; i < folded.shown.size() && !full; ++i) {
    if (!drawn[i]) continue;
    for (const ViewKey& parent : folded.shown[i].first().parents) {
      const auto found = folded.place.find(parent);
      if (found == folded.place.end() || !drawn[found->second]) continue;
      full = edges >= kMaxEdges || out.size() >= kMaxCharacters + 8000;
      if (full) break;
      const bool own = parent.app == folded.shown[i].first().key.app;
      out += fmt::format("  n{} {} n{}\n", i, own ? "-->" : "-.->", found->second);
      ++edges;
    }
  }
  out += "  classDef leaf fill:#c9e4c5,stroke:#2f6b2f,color:#000\n";
  out += "  classDef conflict fill:#f4b6b6,stroke:#a11,stroke-width:3px,color:#000\n";
  out += "  classDef squash fill:#d7d3f0,stroke:#554f91,color:#000\n";
  if (left_out > 0)
    out += fmt::format("  %% {} migrations far from any fork are left out; name an app to see more\n", left_out);
  if (full) out += "  %% too large for one picture: further edges are left out; name an app to see more\n";
  return out;
}

}  // namespace miggraph::report
