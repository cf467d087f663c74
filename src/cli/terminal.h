#pragma once

#include <string_view>

#include "cli/environment.h"
#include "report/style.h"

namespace miggraph::cli {

enum class ColorChoice { automatic, always, never };

/// What is known of a stream before a byte is written to it.
struct Stream {
  bool is_terminal = false;
  unsigned columns = 0;  ///< as the terminal says; 0: it doesn't
};

Stream standard_output();
Stream standard_error();

/// How text looks on that stream: colour only on a terminal (NO_COLOR, TERM=dumb, --color), 100 columns where there is
/// none, ASCII where the locale is not UTF-8, dates like "3 days ago" only for a person at a screen.
report::Style style_for(const Stream& stream, const Environment& environment, ColorChoice color);

/// Whether LC_ALL, LC_CTYPE or LANG (the first that is set) says UTF-8.
bool is_utf8_locale(const Environment& environment);

}  // namespace miggraph::cli
