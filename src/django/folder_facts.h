#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "django/source_store.h"
#include "source/directory.h"

namespace miggraph::django {

/// A file that says something about settings.
struct SettingsFile {
  std::string_view name;
  const SourceFacts* facts;
};

/// The files that may hold an app's AppConfig, in the order in which they are asked.
inline constexpr std::array<std::string_view, 5> app_config_files = {"apps.py", "__init__.py", "app.py", "config.py",
                                                                     "app_config.py"};

/// What a folder holds that Django would care for, whatever its path is. Found once for each Directory, so that a thousand
/// branches cost what they changed. Only the children that hold something are kept.
struct FolderFacts {
  struct Child {
    std::string_view name;
    const FolderFacts* facts;
  };

  const source::Directory* directory = nullptr;
  /// Two folders have the same number where everything is the same that the apps found below them and their settings hang on:
  /// mostly they differ in migrations alone.
  std::size_t layout = 0;
  bool is_app = false;            ///< has a subfolder "migrations" that defines a Migration
  bool app_is_package = false;    ///< … with an __init__.py
  bool has_manage_py = false;
  bool has_migration = false;     ///< defines a Migration itself
  std::vector<SettingsFile> settings_files;  ///< sorted by name
  std::vector<Child> children;               ///< sorted by name; never below a folder of skipped_folder()

  bool empty() const { return !is_app && !has_manage_py && !has_migration && settings_files.empty() && children.empty(); }
};

/// Folders that are never looked into: __pycache__ node_modules .git .hg .tox .nox .venv venv.
bool skipped_folder(std::string_view name);
/// Folders of installed packages' metadata, in which no apps are looked for.
bool metadata_folder(std::string_view name);
/// The stem of a file that Django takes for a migration module ("0002_x" of "0002_x.py"); empty where it doesn't.
std::string_view migration_stem(std::string_view file);

/// Finds and keeps the FolderFacts of directories.
class FolderIndex {
 public:
  explicit FolderIndex(SourceStore& store) : store_(store) {}

  /// The facts of a tree; valid as long as the index.
  Result<const FolderFacts*> facts(const source::Directory& root);

 private:
  FolderFacts make(const source::Directory& directory);
  std::size_t layout_of(const FolderFacts& facts);
  bool defines_migration(const source::Directory& directory) const;

  SourceStore& store_;
  std::unordered_map<const source::Directory*, std::unique_ptr<FolderFacts>> known_;
  std::unordered_map<std::string, std::size_t> layouts_;
};

}  // namespace miggraph::django
