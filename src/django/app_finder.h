#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "django/codebase.h"
#include "django/folder_facts.h"
#include "django/source_store.h"

namespace miggraph::django {

/// (label, folder of the migrations package relative to the root)
using MigrationModules = std::vector<std::pair<std::string, std::string>>;

/// An app whose migrations are yet to be read.
struct FoundApp {
  std::string label;
  std::string label_from;
  std::string folder;      ///< relative to the root; "" for the root itself
  std::string migrations;  ///< relative to the root
  std::string package;     ///< dotted name of the migrations package, no two alike
  bool first_of_label = true;  ///< false: another app nearer to the root has its label
};

/// What a walk over a snapshot's FolderFacts met, with paths.
struct TreeFindings {
  struct Settings {
    std::string path;
    const SourceFacts* facts;
  };
  struct AppFolder {
    std::string path;
    const FolderFacts* facts;
  };
  std::vector<AppFolder> apps;                 ///< folders with a migrations folder that defines a Migration
  std::vector<Settings> settings;              ///< sorted by folder, then name
  std::vector<std::string> manage_py_folders;  ///< sorted
  std::vector<AppFolder> migration_folders;    ///< folders that define a Migration themselves, sorted by path
};

TreeFindings walk(const FolderFacts& root);

struct FoundApps {
  std::vector<FoundApp> apps;  ///< those nearest to the root first
  std::vector<Skipped> skipped;
};

/// All apps of a snapshot: folders with a migrations package, and what MIGRATION_MODULES says (the oracle's apps_found()).
/// `root_name` is the name of the root folder, which an app at the root is called by. `added` are like rows of
/// MIGRATION_MODULES. Without these it hangs on nothing but the root's FolderFacts::layout.
Result<FoundApps> find_apps(const source::Directory& root, std::string_view root_name, const TreeFindings& findings,
                            const MigrationModules& added, SourceStore& store);

/// Just the apps of --migration-module (the oracle's apps_given()).
FoundApps apps_given(const source::Directory& root, std::string_view root_name, const MigrationModules& given);

/// "a/b" and "c" -> "a/b/c"; "" stands for the root.
std::string join(std::string_view folder, std::string_view name);

}  // namespace miggraph::django
