#include "cli/environment.h"

#include <cstdlib>

namespace miggraph::cli {

Environment Environment::of_process() {
  return Environment([](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  });
}

std::optional<std::string> Environment::get(std::string_view name) const {
  std::optional<std::string> value = lookup_(name);
  return value && !value->empty() ? value : std::nullopt;
}

bool Environment::is_true(std::string_view name) const {
  const std::optional<std::string> value = get(name);
  return value && *value != "false" && *value != "0";
}

}  // namespace miggraph::cli
