#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "django/codebase.h"
#include "django/migration.h"
#include "django/operations/operation_reader.h"

namespace miggraph::django {

/// A value in the form of ../oracle/SCHEMA.md of the design ("Values", "Fields", "Operations"): what JSON holds, objects in the
/// order in which they are written.
struct Canonical {
  using Array = std::vector<Canonical>;
  using Object = std::vector<std::pair<std::string, Canonical>>;

  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> data = nullptr;

  const Object* object() const { return std::get_if<Object>(&data); }
  const Array* array() const { return std::get_if<Array>(&data); }
  /// An entry of an object; null where it is none or has none of that name.
  const Canonical* entry(std::string_view key) const;
  Canonical* entry(std::string_view key);
  /// The items of a list, tuple or set; null where it is none of these.
  const Array* items() const;
  bool operator==(const Canonical&) const;
};

/// The text of json.dumps(value): what sets are sorted by.
std::string json_text(const Canonical& value);

/// Where the values that are written come from.
struct DeconstructContext {
  ModuleContext module;
  const ModelSettings* settings = nullptr;  ///< may be null
  /// How much is still written. A list can hold another one twice, and that one …: written out, a few lines of source
  /// would fill the disk.
  std::shared_ptr<std::size_t> values_left = std::make_shared<std::size_t>(2'000'000);
};

Canonical canonical_value(const python::Value& value, const DeconstructContext& context);

/// {"name", "path", "builtin", "args", "kwargs"}, as deconstruct() has them: no defaults, fields and indexes deconstructed too.
Canonical canonical_operation(const Operation& operation, const DeconstructContext& context);

/// ["app", "name"], ["__setting__", NAME], ["__swappable__", "app.Model"] or ["__ref__", path].
Canonical canonical_dependency(const Dependency& dependency, const DeconstructContext& context);

/// The context of a migration's values.
DeconstructContext deconstruct_context(const Migration& migration, const ModelSettings& settings);

}  // namespace miggraph::django
