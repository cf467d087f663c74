#include "django/package_reader.h"

#include <algorithm>

#include "django/folder_facts.h"
#include "django/migration_reader.h"
#include "django/salvage.h"

namespace miggraph::django {
namespace {

/// A file that is no migration although its author may have meant it; nothing for all others.
std::optional<IgnoredFile::Reason> ignored(const std::string& file) {
  const auto hidden = [&] { return file.front() == '_' || file.front() == '~' || file.front() == '.'; };
  if (file.ends_with(".pyc") && !hidden()) {
    // 0001_initial.cpython-311.pyc has a dot too many for a module.
    const std::size_t dots = static_cast<std::size_t>(std::count(file.begin(), file.end(), '.'));
    return dots == 1 ? std::optional(IgnoredFile::Reason::bytecode) : std::nullopt;
  }
  if (file.ends_with(".py") && !hidden() && migration_stem(file).empty()) return IgnoredFile::Reason::dot_in_name;
  return std::nullopt;
}

/// Whether a module's Migration is one of South: `class Migration(SchemaMigration)` with `from south.v2 import …`.
bool is_south(const Migration& migration) {
  const python::Value* bound = migration.module->global("Migration");
  if (bound == nullptr || bound->klass() == nullptr) return false;
  const auto bases = bound->klass()->bases;
  return std::any_of(bases.begin(), bases.end(), [](const python::Value& base) {
    return base.reference() != nullptr && base.reference()->starts_with("south.");
  });
}

}  // namespace

const PackageReader::ReadModule& PackageReader::read_module(MigrationModule source) {
  std::deque<ReadModule>& known = modules_[source.module.get()];
  // Under another name or label the same text is another migration.
  for (const ReadModule& one : known) {
    if (one.module_name == source.module_name && one.label == source.label) return one;
  }
  ReadModule& made = known.emplace_back();
  made.module_name = source.module_name;
  made.label = source.label;
  made.module = source.module;
  auto read = read_migration(source);
  if (Migration* migration = std::get_if<Migration>(&read)) {
    made.of_south = is_south(*migration);
    made.migration = std::make_shared<const Migration>(std::move(*migration));
  } else {
    if (source.module->problem) made.migration = salvage(source);
    made.error = std::get<LoadError>(std::move(read));
  }
  return made;
}

/// The modules of another state of the package, where what they rest on is the same in both: walked along with the files.
class PackageReader::Unchanged {
 public:
  Unchanged() = default;
  explicit Unchanged(const Entry& entry) : files_(&entry.package->directory->files()), modules_(&entry.modules) {}

  bool empty() const { return files_ == nullptr; }

  /// Null where the file is not the same. Files are to be asked for in the order of their names.
  const ReadModule* find(const source::File& file) {
    if (files_ == nullptr) return nullptr;
    while (at_ < files_->size() && (*files_)[at_].name < file.name) ++at_;
    return at_ < files_->size() && (*files_)[at_] == file ? (*modules_)[at_] : nullptr;
  }

 private:
  const std::vector<source::File>* files_ = nullptr;
  const std::vector<const ReadModule*>* modules_ = nullptr;
  std::size_t at_ = 0;
};

std::shared_ptr<const MigrationPackage> PackageReader::read(const FoundApp& app, const source::Directory& folder,
                                                            SnapshotWorld& world) {
  std::deque<Entry>& known = packages_[&folder];
  for (const Entry& entry : known) {
    if (entry.package->package == app.package && entry.label == app.label && world.holds(entry.trace)) return entry.package;
  }
  auto package = std::make_shared<MigrationPackage>();
  package->directory = &folder;
  package->package = app.package;
  package->has_init = folder.file("__init__.py") != nullptr;
  Entry made{app.label, {}, {}, package};
  const Entry*& like = like_[app.package];
  Unchanged unchanged;
  if (like != nullptr && like->label == app.label && world.holds(like->trace)) {
    unchanged = Unchanged(*like);
    made.trace = like->trace;
  }
  std::vector<std::shared_ptr<const Migration>> migrations, unreadable;
  for (const source::File& file : folder.files()) {
    const ReadModule*& read = made.modules.emplace_back(nullptr);
    if (const auto reason = ignored(file.name)) {
      const bool has_source = *reason == IgnoredFile::Reason::bytecode &&
                              folder.file(file.name.substr(0, file.name.size() - 1)) != nullptr;
      if (!has_source) package->ignored.push_back({*reason, file.name});
      continue;
    }
    const std::string stem(migration_stem(file.name));
    if (stem.empty()) continue;
    read = unchanged.find(file);
    if (read == nullptr) {
      const std::string dotted = app.package + "." + stem;
      auto module = world.load(dotted, {file.blob, false}, made.trace);
      read = &read_module({file.name, stem, dotted, app.label, std::move(module)});
    }
    package->of_south = package->of_south || read->of_south;
    if (read->error) {
      package->errors.push_back(*read->error);
      if (read->migration != nullptr) unreadable.push_back(read->migration);
    } else {
      migrations.push_back(read->migration);
    }
  }
  package->migrations = MigrationList(std::move(migrations));
  package->unreadable = MigrationList(std::move(unreadable));
  const Entry& entry = known.emplace_back(std::move(made));
  if (unchanged.empty()) like = &entry;
  return package;
}

}  // namespace miggraph::django
