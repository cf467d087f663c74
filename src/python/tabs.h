#pragma once

#include <optional>
#include <string_view>

#include "base/source_text.h"

namespace miggraph::python {

/// Whether some line begins with white space that holds a tab; a cheap test before the exact one.
bool has_indentation_by_tab(std::string_view text);

/// The first line whose indentation means something else with tabs of 8 columns than with tabs of 1: Python's TabError
/// (Parser/tokenizer.c, `indenterror`).
std::optional<Span> inconsistent_tab(std::string_view text);

}  // namespace miggraph::python
