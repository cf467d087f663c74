#include "python/string_literal.h"

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
void append_escape(std::string& out, std::string_view inside, std::size_t& i, bool bytes) {
  static constexpr std::string_view letters = "\\'\"abfnrtv";
  static constexpr std::string_view meanings = "\\'\"\a\b\f\n\r\t\v";
  const char c = i + 1 < inside.size() ? inside[i + 1] : '\\';
  if (c == '\n' || c == '\r') {  // a continued line
    i += inside.substr(i + 1, 2) == "\r\n" ? 3 : 2;
    return;
  }
  if (const std::size_t which = letters.find(c); which != std::string_view::npos) {
    out += meanings[which];
    i += 2;
    return;
  }
  if (c >= '0' && c <= '7') {
    const std::size_t length = octal_length(inside, i + 1);
    put(out, *digits(inside, i + 1, length, 8), bytes);
    i += 1 + length;
    return;
  }
  const std::size_t length = c == 'x' ? 2 : c == 'u' && !bytes ? 4 : c == 'U' && !bytes ? 8 : 0;
  if (length > 0) {
    if (const auto value = digits(inside, i + 2, length, 16)) {
      put(out, *value, bytes);
      i += 2 + length;
      return;
    }
  }
  out += '\\';  // no escape: the backslash stays
  ++i;
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

void append_unescaped(std::string& out, std::string_view inside, const StringStart& start) {
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
      append_escape(out, inside, i, start.bytes);
    } else {
      out += c;
      ++i;
    }
  }
}

}  // namespace miggraph::python
