#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "django/app_finder.h"
#include "django/codebase.h"
#include "django/snapshot_world.h"

namespace miggraph::django {

/// Reads migrations packages, and keeps them as long as what they rest on stays the same.
class PackageReader {
 public:
  /// The files of a migrations folder; the address stays good.
  const PackageFiles& files(const source::Directory* migrations);

  /// Precondition: the blobs of the package's files are evaluated.
  std::shared_ptr<const MigrationPackage> read(const FoundApp& app, SnapshotWorld& world);

 private:
  struct Entry {
    Trace trace;
    std::shared_ptr<const MigrationPackage> package;
  };
  using Key = std::tuple<const source::Directory*, std::string, std::string>;  // folder, dotted name, label

  std::unordered_map<const source::Directory*, PackageFiles> files_;
  std::map<Key, std::vector<Entry>> packages_;
};

}  // namespace miggraph::django
