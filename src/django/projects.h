#pragma once

#include <memory>
#include <string>
#include <vector>

#include "django/codebase.h"

namespace miggraph::django {

/// Divides the apps of a repository into Django projects, none of which has a label twice.
///
/// Where no label occurs twice, all apps are one project. Else an app belongs to the nearest folder above it that holds a
/// manage.py, or to none: those are libraries, which every project shares that has no app of their label. Of two apps of one
/// label in a project, the one with fewer path separators, then the smaller path, stays; the other makes a project of its own
/// among the others. Every app is judged in exactly one project.
std::vector<Project> divide_into_projects(const std::vector<std::shared_ptr<const App>>& apps,
                                          const std::vector<std::string>& manage_py_folders);

}  // namespace miggraph::django
