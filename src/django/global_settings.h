#pragma once

#include <optional>
#include <string_view>

#include "python/value.h"

namespace miggraph::django {

/// Whether django.conf.global_settings has the setting.
bool is_django_setting(std::string_view name);

/// Its default there, where that is simple and not None.
std::optional<python::Value> default_of_setting(std::string_view name);

}  // namespace miggraph::django
