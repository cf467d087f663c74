#include "django/migration.h"

namespace miggraph::django {

const python::Value* Operation::argument(std::string_view parameter) const {
  for (const python::Keyword& keyword : kwargs) {
    if (keyword.name == parameter) return &keyword.value;
  }
  return nullptr;
}

}  // namespace miggraph::django
