#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Branch names, paths, authors and source lines are somebody else's text. Before any of it reaches a terminal, a CI
/// log or a JSON file it goes through one of these functions; Canvas and the JSON writer call them, so that no format
/// can forget.
namespace miggraph::report {

/// One line of harmless text: control characters (C0, C1, DEL), bidirectional and other invisible marks, line
/// separators and bytes that are not UTF-8 appear as escapes that one can see: `\x1b`, `\n`, `\u202e`; joiners too, but for
/// those between two characters beyond ASCII. Everything else stays as it is.
std::string visible(std::string_view text);

/// The same text in ASCII: our own signs by their twins (`→` as `->`), all others as `\u00e9`. Takes what visible()
/// gave.
std::string ascii(std::string_view visible_text);

/// Valid UTF-8: each byte that is no part of a character becomes U+FFFD.
std::string valid_utf8(std::string_view text);

/// How many terminal columns a visible() text takes: 2 for East Asian wide characters, 0 for combining ones.
std::size_t columns(std::string_view visible_text);

/// The longest beginning of a visible() text that fits into that many columns.
std::string_view fitting(std::string_view visible_text, std::size_t max_columns);

/// A whole line in which no CI system sees a command of its own: `::error::` at its start (GitHub), `##[group]`,
/// `##vso[…]`, `##teamcity[…]` anywhere. A backslash is put in between.
std::string without_commands(std::string line);

/// Text after the second `::` of a GitHub workflow command, and the value of one of its properties. Line breaks survive
/// as
/// `%0A` in the first; everything else that is dangerous is made visible.
std::string workflow_data(std::string_view text);
std::string workflow_property(std::string_view text);

/// A text of JSON, as a JSON library wrote it, with the characters that visible() escapes written as `\u….`, and
/// the second of two `#`, so that no CI system sees a command in it.
std::string harmless_json(std::string_view json);

}  // namespace miggraph::report
