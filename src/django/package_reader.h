#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "django/app_finder.h"
#include "django/codebase.h"
#include "django/migration_reader.h"
#include "django/snapshot_world.h"

namespace miggraph::django {

/// Reads migrations packages, and keeps them as long as what they rest on stays the same. A migration is kept under its module,
/// so that of a package that a branch changes only the migrations are read that are new in it.
class PackageReader {
 public:
  /// The package of an app in `folder`. Precondition: the blobs of its files are evaluated.
  std::shared_ptr<const MigrationPackage> read(const FoundApp& app, const source::Directory& folder, SnapshotWorld& world);

 private:

  /// A module of a package, read. An error and a migration both: what salvage() made of it.
  struct ReadModule {
    std::string module_name;
    std::string label;
    std::shared_ptr<const python::Module> module;  // keeps the key's address from being used again
    std::shared_ptr<const Migration> migration;
    std::optional<LoadError> error;
    bool of_south = false;
  };

  /// A package as it was read in a world.
  struct Entry {
    std::string label;
    Trace trace;
    std::vector<const ReadModule*> modules;  // of the folder's files, in their order; null for what is no migration
    std::shared_ptr<const MigrationPackage> package;
  };

  class Unchanged;

  const ReadModule& read_module(MigrationModule source);

  std::unordered_map<const source::Directory*, std::deque<Entry>> packages_;
  std::unordered_map<std::string, const Entry*> like_;  // by dotted name: the state that others are held against
  std::unordered_map<const python::Module*, std::deque<ReadModule>> modules_;
};

}  // namespace miggraph::django
