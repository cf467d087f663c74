#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace miggraph::django {

/// A token of a Python file, as far as configuration files need it: names, strings, and single characters.
struct Token {
  enum class Kind {
    name,     ///< identifiers and keywords
    string,   ///< one string literal with its prefix and quotes
    other,    ///< a number or one character of an operator
    newline,  ///< end of a logical line
  };
  Kind kind;
  std::string_view text;
  std::uint32_t indent;  ///< column of the first token of its logical line

  bool is(std::string_view expected) const { return kind != Kind::string && text == expected; }
};

/// Splits a file into tokens. Never fails: what Python itself would refuse gives some tokens or other. Comments are left out,
/// and line ends inside brackets or after a backslash are no tokens.
std::vector<Token> tokenize(std::string_view source);

/// The value of a plain string literal; nothing for bytes, f-strings and escapes beyond the simple ones.
std::optional<std::string> string_value(std::string_view literal);

}  // namespace miggraph::django
