#include "django/projects.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace miggraph::django {
namespace {

using Apps = std::vector<const App*>;

/// The nearest of `folders` (sorted) that is `path` or above it; absent where none is.
std::optional<std::string> nearest(const std::vector<std::string>& folders, std::string path) {
  if (path == ".") path.clear();
  while (true) {
    if (std::binary_search(folders.begin(), folders.end(), path)) return path;
    if (path.empty()) return std::nullopt;
    const std::size_t slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
  }
}

bool nearer_to_root(const App* a, const App* b) {
  const auto rank = [](const App* app) {
    return std::tuple(app->path != ".", std::count(app->path.begin(), app->path.end(), '/'), std::string_view(app->path));
  };
  return rank(a) < rank(b);
}

class Division {
 public:
  explicit Division(const Apps& libraries) : libraries_(libraries) {}

  /// One project of the apps below one manage.py (or below none).
  void add_project(const std::string& root, const Apps& own) {
    Project project{.root = root, .apps = {}, .judged = {}};
    Apps left_over;
    std::set<std::string_view> labels;
    for (const App* app : own) {
      if (labels.insert(app->label).second) {
        project.apps.push_back(app);
        judge(project, app);
      } else {
        left_over.push_back(app);
      }
    }
    for (const App* library : libraries_) {
      if (!labels.insert(library->label).second) continue;
      project.apps.push_back(library);
      judge(project, library);
    }
    projects_.push_back(project);
    for (const App* app : left_over) add_alone(project, app);
  }

  /// A project for an app whose label is taken in `around`.
  void add_alone(const Project& around, const App* app) {
    Project project{.root = around.root, .apps = {app}, .judged = {}};
    std::copy_if(around.apps.begin(), around.apps.end(), std::back_inserter(project.apps),
                 [&](const App* other) { return other->label != app->label; });
    judge(project, app);
    projects_.push_back(std::move(project));
  }

  bool is_judged(const App* app) const { return judged_.contains(app); }

  std::vector<Project> finish() {
    const auto by_label = [](const App* a, const App* b) { return a->label < b->label; };
    for (Project& project : projects_) {
      std::sort(project.apps.begin(), project.apps.end(), by_label);
      std::sort(project.judged.begin(), project.judged.end(), by_label);
    }
    std::stable_sort(projects_.begin(), projects_.end(), [](const Project& a, const Project& b) { return a.root < b.root; });
    return std::move(projects_);
  }

 private:
  void judge(Project& project, const App* app) {
    if (judged_.insert(app).second) project.judged.push_back(app);
  }

  const Apps& libraries_;
  std::set<const App*> judged_;
  std::vector<Project> projects_;
};

}  // namespace

std::vector<Project> divide_into_projects(const std::vector<std::shared_ptr<const App>>& apps,
                                          const std::vector<std::string>& manage_py_folders) {
  std::set<std::string_view> labels;
  for (const auto& app : apps) labels.insert(app->label);
  if (labels.size() == apps.size()) {
    Project project;
    if (manage_py_folders.size() == 1) project.root = manage_py_folders.front();
    for (const auto& app : apps) project.apps.push_back(app.get());
    project.judged = project.apps;
    return {std::move(project)};
  }

  std::map<std::string, Apps> by_root;
  Apps libraries;
  for (const auto& app : apps) {
    const auto root = nearest(manage_py_folders, app->path);
    (root ? by_root[*root] : libraries).push_back(app.get());
  }
  for (auto& [root, own] : by_root) std::sort(own.begin(), own.end(), nearer_to_root);
  std::sort(libraries.begin(), libraries.end(), nearer_to_root);
  Division division(libraries);
  if (by_root.empty()) by_root[""];
  for (const auto& [root, own] : by_root) division.add_project(root, own);
  // Libraries whose label is taken in every project, or by another library.
  Project all_libraries;
  std::set<std::string_view> library_labels;
  for (const App* library : libraries) {
    if (library_labels.insert(library->label).second) all_libraries.apps.push_back(library);
  }
  for (const App* library : libraries) {
    if (!division.is_judged(library)) division.add_alone(all_libraries, library);
  }
  return division.finish();
}

}  // namespace miggraph::django
