#pragma once

#include <set>
#include <string>
#include <vector>

#include "django/state/project_state.h"

namespace miggraph::django {

/// Why `ProjectState.apps` would raise: what the state holds can't be made into models.
struct RenderingError {
  enum class Kind {
    missing_base,    ///< InvalidBasesError: a base that no model of the state is
    lazy_reference,  ///< ValueError: a relation to a model that is not there
  };
  Kind kind = Kind::missing_base;
  ModelKey model;
  std::string field;  ///< whose relation it is; empty for a base
  ModelKey target;    ///< what is not there
  std::string text;   ///< for people
};

/// StateApps.render_multiple() and _check_lazy_references(), by model and field. Only targets in `labels` are looked for: what the
/// apps of others (django.contrib, installed packages) have is not known here. Nothing is said of models whose app, or who
/// themselves, had something done to them that is not known.
std::vector<RenderingError> rendering_errors(const ProjectState& state, const std::set<std::string>& labels);

}  // namespace miggraph::django
