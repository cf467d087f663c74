#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "django/source_facts.h"
#include "python/module.h"
#include "source/blob.h"

namespace miggraph::django {

/// Gives the bytes of a blob, which must stay where they are as long as the store. Called from several threads.
using BlobReader = std::function<Result<std::string_view>(const source::BlobId&)>;

/// The modules that a file's import statements name, Django's left out. Files that import the same share one object.
using Imports = std::vector<std::string>;

/// What each blob says by itself, whatever path or snapshot it is met under: found once, on all cores.
class SourceStore {
 public:
  /// `progress`: who wants to know how far it is; may be null.
  SourceStore(BlobReader reader, unsigned threads, Progress* progress = nullptr)
      : reader_(std::move(reader)), threads_(threads), progress_(progress) {}

  /// Looks for facts in those of `blobs` that are new.
  Status scan(const std::vector<source::BlobId>& blobs);
  /// Parses and evaluates those of `blobs` that are new.
  Status evaluate(const std::vector<source::BlobId>& blobs);

  /// Precondition: scanned. The address stays good.
  const SourceFacts& facts(const source::BlobId& blob) const { return facts_.at(blob); }
  /// The AppConfig classes of a file.
  Result<const std::vector<AppConfigClass>*> app_configs(const source::BlobId& blob);
  /// Precondition: evaluated. The module as it is without a World.
  const std::shared_ptr<const python::Module>& module(const source::BlobId& blob) const { return modules_.at(blob).module; }
  /// Precondition: evaluated. The address stays good.
  const Imports& imports(const source::BlobId& blob) const { return *modules_.at(blob).imports; }
  /// Precondition: evaluated, without a problem. The module under a name, with the rest of the tree around it.
  std::shared_ptr<const python::Module> module_in(const source::BlobId& blob, python::ModuleName name, python::World& world);

 private:
  struct Evaluated {
    std::shared_ptr<const python::Module> module;
    const Imports* imports = nullptr;
    std::shared_ptr<const python::Syntax> syntax;  // once it was asked for
  };

  BlobReader reader_;
  unsigned threads_;
  Progress* progress_;
  std::unordered_map<source::BlobId, SourceFacts, source::ObjectIdHash> facts_;
  std::unordered_map<source::BlobId, std::vector<AppConfigClass>, source::ObjectIdHash> configs_;
  std::unordered_map<source::BlobId, Evaluated, source::ObjectIdHash> modules_;
  std::set<Imports> imports_;
};

}  // namespace miggraph::django
