#include "analysis/app_graphs.h"

#include <algorithm>

#include "analysis/judged_apps.h"

namespace miggraph::analysis {

const std::vector<std::string>& AppGraphs::foreign_replaces(const django::App& app) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = replaced_labels_.try_emplace({app.label, app.package});
  if (is_new) {
    for (const django::Migration& migration : app.package->migrations)
      for (const django::Dependency& entry : migration.replaces)
        if (const auto* key = entry.key(); key && key->app != app.label) found->second.push_back(key->app);
  }
  return found->second;
}

std::vector<const django::App*> AppGraphs::replacing(const django::Codebase& codebase, const django::App& app) {
  std::vector<const django::App*> out;
  const django::Project* project = project_of(codebase, app);
  if (!project) return out;
  for (const django::App* other : project->apps) {
    if (other == &app || other->label == app.label) continue;
    const std::vector<std::string>& labels = foreign_replaces(*other);
    if (std::find(labels.begin(), labels.end(), app.label) != labels.end()) out.push_back(other);
  }
  return out;
}

namespace {

// A file that can't be read keeps its place: what it depends on is no leaf, and what depends on it is not lost.
std::vector<graph::AppMigrations> with_unreadable(std::vector<graph::AppMigrations> all, const django::App& app) {
  for (graph::AppMigrations& one : all)
    if (one.label == app.label)
      for (const django::Migration& migration : app.package->unreadable) one.migrations.push_back(&migration);
  return all;
}

}  // namespace

AppGraphs::Made& AppGraphs::place_of(Packages packages) {
  const std::lock_guard lock(mutex_);
  return graphs_[std::move(packages)];
}

const graph::LoadedGraph& AppGraphs::of(const std::shared_ptr<const django::Codebase>& codebase,
                                        const django::App& app) {
  std::vector<const django::App*> apps = replacing(*codebase, app);
  apps.insert(apps.begin(), &app);
  Packages packages;
  for (const django::App* one : apps) packages.emplace_back(one->label, one->package);
  Made& made = place_of(std::move(packages));
  std::call_once(made.once, [&] {
    const std::vector<graph::AppMigrations> migrations = with_unreadable(graph::migrations_of(apps), app);
    made.graph.emplace(graph::build_graph(migrations, codebase->settings, {.keep_going = true}));
  });
  return *made.graph;
}

}  // namespace miggraph::analysis
