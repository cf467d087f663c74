// Calls that were not carried out: what deconstruct() or the migration writer make of such objects.
#include <algorithm>
#include <array>

#include "django/deconstruct/deconstruction.h"
#include "django/global_settings.h"
#include "django/operations/operation_type.h"
#include "django/public_paths.h"
#include "django/regex_flags.h"

namespace miggraph::django::deconstruction {
namespace {

using std::string_view;

bool contains(std::span<const string_view> names, string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Functions that mark a string for translation: their result is the source string. The second argument of pgettext.
std::optional<std::size_t> translated_argument(string_view path) {
  constexpr string_view prefix = "django.utils.translation.";
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  if (path == "gettext" || path == "gettext_lazy" || path == "gettext_noop") return 0;
  if (path == "pgettext" || path == "pgettext_lazy") return 1;
  return std::nullopt;
}

/// What is new at each import.
bool is_new_each_time(string_view path) {
  static constexpr std::array<string_view, 7> paths = {
      "django.utils.timezone.now", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
      "datetime.date.today",       "uuid.uuid4",            "uuid.uuid1"};
  return contains(paths, path);
}

/// The number of flags such as `re.I | re.M`; nothing where they are not plain.
std::optional<std::int64_t> regex_flags(const python::Value& value, int depth = 0) {
  if (const auto* number = value.as<std::int64_t>()) return *number;
  if (const string_view* path = value.reference()) {
    const auto flag = regex_flag(*path);
    return flag ? std::optional(flag->number) : std::nullopt;
  }
  const python::Call* call = value.call();
  if (call == nullptr || call->path() != "operator.or_" || call->args.size() != 2 || depth > 8) return std::nullopt;
  const auto left = regex_flags(call->args[0], depth + 1);
  const auto right = regex_flags(call->args[1], depth + 1);
  return left && right ? std::optional(*left | *right) : std::nullopt;
}

/// `import_string("django.db.models.AutoField")` as a callee: the path that it imports.
std::string_view imported_path(const python::Call& call) {
  if (call.path() != "django.utils.module_loading.import_string" || call.args.size() != 1) return {};
  if (const string_view* path = call.args[0].text()) return *path;
  constexpr string_view settings = "django.conf.settings.";
  const string_view* setting = call.args[0].reference();
  if (setting == nullptr || !setting->starts_with(settings)) return {};
  const auto value = default_of_setting(setting->substr(settings.size()));
  return value && value->text() != nullptr ? *value->text() : string_view();
}

/// Indexes, and constraints with their own deconstruct().
bool is_index_or_constraint(string_view path) {
  static constexpr std::array<string_view, 4> others = {"django.db.models.Index", "django.db.models.UniqueConstraint",
                                                        "django.db.models.CheckConstraint",
                                                        "django.contrib.postgres.constraints.ExclusionConstraint"};
  return contains(others, path) || (path.starts_with("django.contrib.postgres.indexes.") && path.ends_with("Index"));
}

}  // namespace

Keywords Deconstruction::keywords(const python::Call& call) {
  Keywords out;
  for (const python::Keyword& keyword : call.keywords) out.insert_or_assign(std::string(keyword.name), value(keyword.value));
  return out;
}

Canonical Deconstruction::as_written(const std::string& path, const python::Call& call) {
  return deconstruction::call(path, array(call.args), keywords(call));
}

Canonical Deconstruction::called(const python::Call& call) {
  if (const python::Class* klass = call.callee.klass()) {
    const std::string path = context_.module.path_of(*klass);
    if (path.find("<locals>") != std::string::npos) return opaque(path);
    return as_written(path, call);
  }
  const string_view imported = call.callee.call() != nullptr ? imported_path(*call.callee.call()) : string_view();
  if (call.callee.reference() == nullptr && imported.empty()) return opaque(python::describe(call.callee));
  const std::string path = public_path(imported.empty() ? *call.callee.reference() : imported);
  if (find_operation_type(path) != nullptr) {
    return object("operation", operation(read_operation(python::Value{&call, {}}, context_.module)));
  }
  if (auto made = special(path, call)) return std::move(*made);
  if (auto made = field(path, call)) return std::move(*made);
  return as_written(path.starts_with("builtins.") ? path.substr(9) : path, call);
}

std::optional<Canonical> Deconstruction::special(const std::string& path, const python::Call& call) {
  if (const auto argument = translated_argument(path); argument && *argument < call.args.size()) {
    return value(call.args[*argument]);
  }
  if (is_new_each_time(path)) return opaque("new at each import: " + path + "()");
  if (path.starts_with("operator.") || path.starts_with("builtins.")) return opaque(path);
  if (path.starts_with("datetime.") || path == "decimal.Decimal" || path == "uuid.UUID") {
    return moment(path, array(call.args), keywords(call));
  }
  if (path == "re.compile") {
    const python::Value* pattern = call.args.empty() ? call.keyword("pattern") : &call.args[0];
    const python::Value* flags = call.args.size() > 1 ? &call.args[1] : call.keyword("flags");
    if (pattern == nullptr) return std::nullopt;
    Canonical::Array args = {value(*pattern)};
    const auto number = flags != nullptr ? regex_flags(*flags) : std::optional(std::int64_t{0});
    constexpr std::int64_t unicode = 32;  // the default
    if (!number) args.push_back(value(*flags));
    if (number && (*number & ~unicode) != 0) args.push_back({*number & ~unicode});
    return deconstruction::call(path, std::move(args));
  }
  if (path == "collections.OrderedDict" && call.args.size() == 1 && call.keywords.empty()) {
    if (call.args[0].dict() != nullptr) return value(call.args[0]);
    if (call.args[0].is_sequence()) return object("dict", {array(call.args[0].items())});
  }
  if (is_index_or_constraint(path)) return index_or_constraint(path, call);
  return std::nullopt;
}

/// Index.deconstruct(), BaseConstraint.deconstruct() and their subclasses'.
Canonical Deconstruction::index_or_constraint(const std::string& path, const python::Call& call) {
  static constexpr std::array<string_view, 6> only_if_true = {"fields", "opclasses", "include", "deferrable", "columns",
                                                              "condition"};
  Keywords out;
  for (auto& [name, item] : keywords(call)) {
    const std::string key = name == "check" ? "condition" : name;
    if (contains(only_if_true, key) ? is_falsy(item) : is_null(item)) continue;
    const Canonical* list = key == "include" && item.array() != nullptr ? &item : nullptr;
    out.emplace(key, list != nullptr ? object("tuple", *list) : std::move(item));
  }
  if (!out.contains("name") && path.find("Constraint") == std::string::npos) out.emplace("name", Canonical{nullptr});
  if (const auto type = out.find("index_type"); type != out.end() && (type->second == text("GIST") || type->second == text("gist"))) {
    out.erase(type);
  }
  return deconstruction::call(path, array(call.args), std::move(out));
}

}  // namespace miggraph::django::deconstruction
