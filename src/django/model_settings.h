#pragma once

#include <set>
#include <string>
#include <vector>

#include "django/app_finder.h"
#include "django/codebase.h"

namespace miggraph::django {

/// The settings that name models, by vote of all the lines that set them (the oracle's find_settings()).
ModelSettings vote_on_settings(const std::vector<TreeFindings::Settings>& files, const std::set<std::string>& labels);

/// Whether a settings file is one that `names` name: by its path, or as a module ("config.settings.base" ends the path of
/// "backend/config/settings/base.py").
bool is_one_of(std::string_view path, const std::vector<std::string>& names);

/// The labels of the apps that INSTALLED_APPS names, over all settings files; absent where there is no such setting or some
/// part of one can't be read.
std::optional<std::vector<std::string>> installed_labels(const std::vector<TreeFindings::Settings>& files,
                                                         const std::vector<FoundApp>& apps);

}  // namespace miggraph::django
