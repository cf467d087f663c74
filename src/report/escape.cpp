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

/// Characters that act on the text around them, or that nobody can see. Joiners (U+200C, U+200D) have a rule of their own.
constexpr CodeRange kHidden[] = {
    {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},     {0x115F, 0x1160},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF},   {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
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

bool is_joiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

/// Scripts and emoji need joiners between two of their characters; anywhere else nobody sees them.
class Joiners {
 public:
  /// Whether a joiner that stands here, with `rest` behind it, joins something.
  bool join(std::string_view rest) const {
    if (rest.empty()) return false;
    const auto next = first_code_point(rest);
    return before_ >= 0x80 && next && next->value >= 0x80 && !is_joiner(next->value) && !in(kHidden, next->value);
  }
  void pass(char32_t c) { before_ = in(kHidden, c) ? 0 : c; }

 private:
  char32_t before_ = 0;
};

/// What .NET's TrimStart takes for white space: a CI's runner looks for its commands behind it.
std::size_t after_white_space(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    const auto point = first_code_point(line.substr(at));
    const char32_t c = point ? point->value : 0xFFFD;
    const bool white = c == 0x20 || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
                       c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
    if (!white) return at;
    at += point->length;
  }
  return at;
}

bool begins_with(std::string_view text, std::string_view lower_case) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
  return text.size() >= lower_case.size() && std::equal(lower_case.begin(), lower_case.end(), text.begin(), [&](char b, char a) { return same(a, b); });
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

/// Printable ASCII, which nearly all text is: it means nothing but itself, and is a column wide.
bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F;
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
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  Joiners joiners;
  each(
      text,
      [&](char32_t c, std::string_view bytes) {
        const std::string_view rest(bytes.data() + bytes.size(), static_cast<std::size_t>(text.data() + text.size() - bytes.data()) - bytes.size());
        const bool shown = is_joiner(c) ? joiners.join(rest) : !in(kHidden, c);
        shown ? out += bytes : out += escape_of(c);
        joiners.pass(c);
      },
      [&](unsigned char byte) {
        out += fmt::format("\\x{:02x}", byte);
        joiners.pass(0);
      });
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
  if (std::all_of(visible_text.begin(), visible_text.end(), is_plain)) return visible_text.size();
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
  const std::size_t start = after_white_space(line);
  if (line.compare(start, 2, "::") == 0) line.insert(start, 1, '\\');
  for (std::size_t at = line.find("##"); at != std::string::npos; at = line.find("##", at + 1)) {
    const std::string_view rest = std::string_view(line).substr(at + 2);
    if (rest.starts_with("[") || begins_with(rest, "vso[") || begins_with(rest, "teamcity["))
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

std::string harmless_json(std::string json) {
  const auto stands_for_itself = [](char c) { return (is_plain(c) && c != '#') || c == '\n'; };
  const auto special = std::find_if_not(json.begin(), json.end(), stands_for_itself);
  if (special == json.end()) return json;  // which can be large
  std::string out;
  out.reserve(json.size() + 1);  // the line break that follows
  out.append(json.begin(), special);
  each(
      std::string_view(json).substr(out.size()),
      [&](char32_t c, std::string_view bytes) {
        const bool second_sign = c == U'#' && !out.empty() && out.back() == '#';  // `##vso[` in a log is a command
        if (c < 0x20 || !(in(kHidden, c) || is_joiner(c) || second_sign)) {
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
