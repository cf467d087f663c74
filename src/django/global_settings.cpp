#include "django/global_settings.h"

#include <array>
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

Value django_version() {
  static const std::array<Value, 5> parts = {Value{std::int64_t{5}, {}}, Value{std::int64_t{2}, {}}, Value{std::int64_t{7}, {}},
                                             Value{python::Text{"final"}, {}}, Value{std::int64_t{0}, {}}};
  static const python::Tuple version{parts};
  return Value{&version, {}};
}

}  // namespace miggraph::django
