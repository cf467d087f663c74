#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "graph/loader.h"

namespace miggraph::graph::testing {

inline MigrationKey key(const std::string& text) {
  const std::size_t dot = text.find('.');
  return {text.substr(0, dot), text.substr(dot + 1)};
}

inline std::string text(const MigrationKey& key) {
  return key.app + "." + key.name;
}

inline std::vector<std::string> texts(const MigrationGraph& graph, const std::vector<NodeId>& nodes) {
  std::vector<std::string> out;
  for (const NodeId node : nodes) out.push_back(text(graph.key(node)));
  return out;
}

/// "child -> parent", sorted: the graph's edges, ghosts' left out.
inline std::vector<std::string> edges(const MigrationGraph& graph) {
  std::vector<std::string> out;
  for (const NodeId child : graph.nodes())
    for (const NodeId parent : graph.parents(child))
      out.push_back(text(graph.key(child)) + " -> " + text(graph.key(parent)));
  return out;
}

/// Migration files as a test writes them: "app.name" and what is in them. "$NAME" as a dependency is
/// swappable_dependency(settings.NAME), "?x" something unknown.
class Files {
 public:
  using Names = std::vector<std::string>;

  Files& app(const std::string& label) {
    apps_[label];
    return *this;
  }

  Files& add(const std::string& name, const Names& dependencies = {}, const Names& run_before = {},
             const Names& replaces = {}) {
    django::Migration& migration = store_.emplace_back();
    migration.name = key(name).name;
    migration.file = migration.name + ".py";
    migration.dependencies = entries(dependencies);
    migration.run_before = entries(run_before);
    migration.replaces = entries(replaces);
    apps_[key(name).app].push_back(&migration);
    return *this;
  }

  LoadedGraph load(LoadOptions options = {}) const {
    std::vector<AppMigrations> apps;
    for (const auto& [label, migrations] : apps_) apps.push_back({label, migrations});
    return build_graph(apps, settings, options);
  }
  LoadedGraph load_all() const { return load({.keep_going = true}); }

  django::ModelSettings settings{{"AUTH_USER_MODEL", "auth.User"}};

 private:
  static std::vector<django::Dependency> entries(const Names& names) {
    std::vector<django::Dependency> out;
    for (const std::string& name : names) {
      django::Dependency& entry = out.emplace_back();
      if (name.starts_with('$')) {
        entry.target = django::Dependency::Setting{name.substr(1)};
      } else if (name.starts_with('?')) {
        entry.target = django::Dependency::Unknown{name.substr(1), "not known", false};
      } else {
        entry.target = django::Dependency::Key{key(name).app, key(name).name};
      }
    }
    return out;
  }

  std::deque<django::Migration> store_;
  std::map<std::string, std::vector<const django::Migration*>> apps_;
};

}  // namespace miggraph::graph::testing
