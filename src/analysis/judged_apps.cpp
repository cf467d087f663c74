#include "analysis/judged_apps.h"

#include <algorithm>
#include <set>

namespace miggraph::analysis {

namespace {

bool installs_any(const django::Codebase& codebase, const std::set<std::string_view>& installed) {
  return std::any_of(codebase.apps.begin(), codebase.apps.end(),
                     [&](const auto& app) { return installed.contains(app->label); });
}

}  // namespace

bool is_below(std::string_view path, const std::vector<std::string>& folders) {
  if (folders.empty()) return true;
  return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
    while (folder.ends_with('/')) folder.remove_suffix(1);
    if (folder.empty() || folder == ".") return true;
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
  });
}

bool is_example(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (part == "tests" || part == "docs" || part == "examples") return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

bool is_excluded(std::string_view path, const Scope& scope) {
  return std::any_of(scope.excluded.begin(), scope.excluded.end(), [&](const PathPattern& pattern) { return pattern.matches(path); });
}

bool is_named(const django::App& app, const Scope& scope) {
  // A file or folder within the app names it too.
  const bool below =
      is_below(app.path, scope.paths) || std::any_of(scope.paths.begin(), scope.paths.end(), [&](const auto& path) {
        return is_below(path, {app.path}) || is_below(path, {app.migrations_path});
      });
  if (!below || scope.apps.empty()) return below;
  return std::any_of(scope.apps.begin(), scope.apps.end(),
                     [&](const std::string& name) { return name == app.label || name == app.path + ":" + app.label; });
}

JudgedApps judge(const django::Codebase& codebase, const Scope& scope) {
  std::set<std::string_view> installed;
  if (codebase.installed) installed.insert(codebase.installed->begin(), codebase.installed->end());
  // A list that names none of the apps found is some other project's.
  const bool use_installed = codebase.installed && installs_any(codebase, installed);
  JudgedApps out;
  for (const auto& app : codebase.apps) {
    if (!is_named(*app, scope)) continue;
    if (app->package->of_south)
      continue;  // South, of before Django 1.7: Django would not load them, and nobody runs them
    const bool asked_for = scope.all_apps || app->label_from == "option" || !scope.apps.empty();
    if (!asked_for && (is_excluded(app->path, scope) || is_excluded(app->migrations_path, scope))) {
      ++out.excluded;
    } else if (!asked_for && is_example(app->path)) {
      ++out.not_shipped;
    } else if (!asked_for && use_installed && !installed.contains(app->label)) {
      ++out.not_installed;
    } else {
      out.apps.push_back(app.get());
    }
  }
  return out;
}

const django::App* counterpart(const django::Codebase& codebase, const django::App& app) {
  const auto [begin, end] = std::ranges::equal_range(codebase.apps, std::string_view(app.label), {},
                                                     [](const auto& other) { return std::string_view(other->label); });
  for (auto other = begin; other != end; ++other)
    if ((*other)->migrations_path == app.migrations_path) return other->get();
  return end - begin == 1 ? begin->get() : nullptr;
}

bool same_file(const django::App& a, const django::Migration& of_a, const django::App& b,
               const django::Migration& of_b) {
  if (&of_a == &of_b) return true;
  const source::Directory* first = a.package->directory;
  const source::Directory* second = b.package->directory;
  const source::File* left = first ? first->file(of_a.file) : nullptr;
  const source::File* right = second ? second->file(of_b.file) : nullptr;
  return left && right && left->blob == right->blob;
}

const django::Project* project_of(const django::Codebase& codebase, const django::App& app) {
  const auto has = [&](const std::vector<const django::App*>& apps) {
    return std::find(apps.begin(), apps.end(), &app) != apps.end();
  };
  for (const django::Project& project : codebase.projects)
    if (has(project.judged)) return &project;
  for (const django::Project& project : codebase.projects)
    if (has(project.apps)) return &project;
  return nullptr;
}

}  // namespace miggraph::analysis
