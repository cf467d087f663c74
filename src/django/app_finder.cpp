#include "django/app_finder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace miggraph::django {
namespace {

using source::Directory;
using std::string;
using std::string_view;

constexpr string_view no_init = "migrations has no __init__.py";

string_view last_part(string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == string_view::npos ? path : path.substr(slash + 1);
}

string_view parent_of(string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == string_view::npos ? string_view() : path.substr(0, slash);
}

string shown(string_view folder) { return folder.empty() ? "." : string(folder); }

/// Number of folders that a path goes down.
std::ptrdiff_t depth(string_view folder) {
  return folder.empty() ? 0 : 1 + std::count(folder.begin(), folder.end(), '/');
}

/// Dotted name of the package in `folder`, from the first folder above it that has no __init__.py (or from the root).
string package_name(const Directory& root, string_view root_name, string_view folder) {
  string name(folder.empty() ? root_name : last_part(folder));
  while (!folder.empty()) {
    folder = parent_of(folder);
    const Directory* directory = root.directory_at(folder);
    if (directory == nullptr || directory->file("__init__.py") == nullptr) break;
    name.insert(0, string(folder.empty() ? root_name : last_part(folder)) + ".");
  }
  return name;
}

string parent_package(const string& package) {
  const std::size_t dot = package.rfind('.');
  return dot == string::npos ? string() : package.substr(0, dot);
}

/// (label, where it is from)
Result<std::pair<string, string>> app_label(const Directory& folder, string_view name, SourceStore& store) {
  for (const string_view file_name : app_config_files) {
    const source::File* file = folder.file(file_name);
    if (file == nullptr) continue;
    const auto classes = store.app_configs(file->blob);
    if (!classes) return classes.error();
    if (auto label = label_from(**classes, name)) return std::pair(std::move(*label), string(file_name));
  }
  return std::pair(string(name), string("folder"));
}

/// The rows of all literal MIGRATION_MODULES whose package is in the tree, by label.
std::map<string, string> migration_modules(const TreeFindings& findings, string_view root_name) {
  std::map<string, string> found;
  for (const TreeFindings::Settings& settings : findings.settings) {
    for (const auto& [label, dotted] : settings.facts->migration_modules) {
      string tail = "/" + dotted;
      std::replace(tail.begin(), tail.end(), '.', '/');
      for (const TreeFindings::AppFolder& candidate : findings.migration_folders) {
        const string path = "/" + string(root_name) + (candidate.path.empty() ? "" : "/" + candidate.path);
        if (path.ends_with(tail)) {
          found.emplace(label, candidate.path);
          break;
        }
      }
    }
  }
  return found;
}

/// An app that a row (label, folder of the package) tells of. Its `package` is that of the app.
FoundApp app_of_row(const Directory& root, string_view root_name, const string& label, const string& migrations) {
  FoundApp app;
  app.label = label;
  app.label_from = "MIGRATION_MODULES";
  app.folder = parent_of(migrations);
  app.migrations = migrations;
  app.package = parent_package(package_name(root, root_name, migrations));
  return app;
}

/// Makes the names of migrations packages, and makes each of them unlike the others by underscores behind the app's part.
class PackageNames {
 public:
  void finish(FoundApp& app) {
    const auto full = [&] {
      const string name = app.package + "." + string(last_part(app.migrations));
      return name.substr(std::min(name.find_first_not_of('.'), name.size()));
    };
    while (!taken_.insert(full()).second) app.package += "_";
    app.package = full();
  }

 private:
  std::set<string> taken_;
};

/// "./a/../b" -> "b"; nothing where it leads out of the root.
std::optional<string> normalized(string_view path) {
  std::vector<string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const string_view part = path.substr(0, slash);
    path = slash == string_view::npos ? string_view() : path.substr(slash + 1);
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  string joined;
  for (const string_view part : parts) joined = join(joined, part);
  return joined;
}

}  // namespace

string join(string_view folder, string_view name) {
  return folder.empty() ? string(name) : string(folder) + "/" + string(name);
}

TreeFindings walk(const FolderFacts& root) {
  struct Visit {
    string path;
    const FolderFacts* facts;
    bool in_metadata;
  };
  TreeFindings findings;
  std::vector<Visit> visits = {{"", &root, false}};
  while (!visits.empty()) {
    const Visit visit = std::move(visits.back());
    visits.pop_back();
    if (visit.facts->is_app && !visit.in_metadata) findings.apps.push_back({visit.path, visit.facts});
    if (visit.facts->has_migration) findings.migration_folders.push_back({visit.path, visit.facts});
    if (visit.facts->has_manage_py) findings.manage_py_folders.push_back(visit.path);
    for (const SettingsFile& file : visit.facts->settings_files) {
      findings.settings.push_back({join(visit.path, file.name), file.facts});
    }
    for (const FolderFacts::Child& child : visit.facts->children) {
      visits.push_back({join(visit.path, child.name), child.facts, visit.in_metadata || metadata_folder(child.name)});
    }
  }
  const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
  std::sort(findings.apps.begin(), findings.apps.end(), by_path);
  std::sort(findings.migration_folders.begin(), findings.migration_folders.end(), by_path);
  std::sort(findings.manage_py_folders.begin(), findings.manage_py_folders.end());
  std::sort(findings.settings.begin(), findings.settings.end(), [](const auto& a, const auto& b) {
    return std::pair(parent_of(a.path), last_part(a.path)) < std::pair(parent_of(b.path), last_part(b.path));
  });
  return findings;
}

Result<FoundApps> find_apps(const Directory& root, string_view root_name, const TreeFindings& findings,
                            const MigrationModules& added, SourceStore& store) {
  FoundApps found;
  for (const TreeFindings::AppFolder& folder : findings.apps) {
    if (!folder.facts->app_is_package) {
      found.skipped.push_back({shown(folder.path), string(no_init)});
      continue;
    }
    FoundApp app;
    const string_view name = folder.path.empty() ? root_name : last_part(folder.path);
    auto label = app_label(*folder.facts->directory, name, store);
    if (!label) return label.error();
    std::tie(app.label, app.label_from) = *label;
    app.folder = folder.path;
    app.migrations = join(folder.path, "migrations");
    app.package = package_name(root, root_name, folder.path);
    found.apps.push_back(std::move(app));
  }
  std::map<string, string> rows = migration_modules(findings, root_name);
  for (const auto& [label, folder] : added) {
    if (const auto path = normalized(folder)) rows[label] = *path;
  }
  for (const auto& [label, migrations] : rows) {
    const auto same_folder = [&](const FoundApp& app) { return app.migrations == migrations; };
    if (std::any_of(found.apps.begin(), found.apps.end(), same_folder)) continue;
    if (root.directory_at(migrations) == nullptr) continue;
    std::erase_if(found.apps, [&](const FoundApp& app) { return app.label == label; });
    found.apps.push_back(app_of_row(root, root_name, label, migrations));
  }
  std::stable_sort(found.apps.begin(), found.apps.end(), [](const FoundApp& a, const FoundApp& b) {
    return std::pair(depth(a.folder), string_view(a.folder)) < std::pair(depth(b.folder), string_view(b.folder));
  });
  std::map<string, const FoundApp*, std::less<>> chosen;
  for (FoundApp& app : found.apps) {
    const auto [first, inserted] = chosen.emplace(app.label, &app);
    if (inserted) continue;
    app.first_of_label = false;
    found.skipped.push_back(
        {shown(app.folder), "label " + app.label + " is taken by " + shown(first->second->folder)});
  }
  // Those that the oracle keeps are named first, as it names them.
  PackageNames names;
  for (const bool first : {true, false}) {
    for (FoundApp& app : found.apps) {
      if (app.first_of_label == first) names.finish(app);
    }
  }
  return found;
}

FoundApps apps_given(const Directory& root, string_view root_name, const MigrationModules& given) {
  FoundApps found;
  MigrationModules sorted = given;
  std::sort(sorted.begin(), sorted.end());
  PackageNames names;
  for (const auto& [label, path] : sorted) {
    const auto folder = normalized(path);
    const Directory* directory = folder ? root.directory_at(*folder) : nullptr;
    if (directory == nullptr) {
      found.skipped.push_back({path, "migrations is not a package"});
    } else if (directory->file("__init__.py") == nullptr) {
      found.skipped.push_back({path, string(no_init)});
    } else {
      found.apps.push_back(app_of_row(root, root_name, label, *folder));
      names.finish(found.apps.back());
    }
  }
  return found;
}

}  // namespace miggraph::django
