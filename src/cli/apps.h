#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "django/codebase.h"

namespace miggraph::cli {

/// The app that an argument names: by its label, or by "path:label" where one label occurs twice. Errors (usage): no
/// such app, with the nearest labels; several of them, with the choices.
Result<const django::App*> find_app(const django::Codebase& codebase, std::string_view name);

/// How an app is named in text and on the command line: its label, or "path:label" where one label occurs twice.
std::string title_of(const django::Codebase& codebase, const django::App& app);

/// `students`, `students.0003_remove_ine`, `students.Student`.
struct AppArgument {
  std::string app;
  std::string part;  ///< what stands behind the dot; may be empty
};
AppArgument split_argument(std::string_view argument);

}  // namespace miggraph::cli
