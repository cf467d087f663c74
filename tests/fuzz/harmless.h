#pragma once

#include <string_view>

#include "report/utf8.h"

namespace miggraph::fuzz {

/// Whether a terminal, a log or an editor may be given this text: UTF-8, no control characters but line ends, no marks
/// that turn the direction of text, nothing invisible. Written down anew here, not taken from what it judges.
inline bool is_harmless(std::string_view text) {
  while (!text.empty()) {
    const auto point = report::first_code_point(text);
    if (!point) return false;
    const char32_t c = point->value;
    const bool control = (c < 0x20 && c != U'\n') || (c >= 0x7F && c <= 0x9F);
    const bool direction =
        c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool line_end = c == 0x2028 || c == 0x2029;
    const bool invisible = c == 0xAD || c == 0x200B || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
    if (control || direction || line_end || invisible) return false;
    text.remove_prefix(point->length);
  }
  return true;
}

}  // namespace miggraph::fuzz
