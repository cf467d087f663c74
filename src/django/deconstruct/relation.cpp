#include "django/deconstruct/relation.h"

#include "django/deconstruct/deconstruction.h"
#include "django/state/model_key.h"

namespace miggraph::django::deconstruction {

bool is_relation_field(std::string_view path) {
  return path == "django.db.models.ForeignKey" || path == "django.db.models.OneToOneField" ||
         path == "django.db.models.ManyToManyField";
}

Canonical relation_target(Canonical to, const ModelSettings* settings) {
  const std::string* model = std::get_if<std::string>(&to.data);
  if (model == nullptr) return to;
  if (settings != nullptr) {
    // Apps.get_swappable_settings_name(): the model that can be swapped, and the one that it is swapped for.
    const auto user = settings->find("AUTH_USER_MODEL");
    const std::string lower = lower_name(*model);
    if (user != settings->end() && (lower_name(user->second) == lower || lower == "auth.user")) return object("setting", text("AUTH_USER_MODEL"));
  }
  const std::size_t dot = model->find('.');
  const std::size_t name = dot == std::string::npos ? 0 : dot + 1;
  return text(model->substr(0, name) + lower_name(std::string_view(*model).substr(name)));
}

}  // namespace miggraph::django::deconstruction
