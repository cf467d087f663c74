#include "django/codebase_reader.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include "base/parallel.h"
#include "django/model_settings.h"
#include "django/platform.h"
#include "django/projects.h"

namespace miggraph::django {
namespace {

/// The folders that migrations most often lie in. Those that a setting names are parsed when their snapshot is read.
constexpr std::string_view migrations_folder = "migrations";

}  // namespace

CodebaseReader::CodebaseReader(BlobReader blobs, ReadOptions options)
    : options_(std::move(options)), store_(blobs, options_.threads != 0 ? options_.threads : cores(), options_.progress),
      folders_(store_), world_modules_(options_.platform), releases_(std::move(blobs), options_.platform) {}

CodebaseReader::Discovery CodebaseReader::discovery_given(const source::Directory& root) const {
  Discovery discovery;
  discovery.found = apps_given(root, options_.root_name, options_.migration_modules);
  discovery.settings = {{"AUTH_USER_MODEL", "auth.User"}};
  return discovery;
}

Result<CodebaseReader::Discovery> CodebaseReader::make_discovery(const source::Directory& root, const FolderFacts& facts) {
  Discovery discovery;
  TreeFindings findings = walk(facts);
  if (!options_.settings_files.empty()) {
    std::erase_if(findings.settings, [&](const TreeFindings::Settings& file) { return !is_one_of(file.path, options_.settings_files); });
  }
  auto found = find_apps(root, options_.root_name, findings, options_.added_migration_modules, store_);
  if (!found) return found.error();
  discovery.found = std::move(*found);
  std::set<std::string> labels;
  for (const FoundApp& app : discovery.found.apps) labels.insert(app.label);
  discovery.settings = vote_on_settings(findings.settings, labels);
  for (const TreeFindings::Settings& file : findings.settings) discovery.settings_files.push_back(file.path);
  discovery.installed = installed_labels(findings.settings, discovery.found.apps);
  discovery.manage_py_folders = std::move(findings.manage_py_folders);
  return discovery;
}

Result<std::shared_ptr<const CodebaseReader::Discovery>> CodebaseReader::discover(const source::Directory& root) {
  const bool given = !options_.migration_modules.empty();
  const FolderFacts* facts = nullptr;
  if (!given) {
    auto found = folders_.facts(root);
    if (!found) return found.error();
    facts = *found;
    // A folder that an option names need not be in the layout.
    const auto known = options_.added_migration_modules.empty() ? discoveries_.find(facts->layout) : discoveries_.end();
    if (known != discoveries_.end()) return known->second;
  }
  auto discovery = given ? Result<Discovery>(discovery_given(root)) : make_discovery(root, *facts);
  if (!discovery) return discovery.error();
  for (const auto& [name, model] : options_.settings) discovery->settings[name] = model;
  std::stable_sort(discovery->found.skipped.begin(), discovery->found.skipped.end(),
                   [](const Skipped& a, const Skipped& b) { return a.path < b.path; });
  auto made = std::make_shared<const Discovery>(std::move(*discovery));
  if (!given) discoveries_.insert_or_assign(facts->layout, made);
  return made;
}

std::shared_ptr<const App> CodebaseReader::make_app(const FoundApp& found,
                                                    std::shared_ptr<const MigrationPackage> package) {
  App app;
  app.label = found.label;
  app.label_from = found.label_from;
  app.path = found.folder.empty() ? "." : found.folder;
  app.migrations_path = found.migrations.empty() ? "." : found.migrations;
  app.package = std::move(package);
  std::vector<std::shared_ptr<const App>>& known = apps_[app.package.get()];
  for (const auto& one : known) {
    if (std::tie(one->label, one->label_from, one->path, one->migrations_path) ==
        std::tie(app.label, app.label_from, app.path, app.migrations_path)) {
      return one;
    }
  }
  return known.emplace_back(std::make_shared<const App>(std::move(app)));
}

void CodebaseReader::collect_new_files(const source::Directory& folder, std::vector<source::BlobId>& blobs) {
  if (!evaluated_.insert(&folder).second) return;
  for (const source::File& file : folder.files()) {
    if (file.name.ends_with(".py")) blobs.push_back(file.blob);
  }
  for (const source::Subdirectory& child : folder.directories()) {
    if (!skipped_folder(child.name)) collect_new_files(*child.directory, blobs);
  }
}

Status CodebaseReader::prepare(const std::vector<source::Snapshot>& snapshots) {
  if (!options_.migration_modules.empty()) return Nothing{};
  std::vector<const source::Directory*> folders;
  std::vector<source::BlobId> files, migrations;
  for (const source::Snapshot& snapshot : snapshots) {
    if (prepared_.insert(snapshot.root).second) folders.push_back(snapshot.root);
  }
  while (!folders.empty()) {
    const source::Directory& folder = *folders.back();
    folders.pop_back();
    for (const source::File& file : folder.files()) {
      if (file.name.ends_with(".py")) files.push_back(file.blob);
    }
    for (const source::Subdirectory& child : folder.directories()) {
      if (skipped_folder(child.name)) continue;
      if (prepared_.insert(child.directory).second) folders.push_back(child.directory);
      if (child.name == migrations_folder) collect_new_files(*child.directory, migrations);
    }
  }
  if (Status scanned = store_.scan(files); !scanned) return scanned;
  return store_.evaluate(migrations);
}

Result<std::shared_ptr<const Codebase>> CodebaseReader::read(const source::Snapshot& snapshot) {
  const Working working(options_.progress, Stage::resolving);
  // 1. Which apps there are, and what the settings say. New files are looked through on all cores.
  auto discovered = discover(*snapshot.root);
  if (!discovered) return discovered.error();
  const Discovery& discovery = **discovered;
  const std::vector<FoundApp>& found = discovery.found.apps;
  std::vector<const source::Directory*> folders;
  for (const FoundApp& app : found) folders.push_back(snapshot.root->directory_at(app.migrations));

  // 2. Every file in the migrations packages by itself, new ones on all cores.
  std::vector<source::BlobId> blobs;
  for (const source::Directory* folder : folders) collect_new_files(*folder, blobs);
  if (Status evaluated = store_.evaluate(blobs); !evaluated) return evaluated.error();

  // 3. What hangs on other files or on settings, and the migrations.
  SnapshotWorld world(store_, world_modules_, discovery.settings);
  for (std::size_t i = 0; i < found.size(); ++i) world.add_package(found[i].package, folders[i]);
  auto codebase = std::make_shared<Codebase>();
  for (std::size_t i = 0; i < found.size(); ++i) {
    codebase->apps.push_back(make_app(found[i], packages_.read(found[i], *folders[i], world)));
    if (found[i].first_of_label) codebase->first_of_label.push_back(codebase->apps.back().get());
  }

  // 4. Put together.
  std::sort(codebase->apps.begin(), codebase->apps.end(), [](const auto& a, const auto& b) {
    return std::tie(a->label, a->path) < std::tie(b->label, b->path);
  });
  std::sort(codebase->first_of_label.begin(), codebase->first_of_label.end(),
            [](const App* a, const App* b) { return a->label < b->label; });
  codebase->projects = divide_into_projects(codebase->apps, discovery.manage_py_folders);
  codebase->skipped = discovery.found.skipped;
  codebase->installed = discovery.installed;
  codebase->settings = discovery.settings;
  codebase->settings_files = discovery.settings_files;
  codebase->django = options_.platform.version;
  codebase->root = snapshot.root;
  codebase->releases = &releases_;
  working.step();
  return std::shared_ptr<const Codebase>(std::move(codebase));
}

}  // namespace miggraph::django
