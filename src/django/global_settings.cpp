#include "django/global_settings.h"

#include <unordered_map>

namespace miggraph::django {
namespace {

using python::Value;

constexpr python::Tuple no_items{};
constexpr const python::Tuple* empty = &no_items;

const std::unordered_map<std::string_view, std::optional<Value>>& table() {
  static const std::unordered_map<std::string_view, std::optional<Value>> settings = {
#define SETTING(name, value) {#name, Value{value, {}}},
#define UNKNOWN_SETTING(name) {#name, std::nullopt},
#include "django/global_settings.def"
#undef UNKNOWN_SETTING
#undef SETTING
  };
  return settings;
}

}  // namespace

bool is_django_setting(std::string_view name) { return table().contains(name); }

std::optional<Value> default_of_setting(std::string_view name) {
  const auto found = table().find(name);
  return found != table().end() ? found->second : std::nullopt;
}

}  // namespace miggraph::django
