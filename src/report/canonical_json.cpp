#include "report/canonical_json.h"

#include <type_traits>

#include "report/escape.h"

namespace miggraph::report {

using Json = nlohmann::ordered_json;

Json json_of(const django::Canonical& value) {
  return std::visit(
      [](const auto& data) -> Json {
        using T = std::decay_t<decltype(data)>;
        if constexpr (std::is_same_v<T, django::Canonical::Array>) {
          Json list = Json::array();
          for (const django::Canonical& item : data) list.push_back(json_of(item));
          return list;
        } else if constexpr (std::is_same_v<T, django::Canonical::Object>) {
          Json object = Json::object();
          for (const auto& [name, entry] : data) object[valid_utf8(name)] = json_of(entry);
          return object;
        } else if constexpr (std::is_same_v<T, std::string>) {
          return valid_utf8(data);
        } else {
          return data;
        }
      },
      value.data);
}

}  // namespace miggraph::report
