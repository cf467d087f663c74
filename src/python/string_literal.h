#pragma once

#include <string>
#include <string_view>

namespace miggraph::python {

/// The prefix and quotes of a string literal: `rb"""`.
struct StringStart {
  bool raw = false;
  bool bytes = false;
  bool formatted = false;
  explicit StringStart(std::string_view start);
};

/// What an escape was found to be; of several, the worst.
enum class Escapes { sound, named /*\N{…}, which stays as it is*/, broken /*Python refuses it*/ };

/// Append what the inside of a literal means: escapes resolved, line ends as LF, doubled braces of an f-string as one.
/// In bytes each escape gives one byte; in text, code points above 255 come in UTF-8.
Escapes append_unescaped(std::string& out, std::string_view inside, const StringStart& start);

/// Whether the inside needs no change, so that it can be used in place.
bool is_plain(std::string_view inside, const StringStart& start);

}  // namespace miggraph::python
