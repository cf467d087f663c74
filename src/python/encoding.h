#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "python/module.h"

namespace miggraph::python {

/// What becomes of a file's bytes before they are parsed.
struct Decoded {
  std::string text;  ///< UTF-8 with LF or CR LF line ends; empty where the bytes are that already
  std::optional<LoadProblem> problem;
};

/// Decode a source file as Python's tokenizer does: a byte order mark, else the cookie of PEP 263 in the first two lines, else
/// UTF-8. Line ends of CR alone become LF.
Decoded decode(std::string_view bytes);

/// Append a code point in UTF-8. Surrogates and what lies beyond Unicode become U+FFFD.
void append_utf8(std::string& out, char32_t code_point);

/// Offset of the first byte that is not part of valid UTF-8; npos where all is valid.
std::size_t invalid_utf8(std::string_view text);

}  // namespace miggraph::python
