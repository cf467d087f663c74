#include "report/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "report/utf8.h"

namespace miggraph::report {
namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

/// Characters that act on the text around them, or that nobody can see. Joiners (U+200C, U+200D) stay: scripts need
/// them.
constexpr CodeRange kHidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},     {0x180E, 0x180E},
    {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/// Marks that stand on the character before them: the common blocks.
constexpr CodeRange kCombining[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},   {0x6D6, 0x6DC},
    {0x93C, 0x93C},   {0x941, 0x948},   {0x94D, 0x94D},   {0xE31, 0xE31},   {0xE34, 0xE3A},   {0xE47, 0xE4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

constexpr CodeRange kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x2E80, 0x303E}, {0x3041, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <std::size_t N>
bool in(const CodeRange (&ranges)[N], char32_t c) {
  const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                      [](char32_t value, const CodeRange& range) { return value < range.first; });
  return after != std::begin(ranges) && c <= std::prev(after)->last;
}

/// The twins of the signs that miggraph itself uses.
constexpr std::pair<char32_t, std::string_view> kTwins[] = {
    {U'●', "*"},  {U'○', "o"},  {U'◆', "#"},  {U'◇', "o"},  {U'│', "|"},  {U'─', "-"},  {U'├', "+"}, {U'┤', "+"},
    {U'┴', "+"},  {U'┬', "+"},  {U'┼', "+"},  {U'╯', "'"},  {U'╰', "`"},  {U'╮', "."},  {U'╭', "."}, {U'┊', ":"},
    {U'⋮', ":"},  {U'✔', "ok"}, {U'✖', "x"},  {U'−', "-"},  {U'·', "-"},  {U'–', "-"},  {U'—', "-"}, {U'…', "..."},
    {U'→', "->"}, {U'←', "<-"}, {U'⇢', "->"}, {U'×', "x"},  {U'“', "\""}, {U'”', "\""}, {U'‘', "'"}, {U'’', "'"},
    {U'≠', "!="}, {U'≥', ">="}, {U'≤', "<="}, {U'↳', "->"},
};

std::string escape_of(char32_t c) {
  switch (c) {
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      break;
  }
  if (c < 0x80) return fmt::format("\\x{:02x}", static_cast<unsigned>(c));
  if (c <= 0xFFFF) return fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  return fmt::format("\\U{:08x}", static_cast<unsigned>(c));
}

/// Walk over a text: `character(code point, its bytes)` for what is UTF-8, `stray(byte)` for what is not.
template <class Character, class Stray>
void each(std::string_view text, Character character, Stray stray) {
  while (!text.empty()) {
    const auto point = first_code_point(text);
    if (point) {
      character(point->value, text.substr(0, point->length));
    } else {
      stray(static_cast<unsigned char>(text.front()));
    }
    text.remove_prefix(point ? point->length : 1);
  }
}

std::string percent_encoded(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each(
      text, [&](char32_t c, std::string_view bytes) { in(kHidden, c) ? out += escape_of(c) : out += bytes; },
      [&](unsigned char byte) { out += fmt::format("\\x{:02x}", byte); });
  return out;
}

std::string ascii(std::string_view visible_text) {
  std::string out;
  out.reserve(visible_text.size());
  each(
      visible_text,
      [&](char32_t c, std::string_view bytes) {
        if (c < 0x80) {
          out += bytes;
          return;
        }
        const auto twin =
            std::find_if(std::begin(kTwins), std::end(kTwins), [&](const auto& t) { return t.first == c; });
        twin != std::end(kTwins) ? out += twin->second : out += escape_of(c);
      },
      [&](unsigned char byte) { out += fmt::format("\\x{:02x}", byte); });
  return out;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each(
      text, [&](char32_t, std::string_view bytes) { out += bytes; }, [&](unsigned char) { out += "\uFFFD"; });
  return out;
}

std::size_t columns(std::string_view visible_text) {
  std::size_t count = 0;
  each(
      visible_text, [&](char32_t c, std::string_view) { count += in(kCombining, c) ? 0
                                                                 : in(kWide, c)    ? 2
                                                                                   : 1; },
      [&](unsigned char) { ++count; });
  return count;
}

std::string_view fitting(std::string_view visible_text, std::size_t max_columns) {
  std::size_t end = 0;
  std::size_t used = 0;
  while (end < visible_text.size()) {
    const auto point = first_code_point(visible_text.substr(end));
    const std::size_t length = point ? point->length : 1;
    const std::size_t width = columns(visible_text.substr(end, length));
    if (used + width > max_columns) break;
    used += width;
    end += length;
  }
  return visible_text.substr(0, end);
}

std::string without_commands(std::string line) {
  const std::size_t start = line.find_first_not_of(" \t");
  if (start != std::string::npos && line.compare(start, 2, "::") == 0) line.insert(start, 1, '\\');
  for (std::size_t at = line.find("##"); at != std::string::npos; at = line.find("##", at + 1)) {
    const std::string_view rest = std::string_view(line).substr(at + 2);
    if (rest.starts_with("[") || rest.starts_with("vso[") || rest.starts_with("teamcity["))
      line.insert(at + 1, 1, '\\');
  }
  return line;
}

std::string workflow_data(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    out += percent_encoded(without_commands(visible(text.substr(0, end))), "%\r\n");
    if (end == std::string_view::npos) return out;
    out += "%0A";
    text.remove_prefix(end + 1);
  }
}

std::string workflow_property(std::string_view text) {
  return percent_encoded(without_commands(visible(text)), "%\r\n:,");
}

std::string harmless_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  each(
      json,
      [&](char32_t c, std::string_view bytes) {
        if (c == U'#' && out.ends_with('#')) {
          out += "\\u0023";  // `##vso[` is a command to a CI system wherever it stands in a line
        } else if (c < 0x20 || !in(kHidden, c)) {
          out += bytes;  // below U+0020 stand only the line breaks between the values
        } else if (c <= 0xFFFF) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          const auto offset = static_cast<unsigned>(c - 0x10000);
          out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (offset >> 10), 0xDC00 + (offset & 0x3FF));
        }
      },
      [&](unsigned char) { out += "\uFFFD"; });
  return out;
}

}  // namespace miggraph::report
