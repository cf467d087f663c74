#include "analysis/both_versions.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "analysis/judged_apps.h"

namespace miggraph::analysis {

namespace {

using django::App;
using django::Migration;

enum class Origin : std::uint8_t { ours, theirs };

// No module has such a name.
std::string version_name(const std::string& name, Origin side, const source::BlobId& blob) {
  return name + (side == Origin::ours ? "@ours:" : "@theirs:") + blob.hex();
}

// Whether another migration of the app depends on it.
bool is_followed(const App& app, const std::string& name) {
  const auto names_it = [&](const django::Dependency& dependency) {
    const auto* key = dependency.key();
    return key != nullptr && key->app == app.label && key->name == name;
  };
  return std::any_of(app.package->migrations.begin(), app.package->migrations.end(), [&](const Migration& migration) {
    return std::any_of(migration.dependencies.begin(), migration.dependencies.end(), names_it);
  });
}

// The app of a merge with both versions of some migrations.
class Apart {
 public:
  Apart(const App& merged, const App& ours, const App& theirs) : merged_(merged), ours_(ours), theirs_(theirs) {}

  void add(const std::string& name, const source::PathConflict& conflict) {
    versions_[name] = {version_name(name, Origin::ours, *conflict.ours), version_name(name, Origin::theirs, *conflict.theirs)};
  }

  std::shared_ptr<const App> make() const {
    std::vector<std::shared_ptr<const Migration>> all;
    for (const Migration& migration : merged_.package->migrations) {
      if (versions_.contains(migration.name)) continue;
      all.push_back(with_names(migration, added_by_theirs(migration) ? Origin::theirs : Origin::ours));
    }
    for (const auto& [name, unused] : versions_) {
      all.push_back(with_names(*ours_.migration(name), Origin::ours));
      all.push_back(with_names(*theirs_.migration(name), Origin::theirs));
    }
    auto package = std::make_shared<django::MigrationPackage>(*merged_.package);
    package->migrations = django::MigrationList(std::move(all));
    auto app = std::make_shared<App>(merged_);
    app->package = std::move(package);
    return app;
  }

 private:
  struct Names {
    std::string ours, theirs;
    const std::string& of(Origin side) const { return side == Origin::ours ? ours : theirs; }
  };

  bool added_by_theirs(const Migration& migration) const {
    const Migration* own = ours_.migration(migration.name);
    return own == nullptr || !same_file(ours_, *own, merged_, migration);
  }

  // As it stands beside both versions: under its own name for it, and behind the version of its side.
  std::shared_ptr<const Migration> with_names(const Migration& migration, Origin side) const {
    auto out = std::make_shared<Migration>(migration);
    if (const auto own = versions_.find(migration.name); own != versions_.end()) out->name = own->second.of(side);
    for (auto* entries : {&out->dependencies, &out->run_before}) {
      for (django::Dependency& entry : *entries) {
        auto* key = std::get_if<django::Dependency::Key>(&entry.target);
        if (key == nullptr || key->app != merged_.label) continue;
        if (const auto named = versions_.find(key->name); named != versions_.end()) key->name = named->second.of(side);
      }
    }
    return out;
  }

  const App& merged_;
  const App& ours_;
  const App& theirs_;
  std::map<std::string, Names> versions_;
};

const App* app_in(const django::Codebase& codebase, std::string_view folder) {
  for (const auto& app : codebase.apps)
    if (app->migrations_path == folder) return app.get();
  return nullptr;
}

// The merged apps in which versions stand apart.
std::map<const App*, Apart> find_apart(const View& merged, const View& ours, const View& theirs) {
  std::map<const App*, Apart> out;
  for (const source::PathConflict& conflict : merged.snapshot.path_conflicts) {
    if (conflict.base || !conflict.ours || !conflict.theirs) continue;
    const std::size_t slash = conflict.path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : conflict.path.substr(0, slash);
    const std::string file = conflict.path.substr(slash == std::string::npos ? 0 : slash + 1);
    const std::string name = file.substr(0, file.size() - std::min<std::size_t>(file.size(), 3));
    const App* of_merged = app_in(*merged.codebase, folder);
    const App* of_ours = app_in(*ours.codebase, folder);
    const App* of_theirs = app_in(*theirs.codebase, folder);
    const auto reads = [&](const App* app) {
      const Migration* migration = app != nullptr ? app->migration(name) : nullptr;
      return migration != nullptr && migration->file == file && !migration->unreadable;
    };
    if (!reads(of_merged) || !reads(of_ours) || !reads(of_theirs)) continue;
    if (!is_followed(*of_ours, name) && !is_followed(*of_theirs, name)) continue;
    out.try_emplace(of_merged, *of_merged, *of_ours, *of_theirs).first->second.add(name, conflict);
  }
  return out;
}

}  // namespace

std::shared_ptr<const django::Codebase> with_both_versions(const View& merged, const View& ours, const View& theirs) {
  const std::map<const App*, Apart> apart = find_apart(merged, ours, theirs);
  if (apart.empty()) return merged.codebase;
  auto codebase = std::make_shared<django::Codebase>(*merged.codebase);
  std::map<const App*, const App*> exchanged;
  for (auto& app : codebase->apps) {
    const auto found = apart.find(app.get());
    if (found == apart.end()) continue;
    auto made = found->second.make();
    exchanged.emplace(app.get(), made.get());
    app = std::move(made);
  }
  const auto exchange = [&](std::vector<const App*>& apps) {
    for (const App*& app : apps)
      if (const auto found = exchanged.find(app); found != exchanged.end()) app = found->second;
  };
  exchange(codebase->first_of_label);
  for (django::Project& project : codebase->projects) {
    exchange(project.apps);
    exchange(project.judged);
  }
  return codebase;
}

std::string_view file_stem(const django::Migration& migration) {
  const std::string_view file = migration.file;
  return file.substr(0, file.rfind('.'));
}

bool is_version(const django::Migration& migration) {
  return migration.name.find('@') != std::string::npos && file_stem(migration) != migration.name;
}

bool has_version(const django::App& own, const django::Migration& migration) {
  const Migration* found = own.migration(file_stem(migration));
  return found != nullptr && (!is_version(migration) || found->module == migration.module);
}

}  // namespace miggraph::analysis
