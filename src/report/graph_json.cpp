/// `graph --format json`: nodes, edges, leaf_nodes and root_nodes as `dump` has them, and the refs of each node.

#include <set>
#include <string>

#include "report/drawings.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/json_parts.h"

namespace miggraph::report {

std::string draw_json(const GraphView& view, const DrawOptions&) {
  using json_parts::Json;
  const auto key_json = [](const ViewKey& key) { return Json::array({valid_utf8(key.app), valid_utf8(key.name)}); };
  std::set<ViewKey> nodes;
  std::set<std::pair<ViewKey, ViewKey>> edges;
  for (const ViewApp& app : view.apps) {
    for (const ViewNode& node : app.nodes) nodes.insert({app.title, node.key.name});
  }
  Json leaves = Json::object(), roots = Json::object(), refs = Json::object();
  for (const ViewApp& app : view.apps) {
    const std::string title = valid_utf8(app.title);
    std::set<ViewKey> app_leaves, app_roots;
    Json app_refs = Json::object();
    for (const ViewNode& node : app.nodes) {
      const ViewKey key{app.title, node.key.name};
      if (node.leaf) app_leaves.insert(key);
      if (node.root) app_roots.insert(key);
      for (const ViewKey& parent : node.parents) {
        edges.insert({key, parent.app == app.label ? ViewKey{app.title, parent.name} : parent});
      }
      app_refs[valid_utf8(node.key.name)] = json_parts::texts(node.refs);
    }
    for (const ViewKey& key : app_leaves) leaves[title].push_back(key_json(key));
    for (const ViewKey& key : app_roots) roots[title].push_back(key_json(key));
    refs[title] = std::move(app_refs);
  }
  Json json = {{"nodes", Json::array()}, {"edges", Json::array()}};
  for (const ViewKey& key : nodes) json["nodes"].push_back(key_json(key));
  for (const auto& [child, parent] : edges) json["edges"].push_back(Json::array({key_json(child), key_json(parent)}));
  json["leaf_nodes"] = std::move(leaves);
  json["root_nodes"] = std::move(roots);
  json["refs"] = std::move(refs);
  return finished(json.dump(kIndent));
}

}  // namespace miggraph::report
