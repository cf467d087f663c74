#pragma once

#include <optional>
#include <string>
#include <vector>

#include "django/migration.h"
#include "django/state/effect.h"
#include "django/state/project_state.h"

namespace miggraph::django {

/// Where an operation stands: its app, and the state before it, to which Django goes back.
struct Surroundings {
  std::string app;
  const ProjectState& before;
};

/// What unapplying an operation does to the database (Operation.database_backwards), in words for people. Models are named as
/// in "students.Student".
struct Backwards {
  std::string text;                   ///< "drops the column phone of students.Student"
  std::vector<std::string> loses;     ///< the data that goes: "column phone of students.Student"
  std::vector<std::string> cautions;  ///< what doesn't come back, or where it may fail: sentences without a full stop
  bool fails = false;                 ///< Django asks whether it is reversible, is told so, and then finds that it isn't
};

/// Operation.reversible as Django asks it before it unapplies a migration, but false also for a SeparateDatabaseAndState that holds
/// what can't be reversed: Django only finds that out half-way. Nothing where it can't be known.
std::optional<bool> reversible(const Operation& operation);

Backwards database_backwards(const Effect& effect, const Surroundings& around);

}  // namespace miggraph::django
