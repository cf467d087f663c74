#include "django/state/model_key.h"

#include <algorithm>

namespace miggraph::django {

std::string lower_name(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

ModelKey model_key(std::string_view app, std::string_view name) {
  return {std::string(app), lower_name(name)};
}

std::string text_of(const ModelKey& key) {
  return key.app + "." + key.name;
}

}  // namespace miggraph::django
