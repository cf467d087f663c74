#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "django/python_tokens.h"
#include "django/source_facts.h"

namespace miggraph::django {

/// Fills in what a file says about INSTALLED_APPS: each `INSTALLED_APPS = …`, `+= …` and `INSTALLED_APPS=…` of a call whose
/// value is a literal list or tuple of strings, a sum of these, or the name of one in the same file. Anything else makes it
/// unreadable.
void read_installed_apps(const std::vector<Token>& tokens, SourceFacts& facts);

/// The dotted name of the app that an entry of INSTALLED_APPS stands for: "shop.apps.ShopConfig" -> "shop".
std::string_view app_name_of_entry(std::string_view entry);

}  // namespace miggraph::django
