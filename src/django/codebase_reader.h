#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "django/app_finder.h"
#include "django/codebase.h"
#include "django/django_release.h"
#include "django/folder_facts.h"
#include "django/package_reader.h"
#include "django/platform.h"
#include "django/snapshot_world.h"
#include "django/source_store.h"
#include "source/snapshot.h"

namespace miggraph::django {

struct ReadOptions {
  /// Last part of the root's path: an app that lies at the root itself is called by it.
  std::string root_name;
  /// --migration-module LABEL=DIR: where there are any, just these apps are read, no others looked for, and no settings.
  MigrationModules migration_modules;
  /// The configuration's `migration-modules`: as if MIGRATION_MODULES said so.
  MigrationModules added_migration_modules;
  /// The configuration's `settings`: files (from the root, with '/') or modules; any other settings file is passed over. Empty: all
  /// of them count.
  std::vector<std::string> settings_files;
  Platform platform;
  /// --setting NAME=app.Model: has the last word.
  ModelSettings settings;
  /// Cores to use; 0 for all there are.
  unsigned threads = 0;
  /// Who wants to know how far it is; may be null.
  Progress* progress = nullptr;
};

/// Reads what a snapshot says about Django. Keeps what it found for each file and folder, so that another snapshot costs what
/// it has of its own: use one reader for all snapshots of a repository. It uses several threads itself, but is for one at a
/// time; snapshots, and the bytes that `blobs` gives, must live as long as the reader, and the reader as long as what it made.
class CodebaseReader {
 public:
  CodebaseReader(BlobReader blobs, ReadOptions options);

  /// Looks through and parses what is new in several snapshots, on all cores. read() then finds it; it does so by itself too,
  /// but a branch seldom has enough of its own for two cores. Errors: as read().
  Status prepare(const std::vector<source::Snapshot>& snapshots);

  /// Errors: a blob that can't be read. What is wrong in the files stands in the Codebase.
  Result<std::shared_ptr<const Codebase>> read(const source::Snapshot& snapshot);

 private:
  /// Which apps there are, and what the settings say. Snapshots of the same layout have the same.
  struct Discovery {
    FoundApps found;
    ModelSettings settings;
    std::vector<std::string> settings_files;
    std::optional<std::vector<std::string>> installed;
    std::vector<std::string> manage_py_folders;
  };

  Result<std::shared_ptr<const Discovery>> discover(const source::Directory& root);
  Result<Discovery> make_discovery(const source::Directory& root, const FolderFacts& facts);
  Discovery discovery_given(const source::Directory& root) const;
  /// The app, the same object as before where nothing about it changed.
  std::shared_ptr<const App> make_app(const FoundApp& found, std::shared_ptr<const MigrationPackage> package);

  /// The Python files in and below a migrations folder that was not met before.
  void collect_new_files(const source::Directory& folder, std::vector<source::BlobId>& blobs);

  ReadOptions options_;
  SourceStore store_;
  FolderIndex folders_;
  PackageReader packages_;
  WorldModules world_modules_;
  ReleaseFinder releases_;
  std::unordered_map<std::size_t, std::shared_ptr<const Discovery>> discoveries_;  // by layout
  std::unordered_map<const MigrationPackage*, std::vector<std::shared_ptr<const App>>> apps_;
  std::unordered_set<const source::Directory*> prepared_;   // all that is in and below them was looked through
  std::unordered_set<const source::Directory*> evaluated_;  // migrations folders whose files were parsed
};

}  // namespace miggraph::django
