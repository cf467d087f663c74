#include "django/snapshot_world.h"

#include <algorithm>

#include "django/folder_facts.h"
#include "django/global_settings.h"
#include "django/regex_flags.h"

namespace miggraph::django {
namespace {

using python::Value;
using std::string_view;

constexpr string_view settings_prefix = "django.conf.settings.";

/// Modules import one another; a chain longer than this is cut off.
constexpr std::size_t max_imports_in_a_row = 40;

string_view parent_of(string_view dotted) {
  const std::size_t dot = dotted.rfind('.');
  return dot == string_view::npos ? string_view() : dotted.substr(0, dot);
}

bool is_within(string_view dotted, string_view package) {
  return dotted.starts_with(package) && (dotted.size() == package.size() || dotted[package.size()] == '.');
}

}  // namespace

PackageFiles package_files(const source::Directory& migrations) {
  PackageFiles files;
  std::vector<std::pair<std::string, const source::Directory*>> folders = {{"", &migrations}};
  while (!folders.empty()) {
    const auto [prefix, directory] = std::move(folders.back());
    folders.pop_back();
    for (const source::File& file : directory->files()) {
      if (!file.name.ends_with(".py")) continue;
      const std::string stem = file.name.substr(0, file.name.size() - 3);
      const bool is_package = stem == "__init__";
      const std::string name = is_package ? prefix : prefix.empty() ? stem : prefix + "." + stem;
      files.emplace(name, ModuleFile{file.blob, is_package});
    }
    for (const source::Subdirectory& child : directory->directories()) {
      if (skipped_folder(child.name)) continue;
      folders.emplace_back(prefix.empty() ? child.name : prefix + "." + child.name, child.directory);
    }
  }
  return files;
}

WorldModules::WorldModules()
    : database{python::ArenaVector<std::pair<Value, Value>>(std::pmr::new_delete_resource())} {
  database.items.push_back({Value{python::Text{"ENGINE"}, {}}, Value{python::Text{"django.db.backends.postgresql"}, {}}});
}

void Trace::add(const Trace& other) {
  modules.insert(other.modules.begin(), other.modules.end());
  settings.insert(other.settings.begin(), other.settings.end());
}

const ModuleFile* SnapshotWorld::find(string_view dotted) const {
  for (string_view package = dotted; !package.empty(); package = parent_of(package)) {
    const auto found = packages_.find(package);
    if (found == packages_.end()) continue;
    const string_view rest = dotted.size() == package.size() ? string_view() : dotted.substr(package.size() + 1);
    const auto file = found->second->find(rest);
    if (file != found->second->end()) return &file->second;
  }
  return nullptr;
}

bool SnapshotWorld::may_be_in_tree(string_view dotted) const {
  if (dotted.starts_with('.')) return true;
  for (string_view package = dotted; !package.empty(); package = parent_of(package)) {
    if (packages_.contains(package)) return true;
  }
  const auto next = packages_.lower_bound(dotted);
  return next != packages_.end() && is_within(next->first, dotted);
}

std::shared_ptr<const python::Module> SnapshotWorld::load(const std::string& dotted, const ModuleFile& file, Trace& trace) {
  const auto& alone = store_.module(file.blob);
  const std::vector<std::string>& imports = store_.imports(file.blob);
  for (const std::string& import : imports) trace.modules.emplace(import, std::nullopt);
  const bool needs_world = alone->depends_on_world ||
                           std::any_of(imports.begin(), imports.end(), [&](const auto& name) { return may_be_in_tree(name); });
  return needs_world && !alone->problem ? load_in_world(dotted, file, trace) : alone;
}

std::shared_ptr<const python::Module> SnapshotWorld::load_in_world(const std::string& dotted, const ModuleFile& file,
                                                                   Trace& trace) {
  std::vector<WorldModules::Entry>& known = cache_.entries[{dotted, file.blob}];
  for (const WorldModules::Entry& entry : known) {
    if (!holds(entry.trace)) continue;
    trace.add(entry.trace);
    return entry.module;
  }
  loading_.emplace_back(dotted, Trace());
  std::shared_ptr<const python::Module> module = store_.module_in(file.blob, {dotted, file.is_package}, *this);
  const Trace own = std::move(loading_.back().second);
  loading_.pop_back();
  trace.add(own);
  known.push_back({own, module});
  return module;
}

bool SnapshotWorld::holds(const Trace& trace) const {
  const auto same_module = [&](const auto& row) {
    const ModuleFile* file = find(row.first);
    return file == nullptr ? !row.second : row.second == file->blob;
  };
  const auto same_setting = [&](const auto& row) {
    const auto found = settings_.find(row.first);
    return found == settings_.end() ? !row.second : row.second == found->second;
  };
  return std::all_of(trace.modules.begin(), trace.modules.end(), same_module) &&
         std::all_of(trace.settings.begin(), trace.settings.end(), same_setting);
}

const python::Module* SnapshotWorld::module(string_view dotted_name) {
  if (is_within(dotted_name, "django") && !may_be_in_tree(dotted_name)) return nullptr;
  const std::string name(dotted_name);
  const ModuleFile* file = find(name);
  if (!loading_.empty()) {
    loading_.back().second.modules.emplace(name, file != nullptr ? std::optional(file->blob) : std::nullopt);
  }
  if (file == nullptr || loading_.size() >= max_imports_in_a_row) return nullptr;
  // Python would give a module that is yet half empty.
  const bool circular = std::any_of(loading_.begin(), loading_.end(), [&](const auto& one) { return one.first == name; });
  if (circular) return nullptr;
  Trace trace;
  const auto loaded = load_in_world(name, *file, trace);
  if (!loading_.empty()) loading_.back().second.add(trace);
  return loaded->problem ? nullptr : loaded.get();
}

std::optional<Value> SnapshotWorld::value(string_view path) {
  if (path.starts_with(settings_prefix)) {
    const std::string name(path.substr(settings_prefix.size()));
    const auto setting = settings_.find(name);
    const bool known = setting != settings_.end();
    if (!loading_.empty()) {
      loading_.back().second.settings.emplace(name, known ? std::optional(setting->second) : std::nullopt);
    }
    if (known) return Value{python::Text{*cache_.texts.insert(setting->second).first}, {}};
    return default_of_setting(name);
  }
  if (path == "django.db.connection.vendor" || path == "django.db.connections.default.vendor") {
    return Value{python::Text{"postgresql"}, {}};
  }
  if (const auto flag = regex_flag(path)) return Value{flag->number, {}};  // for `re.I | re.M`
  if (path == "django.db.connection.settings_dict") return Value{&cache_.database, {}};
  if (path == "django.VERSION" || path == "django.utils.version.VERSION") return django_version();
  if (path == "django.__version__") return Value{python::Text{"5.2.7"}, {}};
  return std::nullopt;
}

std::optional<bool> SnapshotWorld::has(string_view path) {
  if (!path.starts_with(settings_prefix)) return std::nullopt;
  const std::string name(path.substr(settings_prefix.size()));
  const auto setting = settings_.find(name);
  const bool known = setting != settings_.end();
  if (!loading_.empty()) {
    loading_.back().second.settings.emplace(name, known ? std::optional(setting->second) : std::nullopt);
  }
  return known || is_django_setting(name);
}

/// `apps.is_installed("shop")`: whether the tree has an app of that name. (An app from elsewhere is taken not to be there: what
/// hangs on it is most often a dependency on that very app.)
std::optional<Value> SnapshotWorld::call(string_view path, std::span<const Value> args) {
  if (path != "django.apps.apps.is_installed" && path != "django.apps.registry.apps.is_installed") return std::nullopt;
  if (args.size() != 1 || args[0].text() == nullptr) return std::nullopt;
  const string_view name = *args[0].text();
  if (name.starts_with("django.contrib.")) return std::nullopt;
  const std::string package = std::string(name) + ".migrations";
  const ModuleFile* init = find(package);
  if (!loading_.empty()) loading_.back().second.modules.emplace(package, init ? std::optional(init->blob) : std::nullopt);
  return Value{init != nullptr, {}};
}

/// Modules are imported before there is a database to ask.
bool SnapshotWorld::raises(string_view path) {
  if (!path.starts_with("django.")) return false;
  return path.find(".objects.") != string_view::npos || path.ends_with("connection.cursor") ||
         path.find("connection.introspection.") != string_view::npos;
}

}  // namespace miggraph::django
