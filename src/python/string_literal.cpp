#include "python/string_literal.h"

#include <algorithm>
#include <optional>

#include "python/encoding.h"

namespace miggraph::python {
namespace {

std::optional<char32_t> digits(std::string_view text, std::size_t begin, std::size_t count, unsigned base) {
  if (begin + count > text.size()) return std::nullopt;
  char32_t value = 0;
  for (std::size_t i = begin; i < begin + count; ++i) {
    const char c = text[i];
    unsigned digit = 16;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A') + 10;
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

std::size_t octal_length(std::string_view text, std::size_t begin) {
  std::size_t length = 0;
  while (length < 3 && begin + length < text.size() && text[begin + length] >= '0' && text[begin + length] <= '7') ++length;
  return length;
}

void put(std::string& out, char32_t value, bool bytes) {
  if (bytes) {
    out += static_cast<char>(static_cast<unsigned char>(value));
  } else {
    append_utf8(out, value);
  }
}

/// One escape; `i` stands on the backslash and is moved behind it.
Escapes append_escape(std::string& out, std::string_view inside, std::size_t& i, const StringStart& start) {
  const bool bytes = start.bytes;
  static constexpr std::string_view letters = "\\'\"abfnrtv";
  static constexpr std::string_view meanings = "\\'\"\a\b\f\n\r\t\v";
  const char c = i + 1 < inside.size() ? inside[i + 1] : '\\';
  if (c == '\n' || c == '\r') {  // a continued line
    i += inside.substr(i + 1, 2) == "\r\n" ? 3 : 2;
    return Escapes::sound;
  }
  if (const std::size_t which = letters.find(c); which != std::string_view::npos) {
    out += meanings[which];
    i += 2;
    return Escapes::sound;
  }
  if (c >= '0' && c <= '7') {
    const std::size_t length = octal_length(inside, i + 1);
    put(out, *digits(inside, i + 1, length, 8), bytes);
    i += 1 + length;
    return Escapes::sound;
  }
  const std::size_t length = c == 'x' ? 2 : c == 'u' && !bytes ? 4 : c == 'U' && !bytes ? 8 : 0;
  if (length > 0) {
    constexpr char32_t last = 0x10FFFF;
    const auto value = digits(inside, i + 2, length, 16);
    if (value && *value <= last) {
      put(out, *value, bytes);
      i += 2 + length;
      return Escapes::sound;
    }
  }
  out += '\\';  // no escape: the backslash stays
  ++i;
  if (length > 0) return Escapes::broken;
  if (c != 'N' || bytes) return Escapes::sound;
  // In an f-string the grammar takes the braces for a field, and the name is not in this piece of the text.
  return start.formatted || inside.substr(i).starts_with("N{") ? Escapes::named : Escapes::broken;
}

}  // namespace

StringStart::StringStart(std::string_view start) {
  for (const char c : start) {
    raw = raw || c == 'r' || c == 'R';
    bytes = bytes || c == 'b' || c == 'B';
    formatted = formatted || c == 'f' || c == 'F';
  }
}

bool is_plain(std::string_view inside, const StringStart& start) {
  if (inside.find('\r') != std::string_view::npos) return false;
  if (!start.raw && inside.find('\\') != std::string_view::npos) return false;
  return !start.formatted || inside.find_first_of("{}") == std::string_view::npos;
}

Escapes append_unescaped(std::string& out, std::string_view inside, const StringStart& start) {
  Escapes worst = Escapes::sound;
  std::size_t i = 0;
  while (i < inside.size()) {
    const char c = inside[i];
    if (c == '\r' && inside.substr(i, 2) == "\r\n") {
      out += '\n';
      i += 2;
    } else if (start.formatted && (c == '{' || c == '}') && i + 1 < inside.size() && inside[i + 1] == c) {
      out += c;
      i += 2;
    } else if (c == '\\' && !start.raw) {
      worst = std::max(worst, append_escape(out, inside, i, start));
    } else {
      out += c;
      ++i;
    }
  }
  return worst;
}

}  // namespace miggraph::python
