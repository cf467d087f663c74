#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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
std::string harmless_json(std::string json);

/// Text of XML 1.0, in an element or in quotes. What XML forbids is among what visible() escapes; line breaks survive
/// where `lines` says so. No CI system that prints the file into its log sees a command in it.
std::string xml(std::string_view text, bool lines = false);

/// A path as the path of a relative URI: its bytes percent-encoded but for letters, digits, `-._~` and `/`.
std::string uri_path(std::string_view path);

/// One line of text between other text of Markdown (CommonMark, GitHub, GitLab): no character of it is markup, and no
/// name, address or number becomes a mention or a link.
std::string markdown(std::string_view text);
/// The same of a sentence of ours, in which pairs of backquotes set commands apart.
std::string markdown_prose(std::string_view text);
/// The same set as code: "`0003_a`".
std::string markdown_code(std::string_view text);
/// Lines in a fenced block that none of them can end; `language` is ours. Each of `lines` becomes one line.
std::string markdown_fence(std::string_view language, const std::vector<std::string>& lines);

/// Text in a quoted label of Mermaid: entities for what would end it or be read as Markdown or HTML.
std::string mermaid_label(std::string_view text);

/// The beginning of a text, with `…` in place of what is beyond that many bytes; characters stay whole.
std::string shortened(std::string_view text, std::size_t max_bytes);

}  // namespace miggraph::report
