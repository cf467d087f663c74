#include "django/state/rendering.h"

#include <fmt/format.h>

namespace miggraph::django {

std::vector<RenderingError> rendering_errors(const ProjectState& state, const std::set<std::string>& labels) {
  std::set<std::string> uncertain;
  for (const auto& [app, change] : state.unknown()) uncertain.insert(app);
  const auto is_missing = [&](const ModelKey& key) {
    return labels.contains(key.app) && !uncertain.contains(key.app) && state.find(key) == nullptr;
  };

  std::vector<RenderingError> errors;
  state.for_each([&](const ModelKey& key, const ModelPointer& model) {
    if (!model->unknown.empty()) return;
    for (const Canonical& base : model->bases) {
      const auto* name = std::get_if<std::string>(&base.data);
      if (name == nullptr) continue;
      const ModelKey target = resolve_relation(*name, key);
      if (!is_missing(target)) continue;
      errors.push_back({RenderingError::Kind::missing_base, key, "", target,
                        fmt::format("{}.{} inherits from {}, which is not there", key.app, model->name, text_of(target))});
    }
    for (const FieldPointer& field : model->fields) {
      if (field->name_text() == nullptr || !field->class_path().starts_with("django.")) continue;
      for (const auto& target : {field->target(key), field->through(key)}) {
        if (!target || !is_missing(*target)) continue;
        errors.push_back({RenderingError::Kind::lazy_reference, key, *field->name_text(), *target,
                          fmt::format("{}.{}.{} refers to {}, which is not there", key.app, model->name, *field->name_text(), text_of(*target))});
      }
    }
  });
  return errors;
}

}  // namespace miggraph::django
