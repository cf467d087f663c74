#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace miggraph::django {

/// (app_label, model_name), as ProjectState.models has its keys: the name in lower case.
struct ModelKey {
  std::string app;
  std::string name;
  friend auto operator<=>(const ModelKey&, const ModelKey&) = default;
};

/// str.lower() of a name: of ASCII, Latin, Greek (a last Σ becomes σ too) and Cyrillic letters; others stay as they are.
std::string lower_name(std::string_view name);

/// The key of a model as code names it: app "shop", name "Order".
ModelKey model_key(std::string_view app, std::string_view name);

/// "shop.order"
std::string text_of(const ModelKey& key);

}  // namespace miggraph::django
