#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "django/codebase.h"
#include "django/source_store.h"
#include "python/module.h"
#include "source/directory.h"

namespace miggraph::django {

struct ModuleFile {
  source::BlobId blob;
  bool is_package = false;
};

/// The modules in and below a migrations folder, by what follows the package's own name: "" for its __init__,
/// "0001_initial", "sub.helper".
using PackageFiles = std::map<std::string, ModuleFile, std::less<>>;

PackageFiles package_files(const source::Directory& migrations);

/// What a module's meaning was found to rest on. It means the same wherever all of this is the same.
struct Trace {
  std::map<std::string, std::optional<source::BlobId>> modules;  ///< dotted name -> its file, or nothing
  std::map<std::string, std::optional<std::string>> settings;    ///< NAME -> "app.Model", or nothing

  void add(const Trace& other);
};

/// Modules evaluated with a world around them, kept over snapshots.
class WorldModules {
 public:
  struct Entry {
    Trace trace;
    std::shared_ptr<const python::Module> module;
  };
  WorldModules();

  std::map<std::pair<std::string, source::BlobId>, std::vector<Entry>> entries;
  // What values made by a world point into.
  std::set<std::string> texts;
  python::Dict database;  ///< django.db.connection.settings_dict; the evaluator copies what it changes
};

/// The tree of one snapshot as its migrations see it: modules in the migrations packages found can be imported, settings that
/// name models have a value, Django's own settings their defaults, and the database is PostgreSQL. Everything else is unknown.
/// For one thread.
class SnapshotWorld : public python::World {
 public:
  SnapshotWorld(SourceStore& store, WorldModules& modules, const ModelSettings& settings)
      : store_(store), cache_(modules), settings_(settings) {}

  /// `files` must outlive the world. Precondition: their blobs are evaluated in the store.
  void add_package(const std::string& dotted, const PackageFiles* files) { packages_.emplace(dotted, files); }

  /// The module that a file of a package is, and what it rests on in `trace`.
  std::shared_ptr<const python::Module> load(const std::string& dotted, const ModuleFile& file, Trace& trace);
  /// Whether all of this is so here.
  bool holds(const Trace& trace) const;

  const python::Module* module(std::string_view dotted_name) override;
  std::optional<python::Value> value(std::string_view path) override;
  std::optional<bool> has(std::string_view path) override;
  std::optional<python::Value> call(std::string_view path, std::span<const python::Value> args) override;
  bool raises(std::string_view path) override;

 private:
  const ModuleFile* find(std::string_view dotted) const;
  /// Whether an import of `dotted` could meet a package of the tree.
  bool may_be_in_tree(std::string_view dotted) const;
  std::shared_ptr<const python::Module> load_in_world(const std::string& dotted, const ModuleFile& file, Trace& trace);

  SourceStore& store_;
  WorldModules& cache_;
  const ModelSettings& settings_;
  std::map<std::string, const PackageFiles*, std::less<>> packages_;
  /// The modules that are being evaluated, the innermost last, with what they asked so far.
  std::vector<std::pair<std::string, Trace>> loading_;
};

}  // namespace miggraph::django
