#include "report/json_parts.h"

#include <type_traits>

#include "report/escape.h"

namespace miggraph::report::json_parts {

Json text(std::string_view value) {
  return valid_utf8(value);
}

Json text_or_null(const std::string& value) {
  return value.empty() ? Json(nullptr) : text(value);
}

Json text_or_null(const std::optional<std::string>& value) {
  return value ? text(*value) : Json(nullptr);
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(text(value));
  return list;
}

Json key(const django::MigrationKey& key) {
  return Json::array({text(key.app), text(key.name)});
}

Json snapshot(const analysis::SnapshotLine& snapshot) {
  return {{"kind", text(snapshot.kind)}, {"ref", text_or_null(snapshot.ref)}, {"commit", text_or_null(snapshot.commit)}};
}

Json canonical(const django::Canonical& value) {
  return std::visit(
      [](const auto& data) -> Json {
        using T = std::decay_t<decltype(data)>;
        if constexpr (std::is_same_v<T, django::Canonical::Array>) {
          Json list = Json::array();
          for (const django::Canonical& item : data) list.push_back(canonical(item));
          return list;
        } else if constexpr (std::is_same_v<T, django::Canonical::Object>) {
          Json object = Json::object();
          for (const auto& [name, entry] : data) object[valid_utf8(name)] = canonical(entry);
          return object;
        } else if constexpr (std::is_same_v<T, std::string>) {
          return valid_utf8(data);
        } else {
          return data;
        }
      },
      value.data);
}

}  // namespace miggraph::report::json_parts
