#pragma once

#include <string>

#include "django/migration.h"

namespace miggraph::django {

/// Exactly what Operation.describe() says in Django 5.2: "Add field ine to student".
std::string describe(const Operation& operation);

/// A few characters for people who see the model's name beside it: "+ ine", "~ unique (last_name, first_name)", "data: forwards".
std::string short_form(const Operation& operation);

}  // namespace miggraph::django
