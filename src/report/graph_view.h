#pragma once

#include <compare>
#include <string>
#include <vector>

namespace miggraph::report {

struct ViewKey {
  std::string app;
  std::string name;
  friend auto operator<=>(const ViewKey&, const ViewKey&) = default;
};

struct ViewNode {
  ViewKey key;
  std::vector<ViewKey> parents;   ///< of its own app and of others, after squashing; of apps outside the tree too
  std::vector<std::string> refs;  ///< branches whose leaf this is
  bool leaf = false;              ///< no child in its own app
  bool root = false;              ///< no parent in its own app
  bool squash = false;            ///< stands in for those that it replaces
  bool merge = false;             ///< several parents in its own app
};

struct ViewApp {
  std::string label;
  std::string title;  ///< the label, or "path:label" where one label occurs twice
  std::string path;
  std::vector<ViewNode> nodes;  ///< parents before children
};

/// The graph as it is drawn: the apps asked for, after squashing.
struct GraphView {
  std::vector<ViewApp> apps;  ///< sorted by title
};

}  // namespace miggraph::report
