#pragma once

#include "django/deconstruct/canonical.h"
#include "django/state/model_state.h"

namespace miggraph::django {

/// A model in the form of the oracle's files: {"app_label", "name", "fields", "options", "bases", "managers"}.
Canonical canonical_model(const ModelState& model);

/// One of its fields: {"name", "class", "args", "kwargs"}, or {"name"} and what stands in the place of a field.
Canonical canonical_field(const FieldState& field);

/// An option of ModelState::options as canonical_model() has it: `unique_together` and `index_together` as sets of tuples; null for what
/// is left out, such as an empty list of indexes.
std::shared_ptr<const Canonical> canonical_option(std::string_view name, const std::shared_ptr<const Canonical>& value);

/// Its options as canonical_model() has them: no empty `indexes` and `constraints`, `unique_together` a set of tuples.
Canonical::Object canonical_options(const ModelState& model);

}  // namespace miggraph::django
