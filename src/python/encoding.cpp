#include "python/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace miggraph::python {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

bool is_codec_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

struct Cookie {
  std::string_view name;
  Span span;
};

/// PEP 263: `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)` in one of the first two lines, the first being blank or a comment.
std::optional<Cookie> cookie(std::string_view bytes) {
  std::size_t begin = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  for (int line = 0; line < 2 && begin < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
    std::size_t i = begin;
    while (i < end && is_blank(bytes[i])) ++i;
    if (i < end && bytes[i] != '#') return std::nullopt;
    const std::string_view text = bytes.substr(begin, end - begin);
    for (std::size_t at = text.find("coding"); at != std::string_view::npos; at = text.find("coding", at + 1)) {
      std::size_t name = at + 6;
      if (name >= text.size() || (text[name] != ':' && text[name] != '=')) continue;
      ++name;
      while (name < text.size() && (text[name] == ' ' || text[name] == '\t')) ++name;
      std::size_t stop = name;
      while (stop < text.size() && is_codec_character(text[stop])) ++stop;
      if (stop == name) continue;
      const auto offset = static_cast<std::uint32_t>(begin + name);
      return Cookie{text.substr(name, stop - name), {offset, static_cast<std::uint32_t>(begin + stop)}};
    }
    begin = end;
    if (begin < bytes.size()) begin += bytes.substr(begin, 2) == "\r\n" ? 2 : 1;
  }
  return std::nullopt;
}

/// The name as Python's codec registry looks it up: lower case, "_" for "-".
std::string normalized(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
  }
  return out;
}

bool is_utf8_name(const std::string& name) { return name == "utf-8" || name == "utf8" || name.starts_with("utf-8-"); }

std::string to_iconv(const std::string& name) {
  if (name == "latin-1" || name == "latin1" || name == "iso-latin-1" || name.starts_with("iso-8859-1-")) return "ISO-8859-1";
  if (name == "646") return "ASCII";
  if (name == "mac-roman" || name == "macroman") return "MACINTOSH";
  if (name.starts_with("windows-")) return "CP" + name.substr(8);
  return name;
}

struct Converter {
  explicit Converter(const std::string& from) : handle(iconv_open("UTF-8", from.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (known()) iconv_close(handle);
  }
  bool known() const { return handle != reinterpret_cast<iconv_t>(-1); }
  iconv_t handle;
};

std::optional<std::string> convert(Converter& converter, std::string_view bytes, std::size_t* failed_at) {
  std::string out;
  char* in = const_cast<char*>(bytes.data());  // iconv does not write through it
  std::size_t left = bytes.size();
  char buffer[4096];
  while (left > 0) {
    char* to = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t done = iconv(converter.handle, &in, &left, &to, &room);
    out.append(buffer, sizeof buffer - room);
    if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
      *failed_at = bytes.size() - left;
      return std::nullopt;
    }
  }
  return out;
}

/// A lone CR ends a line for Python, but not for the grammar.
bool has_lone_carriage_return(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (at + 1 >= text.size() || text[at + 1] != '\n') return true;
  }
  return false;
}

std::string without_lone_carriage_returns(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; at < out.size(); ++at) {
    if (out[at] == '\r' && (at + 1 >= out.size() || out[at + 1] != '\n')) out[at] = '\n';
  }
  return out;
}

/// Whether a byte offset lies in a comment that begins its line or follows code without quotes; Python's tokenizer takes
/// bytes there as they come.
bool in_comment(std::string_view text, std::size_t offset) {
  const std::size_t newline = text.rfind('\n', offset);
  const std::string_view before = text.substr(newline == std::string_view::npos ? 0 : newline + 1,
                                              offset - (newline == std::string_view::npos ? 0 : newline + 1));
  const std::size_t hash = before.find('#');
  return hash != std::string_view::npos && before.substr(0, hash).find_first_of("'\"") == std::string_view::npos;
}

LoadProblem problem(std::size_t begin, std::size_t end, std::string message, std::string cure) {
  return {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, std::move(message), std::move(cure)};
}

}  // namespace

void append_utf8(std::string& out, char32_t c) {
  if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) c = 0xFFFD;
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

std::size_t invalid_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned c = byte(i);
    if (c < 0x80) {
      ++i;
      continue;
    }
    unsigned length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4) return i;
    for (unsigned k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80 || i + k >= text.size()) return i;
    }
    const unsigned second = byte(i + 1);
    if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) || (c == 0xF0 && second < 0x90) ||
        (c == 0xF4 && second > 0x8F)) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

Decoded decode(std::string_view bytes) {
  if (bytes.size() >= UINT32_MAX) {
    return {{}, problem(0, 0, "the file is larger than 4 GB", "move the data out of the migration")};
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return {{}, problem(0, 2, "the file is in UTF-16, which Python cannot import", "save it as UTF-8")};
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    return {{}, problem(nul, nul + 1, "source code cannot contain null bytes", "save the file as UTF-8 text")};
  }
  const bool marked = bytes.starts_with(byte_order_mark);
  std::string text;
  const std::optional<Cookie> declared = cookie(bytes);
  const std::string name = declared ? normalized(declared->name) : "utf-8";
  if (!is_utf8_name(name)) {
    if (marked) {
      return {{}, problem(declared->span.begin, declared->span.end,
                          "the file has a UTF-8 byte order mark and declares the encoding " + std::string(declared->name),
                          "remove one of the two")};
    }
    Converter converter(to_iconv(name));
    if (!converter.known()) {
      return {{}, problem(declared->span.begin, declared->span.end, "unknown encoding: " + std::string(declared->name),
                          "save the file as UTF-8 and remove the coding line")};
    }
    std::size_t failed_at = 0;
    std::optional<std::string> converted = convert(converter, bytes, &failed_at);
    if (!converted) {
      return {{}, problem(failed_at, failed_at + 1, "the file is not in the encoding that it declares, " + name,
                          "save the file as UTF-8 and remove the coding line")};
    }
    if (*converted != bytes) text = std::move(*converted);
  } else {
    for (std::size_t bad = invalid_utf8(bytes); bad != std::string_view::npos;) {
      if (in_comment(bytes, bad)) {  // what stands on the next lines is looked at all the same
        const std::size_t next = bytes.find('\n', bad);
        const std::size_t more = next == std::string_view::npos ? next : invalid_utf8(bytes.substr(next));
        bad = more == std::string_view::npos ? more : next + more;
        continue;
      }
      return {{}, problem(bad, bad + 1, "a byte that is not valid UTF-8, in a file that declares no other encoding",
                          "save the file as UTF-8")};
    }
  }
  const std::string_view current = text.empty() ? bytes : std::string_view(text);
  if (has_lone_carriage_return(current)) text = without_lone_carriage_returns(current);
  return {std::move(text), std::nullopt};
}

}  // namespace miggraph::python
