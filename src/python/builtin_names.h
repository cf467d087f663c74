#pragma once

#include <string_view>

namespace miggraph::python {

/// Whether Python's `builtins` module has the name.
bool is_builtin(std::string_view name);

/// Whether calling it could do anything at all: exec, eval, compile, __import__, open, input, breakpoint.
bool is_escape(std::string_view name);

}  // namespace miggraph::python
