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

std::array<Value, 5> parts_of(const DjangoVersion& version) {
  return {Value{version.major, {}}, Value{version.minor, {}}, Value{version.micro, {}}, Value{python::Text{"final"}, {}},
          Value{std::int64_t{0}, {}}};
}

bool is_within(string_view dotted, string_view package) {
  return dotted.starts_with(package) && (dotted.size() == package.size() || dotted[package.size()] == '.');
}

}  // namespace

std::optional<ModuleFile> module_file(const source::Directory& package, string_view name) {
  const source::Directory* folder = &package;
  while (!name.empty()) {
    const std::size_t dot = name.find('.');
    const string_view part = name.substr(0, dot);
    const source::Directory* child = skipped_folder(part) ? nullptr : folder->directory(part);
    // As Python finds modules: a folder is before a file, unless it has no __init__.py.
    if (dot == string_view::npos && (child == nullptr || child->file("__init__.py") == nullptr)) {
      const source::File* file = folder->file(std::string(part) + ".py");
      return file != nullptr ? std::optional(ModuleFile{file->blob, false}) : std::nullopt;
    }
    if (child == nullptr) return std::nullopt;
    folder = child;
    name = dot == string_view::npos ? string_view() : name.substr(dot + 1);
  }
  const source::File* init = folder->file("__init__.py");
  return init != nullptr ? std::optional(ModuleFile{init->blob, true}) : std::nullopt;
}

WorldModules::WorldModules(const Platform& platform)
    : database{python::ArenaVector<std::pair<Value, Value>>(std::pmr::new_delete_resource())},
      vendor(platform.vendor),
      engine("django.db.backends." + platform.engine),
      version_text(platform.version.value_or(assumed_version()).text()),
      version_parts(parts_of(platform.version.value_or(assumed_version()))),
      version{version_parts} {
  database.items.push_back({Value{python::Text{"ENGINE"}, {}}, Value{python::Text{engine}, {}}});
}

void Trace::add(const Trace& other) {
  modules.insert(other.modules.begin(), other.modules.end());
  settings.insert(other.settings.begin(), other.settings.end());
  outside.insert(other.outside.begin(), other.outside.end());
}

std::optional<ModuleFile> SnapshotWorld::find(string_view dotted) const {
  for (string_view package = dotted; !package.empty(); package = parent_of(package)) {
    const auto found = packages_.find(package);
    if (found == packages_.end()) continue;
    const string_view rest = dotted.size() == package.size() ? string_view() : dotted.substr(package.size() + 1);
    if (const auto file = module_file(*found->second, rest)) return file;
  }
  return std::nullopt;
}

bool SnapshotWorld::may_be_in_tree(string_view dotted) const {
  if (dotted.starts_with('.')) return true;
  for (string_view package = dotted; !package.empty(); package = parent_of(package)) {
    if (packages_.contains(package)) return true;
  }
  const auto next = packages_.lower_bound(dotted);
  return next != packages_.end() && is_within(next->first, dotted);
}

bool SnapshotWorld::may_be_in_tree(const Imports& imports) const {
  if (reach_ == nullptr) {
    std::vector<std::string> names;
    for (const auto& [dotted, folder] : packages_) names.push_back(dotted);
    reach_ = &cache_.reach[std::move(names)];
  }
  const auto [known, is_new] = reach_->try_emplace(&imports);
  if (is_new) {
    known->second = std::any_of(imports.begin(), imports.end(), [&](const auto& name) { return may_be_in_tree(name); });
  }
  return known->second;
}

std::shared_ptr<const python::Module> SnapshotWorld::load(const std::string& dotted, const ModuleFile& file, Trace& trace) {
  const auto& alone = store_.module(file.blob);
  const Imports& imports = store_.imports(file.blob);
  const bool reaches_tree = may_be_in_tree(imports);
  if (!reaches_tree) trace.outside.insert(&imports);
  if ((!reaches_tree && !alone->depends_on_world) || alone->problem) return alone;
  if (reaches_tree) {
    for (const std::string& import : imports) {
      const auto met = find(import);
      trace.modules.emplace(import, met ? std::optional(met->blob) : std::nullopt);
    }
  }
  return load_in_world(dotted, file, trace);
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
    const auto file = find(row.first);
    return file ? row.second == file->blob : !row.second;
  };
  const auto same_setting = [&](const auto& row) {
    const auto found = settings_.find(row.first);
    return found == settings_.end() ? !row.second : row.second == found->second;
  };
  const auto still_outside = [&](const Imports* imports) {
    return !may_be_in_tree(*imports) ||
           std::none_of(imports->begin(), imports->end(), [&](const auto& name) { return find(name).has_value(); });
  };
  return std::all_of(trace.outside.begin(), trace.outside.end(), still_outside) &&
         std::all_of(trace.modules.begin(), trace.modules.end(), same_module) &&
         std::all_of(trace.settings.begin(), trace.settings.end(), same_setting);
}

const python::Module* SnapshotWorld::module(string_view dotted_name) {
  if (is_within(dotted_name, "django") && !may_be_in_tree(dotted_name)) return nullptr;
  const std::string name(dotted_name);
  const auto file = find(name);
  if (!loading_.empty()) {
    loading_.back().second.modules.emplace(name, file ? std::optional(file->blob) : std::nullopt);
  }
  if (!file || loading_.size() >= max_imports_in_a_row) return nullptr;
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
    return Value{python::Text{cache_.vendor}, {}};
  }
  if (const auto flag = regex_flag(path)) return Value{flag->number, {}};  // for `re.I | re.M`
  if (path == "django.db.connection.settings_dict") return Value{&cache_.database, {}};
  if (path == "django.VERSION" || path == "django.utils.version.VERSION") return Value{&cache_.version, {}};
  if (path == "django.__version__") return Value{python::Text{cache_.version_text}, {}};
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
  const auto init = find(package);
  if (!loading_.empty()) loading_.back().second.modules.emplace(package, init ? std::optional(init->blob) : std::nullopt);
  return Value{init.has_value(), {}};
}

/// Modules are imported before there is a database to ask.
bool SnapshotWorld::raises(string_view path) {
  if (!path.starts_with("django.")) return false;
  return path.find(".objects.") != string_view::npos || path.ends_with("connection.cursor") ||
         path.find("connection.introspection.") != string_view::npos;
}

}  // namespace miggraph::django
