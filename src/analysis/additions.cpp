#include "analysis/additions.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/judged_apps.h"
#include "graph/loader.h"

namespace miggraph::analysis {

namespace {

// The apps of a codebase by what tells them apart, and by label.
struct Index {
  explicit Index(const django::Codebase& codebase) {
    for (const auto& app : codebase.apps) {
      by_place.emplace(std::pair<std::string_view, std::string_view>(app->label, app->migrations_path), app.get());
      by_label.emplace(app->label, app.get());
    }
  }
  std::map<std::pair<std::string_view, std::string_view>, const django::App*> by_place;
  std::multimap<std::string_view, const django::App*> by_label;
};

bool follows_plainly(const django::App& app, const django::Migration& migration, const Index& merged,
                     const django::ModelSettings& settings) {
  if (!migration.replaces.empty() || !migration.run_before.empty()) return false;
  for (const django::Migration& other : app.package->migrations)
    for (const django::Dependency& entry : other.replaces)
      if (const auto* key = entry.key(); !key || key->name == migration.name) return false;
  for (const django::Dependency& dependency : migration.dependencies) {
    const auto key = graph::resolve(dependency, settings);
    if (!key) continue;
    const auto [begin, end] = merged.by_label.equal_range(key->app);
    if (begin == end) continue;  // outside
    if (std::next(begin) != end) return false;
    if (key->name == "__first__" && key->app != app.label) continue;
    if (!begin->second->migration(key->name)) return false;
  }
  return true;
}

}  // namespace

bool is_plain_addition(const django::Codebase& ours, const django::Codebase& merged) {
  const Index before(ours), after(merged);
  if (ours.settings != merged.settings) return false;
  for (const auto& [place, app] : before.by_place)
    if (!after.by_place.contains(place)) return false;
  for (const auto& [place, app] : after.by_place) {
    const auto found = before.by_place.find(place);
    const django::App* old = found == before.by_place.end() ? nullptr : found->second;
    if (!old) return false;
    if (old->package == app->package) continue;
    if (old->package->has_init != app->package->has_init) return false;
    std::size_t kept = 0;
    for (const django::Migration& migration : app->package->migrations) {
      const django::Migration* previous = old->migration(migration.name);
      if (previous) {
        if (!same_file(*old, *previous, *app, migration)) return false;
        ++kept;
      } else if (!follows_plainly(*app, migration, after, merged.settings)) {
        return false;
      }
    }
    if (kept != old->package->migrations.size()) return false;
  }
  return true;
}

}  // namespace miggraph::analysis
