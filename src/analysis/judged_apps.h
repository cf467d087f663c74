#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/path_pattern.h"
#include "django/codebase.h"

namespace miggraph::analysis {

/// Which apps are asked about.
struct Scope {
  bool all_apps = false;  ///< those that INSTALLED_APPS leaves out, and tests and examples, too
  std::vector<std::string>
      paths;  ///< only apps below one of these (relative to the root, "" or "." for all); empty: all
  std::vector<PathPattern> excluded = {};  ///< apps whose folder, or that of their migrations, is not judged (nor by name with a path)
  std::vector<std::string> apps = {};  ///< only these: a label, or "path:label" where one label occurs twice; empty: all
};

struct JudgedApps {
  std::vector<const django::App*> apps;  ///< sorted by label, then path
  std::size_t not_installed = 0;         ///< left out because a readable INSTALLED_APPS does not name them
  std::size_t excluded = 0;              ///< left out because the configuration says so
  std::size_t not_shipped = 0;           ///< left out because they lie below tests/, docs/ or examples/
};

/// The apps of a codebase whose problems are reported. The others stay in the graph: they are only not judged.
JudgedApps judge(const django::Codebase& codebase, const Scope& scope);

/// Whether the configuration leaves out what lies there.
bool is_excluded(std::string_view path, const Scope& scope);

/// Whether `scope` takes in this app; a folder that holds no app counts by its path alone.
bool is_named(const django::App& app, const Scope& scope);
bool is_below(std::string_view path, const std::vector<std::string>& folders);
/// Whether a path leads through tests/, docs/ or examples/.
bool is_example(std::string_view path);

/// The same app in another codebase: of the same migrations folder, else the only one of its label; null where there is
/// none.
const django::App* counterpart(const django::Codebase& codebase, const django::App& app);

/// Whether two migrations, each of its app, are the same file content (so that they say the same).
bool same_file(const django::App& a, const django::Migration& of_a, const django::App& b,
               const django::Migration& of_b);

/// The project that judges an app; null where the app is not of this codebase.
const django::Project* project_of(const django::Codebase& codebase, const django::App& app);

}  // namespace miggraph::analysis
