#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "django/codebase.h"
#include "django/platform.h"
#include "django/source_store.h"
#include "python/module.h"
#include "source/directory.h"

namespace miggraph::django {

struct ModuleFile {
  source::BlobId blob;
  bool is_package = false;
};

/// The module in or below a package's folder, by what follows the package's own name: "" for its __init__, "0001_initial",
/// "sub.helper".
std::optional<ModuleFile> module_file(const source::Directory& package, std::string_view name);

/// What a module's meaning was found to rest on. It means the same wherever all of this is the same.
struct Trace {
  std::map<std::string, std::optional<source::BlobId>> modules;  ///< dotted name -> its file, or nothing
  std::map<std::string, std::optional<std::string>> settings;    ///< NAME -> "app.Model", or nothing
  std::set<const Imports*> outside;                              ///< no name of these is in the tree

  void add(const Trace& other);
};

/// Modules evaluated with a world around them, kept over snapshots.
class WorldModules {
 public:
  struct Entry {
    Trace trace;
    std::shared_ptr<const python::Module> module;
  };
  /// Whether some name of an import list could be of the tree, for trees that have the same packages.
  using Reach = std::unordered_map<const Imports*, bool>;

  explicit WorldModules(const Platform& platform);
  WorldModules(const WorldModules&) = delete;  // values point into it

  std::map<std::vector<std::string>, Reach> reach;  // by the packages' dotted names, sorted
  std::map<std::pair<std::string, source::BlobId>, std::vector<Entry>> entries;
  // What values made by a world point into.
  std::set<std::string> texts;
  python::Dict database;  ///< django.db.connection.settings_dict; the evaluator copies what it changes
  const std::string vendor, engine, version_text;
  const std::array<python::Value, 5> version_parts;
  const python::Tuple version;  ///< django.VERSION: (5, 2, 7, "final", 0)
};

/// The tree of one snapshot as its migrations see it: modules in the migrations packages found can be imported, settings that
/// name models have a value, Django's own settings their defaults, and Django and the database are those of a Platform. Everything
/// else is unknown.
/// For one thread.
class SnapshotWorld : public python::World {
 public:
  SnapshotWorld(SourceStore& store, WorldModules& modules, const ModelSettings& settings)
      : store_(store), cache_(modules), settings_(settings) {}

  /// All packages are to be added before anything is asked. Precondition: the folder's blobs are evaluated in the store.
  void add_package(const std::string& dotted, const source::Directory* folder) { packages_.emplace(dotted, folder); }

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
  std::optional<ModuleFile> find(std::string_view dotted) const;
  /// Whether an import of `dotted` could meet a package of the tree.
  bool may_be_in_tree(std::string_view dotted) const;
  bool may_be_in_tree(const Imports& imports) const;
  std::shared_ptr<const python::Module> load_in_world(const std::string& dotted, const ModuleFile& file, Trace& trace);

  SourceStore& store_;
  WorldModules& cache_;
  const ModelSettings& settings_;
  std::map<std::string, const source::Directory*, std::less<>> packages_;
  mutable WorldModules::Reach* reach_ = nullptr;  // of these packages
  /// The modules that are being evaluated, the innermost last, with what they asked so far.
  std::vector<std::pair<std::string, Trace>> loading_;
};

}  // namespace miggraph::django
