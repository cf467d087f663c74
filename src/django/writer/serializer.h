#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "django/deconstruct/canonical.h"

namespace miggraph::django {

/// A canonical value as Python source, as django/db/migrations/serializer.py writes it (`models.CharField(max_length=100)`, strings in
/// single quotes), but that what is not known reads `<unknown: why>`.
std::string serialize(const Canonical& value);

/// The same over several lines where it does not fit into `width` columns, the first of which stands at `column` and the others
/// at `indentation` and more: one argument or item a line, four blanks deeper for each bracket.
std::string serialize_wrapped(const Canonical& value, std::size_t column, std::size_t indentation, std::size_t width);

/// A dotted path as the migration writer names it: `models.CharField`, `migrations.AddField`, else as it is.
std::string written_path(std::string_view path);

/// repr() of a string.
std::string quoted_text(std::string_view text);

}  // namespace miggraph::django
