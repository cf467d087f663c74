#include "django/operations/state_arguments.h"

namespace miggraph::django::operations {

std::optional<std::string> required(const Effect& effect, StateChange& change, std::string_view parameter) {
  if (const std::string* text = effect.text(parameter)) return *text;
  const std::string* model = parameter == "model_name" ? nullptr : effect.text("model_name");
  if (effect.unknown.empty()) {
    change.unknown(model != nullptr ? *model : "", effect.operation->name + ": its " + std::string(parameter) + " can't be known");
  }
  return std::nullopt;
}

}  // namespace miggraph::django::operations
