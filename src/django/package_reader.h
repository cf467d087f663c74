#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
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
  /// Precondition: the blobs of the package's files are evaluated.
  std::shared_ptr<const MigrationPackage> read(const FoundApp& app, SnapshotWorld& world);

 private:
  struct Entry {
    Trace trace;
    std::shared_ptr<const MigrationPackage> package;
  };
  using Key = std::tuple<const source::Directory*, std::string, std::string>;  // folder, dotted name, label

  /// A module of a package, read. An error and a migration both: what salvage() made of it.
  struct ReadModule {
    std::string module_name;
    std::string label;
    std::shared_ptr<const python::Module> module;  // keeps the key's address from being used again
    std::shared_ptr<const Migration> migration;
    std::optional<LoadError> error;
    bool of_south = false;
  };

  const ReadModule& read_module(MigrationModule source);

  std::map<Key, std::vector<Entry>> packages_;
  std::unordered_map<const python::Module*, std::deque<ReadModule>> modules_;
};

}  // namespace miggraph::django
