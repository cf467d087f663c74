#pragma once

#include <optional>
#include <string>

#include "django/state/model_state.h"

namespace miggraph::django {

/// Whether the model has a table that migrations make: neither a proxy nor unmanaged.
bool has_table(const ModelState& model);

/// Its table: `db_table`, else app and model name (Options.contribute_to_class; databases cut long names short, which is not done
/// here). Empty where it is not known.
std::string table_of(const ModelState& model);

/// The column that a field is stored in ("author_id"), or "m2m " and its name for a table of its own. Absent where it has none
/// (GenericForeignKey, a `through`) or that is not known, as for classes that are not Django's.
std::optional<std::string> stored_as(const FieldState& field);

/// Whether the rendered model has no such field for certain: not by a base, nor by itself (`id`, `_order`).
bool certainly_lacks(const ModelState& model, std::string_view field_name);

}  // namespace miggraph::django
