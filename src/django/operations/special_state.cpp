// django/db/migrations/operations/special.py and django/contrib/postgres/operations.py: state_forwards.
#include "django/operations/families.h"

namespace miggraph::django::operations {

void RunPython::state_forwards(const Effect&, StateChange&) {}
void RunSQL::state_forwards(const Effect& effect, StateChange& change) { change.apply_nested(effect); }
void SeparateDatabaseAndState::state_forwards(const Effect& effect, StateChange& change) { change.apply_nested(effect); }

void AddIndexConcurrently::state_forwards(const Effect& effect, StateChange& change) { AddIndex::state_forwards(effect, change); }
void RemoveIndexConcurrently::state_forwards(const Effect& effect, StateChange& change) { RemoveIndex::state_forwards(effect, change); }
void AddConstraintNotValid::state_forwards(const Effect& effect, StateChange& change) { AddConstraint::state_forwards(effect, change); }
void ValidateConstraint::state_forwards(const Effect&, StateChange&) {}
void CreateCollation::state_forwards(const Effect&, StateChange&) {}
void RemoveCollation::state_forwards(const Effect&, StateChange&) {}
void CreateExtension::state_forwards(const Effect&, StateChange&) {}

}  // namespace miggraph::django::operations
