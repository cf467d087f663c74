#include "django/migration_reader.h"

#include <utility>

#include "django/operations/operation_reader.h"
#include "django/public_paths.h"

namespace miggraph::django {
namespace {

using python::Value;

constexpr std::string_view settings_prefix = "django.conf.settings.";

/// What names something unknown in a list: its dotted path, without the arguments of a call.
Dependency::Unknown unknown_entry(const Value& value, bool spread) {
  Dependency::Unknown entry;
  entry.spread = spread;
  entry.reason = "it comes from code outside the migrations";
  const python::Call* call = value.call();
  const Value& named = call != nullptr ? call->callee : value;
  if (const std::string_view* path = named.reference()) {
    entry.path = public_path(*path);
  } else if (const python::Unknown* unknown = named.unknown()) {
    entry.path = unknown->path;
    entry.reason = unknown->reason;
    entry.spread = spread || unknown->spread;
  } else {
    entry.path = python::describe(named);
  }
  return entry;
}

bool is_swappable_dependency(const python::Call& call) {
  const std::string path = public_path(call.path());
  return path == "django.db.migrations.swappable_dependency";
}

/// swappable_dependency(X)
std::variant<Dependency::Key, Dependency::Setting, Dependency::Swappable, Dependency::Unknown> swappable(
    const python::Call& call) {
  const Value* target = call.args.empty() ? call.keyword("value") : &call.args.front();
  if (target == nullptr) return Dependency::Unknown{"swappable_dependency", "it has no argument", false};
  if (const std::string_view* path = target->reference(); path != nullptr && path->starts_with(settings_prefix)) {
    return Dependency::Setting{std::string(path->substr(settings_prefix.size()))};
  }
  if (const std::string_view* model = target->text()) return Dependency::Swappable{std::string(*model)};
  return unknown_entry(*target, false);
}

Dependency read_entry(const Value& value, const python::Module* module) {
  Dependency entry{.target = {}, .span = value.span, .module = module, .value = value};
  const auto items = value.items();
  if (const python::Call* call = value.call(); call != nullptr && is_swappable_dependency(*call)) {
    entry.target = swappable(*call);
  } else if (value.is_sequence() && value.as<python::Set*>() == nullptr && items.size() == 2 && items[0].text() != nullptr && items[1].text() != nullptr) {
    entry.target = Dependency::Key{std::string(*items[0].text()), std::string(*items[1].text())};
  } else {
    entry.target = unknown_entry(value, false);
  }
  return entry;
}

/// An attribute of the class and the module in whose text it is written.
struct Found {
  const Value* value = nullptr;
  const python::Module* module = nullptr;
};

constexpr int max_bases = 40;

Found find_attribute(const python::Class& klass, std::string_view name, int depth = 0) {
  if (depth == 0 && klass.instance != nullptr) return find_attribute(*klass.instance, name, 1);  // what __init__ set on self
  for (const python::Attribute& attribute : klass.attributes) {
    if (attribute.name == name) return {&attribute.value, klass.module};
  }
  if (depth == max_bases) return {};
  for (const Value& base : klass.bases) {
    if (base.klass() == nullptr) continue;
    if (const Found found = find_attribute(*base.klass(), name, depth + 1); found.value != nullptr) return found;
  }
  return {};
}

/// Marks an entry that is known and no pair of texts. Django looks a dependency up in the graph and dies of it; a thing to replace that
/// is nowhere it passes over.
void mark_wrong(Dependency& entry, std::string_view attribute) {
  auto* unknown = std::get_if<Dependency::Unknown>(&entry.target);
  if (unknown != nullptr && attribute != "replaces" && python::is_literal(entry.value)) unknown->wrong = true;
}

/// What is no list, tuple or set. Django calls list() with it.
std::vector<Dependency> read_other(const Found& found, std::string_view attribute) {
  const Value& value = *found.value;
  const bool can_be_iterated = value.text() != nullptr || value.dict() != nullptr;
  const bool is_empty = (value.text() != nullptr && value.text()->empty()) || (value.dict() != nullptr && value.dict()->items.empty());
  if (is_empty) return {};
  Dependency entry{unknown_entry(value, true), value.span, found.module, value};
  if (can_be_iterated) {
    mark_wrong(entry, attribute);
  } else {
    std::get<Dependency::Unknown>(entry.target).wrong = python::is_literal(value);
  }
  return {entry};
}

std::vector<Dependency> read_entries(const python::Class& klass, std::string_view name) {
  const Found found = find_attribute(klass, name);
  if (found.value == nullptr) return {};
  if (!found.value->is_sequence()) return read_other(found, name);
  std::vector<Dependency> entries;
  for (const Value& item : found.value->items()) {
    entries.push_back(read_entry(item, found.module));
    mark_wrong(entries.back(), name);
  }
  return entries;
}

std::vector<Operation> read_operations(const python::Class& klass, const ModuleContext& context) {
  std::vector<Operation> operations;
  const Found found = find_attribute(klass, "operations");
  if (found.value == nullptr || found.value->is_none()) return operations;
  if (found.value->is_sequence()) {
    for (const Value& item : found.value->items()) {
      operations.push_back(read_operation(item, context));
      operations.back().module = found.module;
    }
  } else {
    operations.push_back(read_operation(*found.value, context));
    operations.back().module = found.module;
    operations.back().path.insert(0, operations.back().path.starts_with('*') ? "" : "*");
  }
  return operations;
}

/// The first base, of any depth, that is neither of the migrations packages nor Django's; "" where there is none.
std::string unknown_base(const python::Class& klass, int depth = 0) {
  if (depth == max_bases) return {};
  for (const Value& base : klass.bases) {
    if (base.klass() != nullptr) {
      if (std::string found = unknown_base(*base.klass(), depth + 1); !found.empty()) return found;
    } else if (base.reference() == nullptr ||
               !(base.reference()->starts_with("django.") || base.reference()->starts_with("builtins."))) {
      return python::describe(base);
    }
  }
  return {};
}

LoadError bad_migration(const MigrationModule& source) {
  return {.type = LoadError::Type::bad_migration,
          .file = source.file,
          .text = "Migration " + source.name + " in app " + source.label + " has no Migration class",
          .span = {},
          .cure = "give it a class Migration(migrations.Migration), or a name that begins with _",
          .module = source.module,
          .may_come_from = source.module->stars.empty() ? std::string() : source.module->stars.front()};
}

}  // namespace

std::variant<Migration, LoadError> read_migration(const MigrationModule& source) {
  const python::Module& module = *source.module;
  if (module.problem) {
    return LoadError{LoadError::Type::import_error, source.file,   module.problem->message, module.problem->span,
                     module.problem->cure,          source.module, {}};
  }
  const Value* bound = module.global("Migration");
  if (bound == nullptr || (bound->function() == nullptr && python::is_literal(*bound))) return bad_migration(source);

  Migration migration;
  migration.name = source.name;
  migration.file = source.file;
  migration.module_name = source.module_name;
  migration.module = source.module;
  migration.class_span = bound->span;
  migration.atomic = Value{true, {}};
  const python::Class* klass = bound->klass();
  if (klass == nullptr) {
    migration.inherits_from = python::describe(*bound);
    return migration;
  }
  if (klass->module == source.module.get()) migration.class_span = klass->span;
  migration.dependencies = read_entries(*klass, "dependencies");
  if (find_attribute(*klass, "dependencies").value == nullptr) migration.inherits_from = unknown_base(*klass);
  migration.run_before = read_entries(*klass, "run_before");
  migration.replaces = read_entries(*klass, "replaces");
  migration.operations = read_operations(*klass, {&module, source.module_name});
  if (const Found initial = find_attribute(*klass, "initial"); initial.value != nullptr) {
    if (const bool* known = initial.value->as<bool>()) migration.initial = *known;
  }
  if (const Found atomic = find_attribute(*klass, "atomic"); atomic.value != nullptr) migration.atomic = *atomic.value;
  return migration;
}

}  // namespace miggraph::django
