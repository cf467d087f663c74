#include "django/migration.h"

#include <algorithm>

namespace miggraph::django {

const python::Value* Operation::argument(std::string_view parameter) const {
  for (const python::Keyword& keyword : kwargs) {
    if (keyword.name == parameter) return &keyword.value;
  }
  return nullptr;
}

bool has_unknown(const std::vector<Dependency>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const Dependency& entry) { return std::holds_alternative<Dependency::Unknown>(entry.target); });
}

bool Migration::may_depend_on_more() const { return has_unknown(dependencies) || !inherits_from.empty(); }

}  // namespace miggraph::django
