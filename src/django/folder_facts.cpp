#include "django/folder_facts.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <unordered_set>

namespace miggraph::django {
namespace {

using source::Directory;

}  // namespace

bool skipped_folder(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names = {"__pycache__", "node_modules", ".git", ".hg",
                                                            ".tox",        ".nox",         ".venv", "venv"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool metadata_folder(std::string_view name) { return name.ends_with(".egg-info") || name.ends_with(".dist-info"); }

std::string_view migration_stem(std::string_view file) {
  if (!file.ends_with(".py")) return {};
  const std::string_view stem = file.substr(0, file.size() - 3);
  if (stem.empty() || stem.front() == '_' || stem.front() == '~' || stem.find('.') != std::string_view::npos) return {};
  return stem;
}

Result<const FolderFacts*> FolderIndex::facts(const Directory& root) {
  // New folders in an order in which each comes before those that it holds, and their files.
  std::vector<const Directory*> folders;
  std::unordered_set<const Directory*> met;
  std::vector<source::BlobId> files;
  if (!known_.contains(&root)) folders.push_back(&root);
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const Directory& folder = *folders[i];
    for (const source::File& file : folder.files()) {
      if (file.name.ends_with(".py")) files.push_back(file.blob);
    }
    for (const source::Subdirectory& child : folder.directories()) {
      if (skipped_folder(child.name) || known_.contains(child.directory)) continue;
      if (met.insert(child.directory).second) folders.push_back(child.directory);
    }
  }
  if (Status scanned = store_.scan(files); !scanned) return scanned.error();
  // Equal folders are one object and may be met at two depths: children are made first on demand.
  std::vector<const Directory*> stack(folders.begin(), folders.end());
  while (!stack.empty()) {
    const Directory* folder = stack.back();
    const std::size_t before = stack.size();
    if (!known_.contains(folder)) {
      for (const source::Subdirectory& child : folder->directories()) {
        if (!skipped_folder(child.name) && !known_.contains(child.directory)) stack.push_back(child.directory);
      }
      if (stack.size() == before) known_.emplace(folder, std::make_unique<FolderFacts>(make(*folder)));
    }
    if (stack.size() == before) stack.pop_back();
  }
  return known_.at(&root).get();
}

bool FolderIndex::defines_migration(const Directory& directory) const {
  return std::any_of(directory.files().begin(), directory.files().end(), [&](const source::File& file) {
    return !migration_stem(file.name).empty() && store_.facts(file.blob).defines_migration;
  });
}

FolderFacts FolderIndex::make(const Directory& directory) {
  FolderFacts facts;
  facts.directory = &directory;
  facts.has_manage_py = directory.file("manage.py") != nullptr;
  facts.has_migration = defines_migration(directory);
  for (const source::File& file : directory.files()) {
    if (!file.name.ends_with(".py")) continue;
    const SourceFacts& source = store_.facts(file.blob);
    if (!source.nothing_about_settings()) facts.settings_files.push_back({file.name, &source});
  }
  if (const Directory* migrations = directory.directory("migrations")) {
    facts.is_app = defines_migration(*migrations);
    facts.app_is_package = migrations->file("__init__.py") != nullptr;
  }
  for (const source::Subdirectory& child : directory.directories()) {
    if (skipped_folder(child.name)) continue;
    const FolderFacts* inside = known_.at(child.directory).get();
    if (!inside->empty()) facts.children.push_back({child.name, inside});
  }
  facts.layout = layout_of(facts);
  return facts;
}

std::size_t FolderIndex::layout_of(const FolderFacts& facts) {
  std::string key;
  const auto add = [&key](const auto& value) {
    static_assert(std::has_unique_object_representations_v<std::decay_t<decltype(value)>>);
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  const auto add_name = [&](std::string_view name) {
    add(name.size());
    key += name;
  };
  for (const bool flag : {facts.is_app, facts.app_is_package, facts.has_manage_py, facts.has_migration,
                          facts.directory->file("__init__.py") != nullptr}) {
    add(flag);
  }
  if (facts.is_app) {
    for (const std::string_view name : app_config_files) {
      const source::File* file = facts.directory->file(name);
      add(file != nullptr);
      if (file != nullptr) key += file->blob.hex();
    }
  }
  add(facts.settings_files.size());
  for (const SettingsFile& file : facts.settings_files) {
    add_name(file.name);
    add(file.facts);
  }
  for (const FolderFacts::Child& child : facts.children) {
    add_name(child.name);
    add(child.facts->layout);
  }
  return layouts_.try_emplace(std::move(key), layouts_.size()).first->second;
}

}  // namespace miggraph::django
