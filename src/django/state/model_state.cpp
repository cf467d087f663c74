#include "django/state/model_state.h"

#include <algorithm>

namespace miggraph::django {

std::size_t ModelState::place_of(std::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldPointer& field) {
    return field->name_text() != nullptr && *field->name_text() == field_name;
  });
  return static_cast<std::size_t>(found - fields.begin());
}

const FieldState* ModelState::field(std::string_view field_name) const {
  const std::size_t place = place_of(field_name);
  return place < fields.size() ? fields[place].get() : nullptr;
}

const Canonical* ModelState::option(std::string_view option_name) const {
  const auto found = options.find(option_name);
  return found != options.end() ? found->second.get() : nullptr;
}

bool ModelState::is_proxy() const {
  const Canonical* proxy = option("proxy");
  const bool* value = proxy != nullptr ? std::get_if<bool>(&proxy->data) : nullptr;
  return value != nullptr && *value;
}

const Canonical* ModelState::named(std::string_view option_name, std::string_view wanted) const {
  const Canonical* list = option(option_name);
  if (list == nullptr || list->array() == nullptr) return nullptr;
  for (const Canonical& item : *list->array()) {
    if (name_of_call(item) == wanted) return &item;
  }
  return nullptr;
}

void ModelState::set_option(std::string_view option_name, Canonical value) {
  options.insert_or_assign(std::string(option_name), std::make_shared<const Canonical>(std::move(value)));
}

std::string_view name_of_call(const Canonical& call) {
  const Canonical* kwargs = call.entry("kwargs");
  const Canonical* name = kwargs != nullptr ? kwargs->entry("name") : nullptr;
  const std::string* text = name != nullptr ? std::get_if<std::string>(&name->data) : nullptr;
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

}  // namespace miggraph::django
