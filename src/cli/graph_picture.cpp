#include "cli/graph_picture.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "analysis/judged_apps.h"
#include "cli/apps.h"
#include "graph/ancestry.h"
#include "graph/loader.h"

namespace miggraph::cli {
namespace {

using django::App;

/// What the branches add to one app of the snapshot.
struct Additions {
  std::vector<const django::Migration*> migrations;
  std::map<std::string, std::vector<std::string>> refs;  ///< by migration name
};

std::set<std::string> names_in(const App& app) {
  std::set<std::string> names;
  for (const django::Migration& migration : app.package->migrations) names.insert(migration.name);
  return names;
}

std::vector<std::string> leaves_of(const App& app, const django::ModelSettings& settings) {
  graph::AppMigrations alone{app.label, {}};
  for (const django::Migration& migration : app.package->migrations) alone.migrations.push_back(&migration);
  const graph::LoadedGraph loaded = graph::build_graph(std::span(&alone, 1), settings, {.keep_going = true});
  std::vector<std::string> names;
  for (const graph::NodeId leaf : loaded.graph.leaves(app.label)) names.push_back(loaded.graph.key(leaf).name);
  return names;
}

/// Adds what one branch has of one app, where a merge with it would change that app's migrations.
void add_branch(Additions& additions, const App& ours, const App* theirs, const App* merged, const std::string& ref,
                const django::ModelSettings& settings) {
  if (!theirs || !merged || merged->package == ours.package) return;
  const std::set<std::string> known = names_in(ours);
  bool changes = false;
  for (const django::Migration& migration : merged->package->migrations) {
    if (known.count(migration.name)) continue;
    changes = true;
    const bool there = std::any_of(additions.migrations.begin(), additions.migrations.end(),
                                   [&](const auto* one) { return one->name == migration.name; });
    if (!there) additions.migrations.push_back(&migration);
  }
  if (!changes) return;
  for (const std::string& leaf : leaves_of(*theirs, settings)) additions.refs[leaf].push_back(ref);
}

report::ViewApp view_of(const graph::MigrationGraph& graph, const App& app, std::string title,
                        const Additions& additions) {
  report::ViewApp view{app.label, std::move(title), app.path, {}};
  std::vector<graph::NodeId> order = graph::own_app_order(graph, app.label);
  const std::vector<graph::NodeId> leaves = graph.leaves(app.label), roots = graph.roots(app.label);
  const auto in = [](const std::vector<graph::NodeId>& nodes, graph::NodeId node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
  };
  for (const graph::NodeId id : order) {
    if (!graph.is_real(id)) continue;
    report::ViewNode node;
    node.key = {app.label, graph.key(id).name};
    std::size_t own = 0;
    for (const graph::NodeId parent : graph.parents(id)) {
      if (graph.is_ghost(parent)) continue;
      node.parents.push_back({graph.key(parent).app, graph.key(parent).name});
      own += graph.key(parent).app == app.label;
    }
    node.leaf = in(leaves, id);
    node.root = in(roots, id);
    node.merge = own > 1;
    node.squash = graph.migration(id) && graph.migration(id)->is_squash();
    const auto refs = additions.refs.find(node.key.name);
    if (refs != additions.refs.end()) node.refs = refs->second;
    view.nodes.push_back(std::move(node));
  }
  return view;
}

}  // namespace

Result<report::GraphView> draw_picture(analysis::Views& views, const analysis::View& snapshot,
                                       const std::vector<const App*>& apps,
                                       const std::vector<source::Revision>& branches, Progress* progress) {
  const django::Codebase& codebase = *snapshot.codebase;
  std::map<const App*, Additions> additions;
  for (const App* app : apps) {
    const std::string& ref = snapshot.snapshot.ref;
    if (ref.empty()) continue;
    for (const std::string& leaf : leaves_of(*app, codebase.settings)) additions[app].refs[leaf].push_back(ref);
  }
  const Working working(progress, Stage::branches, branches.size());
  for (const source::Revision& branch : branches) {
    working.step();
    auto theirs = views.at(branch);
    if (!theirs) return theirs.error();
    if (theirs->snapshot.root == snapshot.snapshot.root) continue;
    auto merged = views.merge(snapshot, *theirs);
    if (!merged) return merged.error();
    for (const App* app : apps) {
      add_branch(additions[app], *app, analysis::counterpart(*theirs->codebase, *app),
                 analysis::counterpart(*merged->codebase, *app), branch.ref, codebase.settings);
    }
  }

  report::GraphView view;
  for (const django::Project& project : codebase.projects) {
    std::vector<const App*> drawn;
    std::copy_if(project.judged.begin(), project.judged.end(), std::back_inserter(drawn),
                 [&](const App* app) { return std::find(apps.begin(), apps.end(), app) != apps.end(); });
    if (drawn.empty()) continue;
    std::vector<graph::AppMigrations> migrations = graph::migrations_of(project);
    for (graph::AppMigrations& one : migrations) {
      const auto app = std::find_if(drawn.begin(), drawn.end(), [&](const App* a) { return a->label == one.label; });
      if (app == drawn.end()) continue;
      const auto& more = additions[*app].migrations;
      one.migrations.insert(one.migrations.end(), more.begin(), more.end());
    }
    const graph::LoadedGraph loaded = graph::build_graph(migrations, codebase.settings, {.keep_going = true});
    for (const App* app : drawn)
      view.apps.push_back(view_of(loaded.graph, *app, title_of(codebase, *app), additions[app]));
  }
  std::sort(view.apps.begin(), view.apps.end(), [](const auto& a, const auto& b) { return a.title < b.title; });
  return view;
}

}  // namespace miggraph::cli
