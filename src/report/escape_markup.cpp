/// The part of escape.h that languages with markup need: XML, URIs, Markdown, Mermaid.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "report/escape.h"
#include "report/utf8.h"

namespace miggraph::report {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string xml_line(std::string_view text) {
  std::string out;
  const std::string line = visible(text);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    switch (line[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case ':':  // `::error::`
        out += next == ':' ? "&#58;" : ":";
        break;
      case '#':  // `##vso[`
        out += next == '#' ? "&#35;" : "#";
        break;
      default:
        out += line[i];
    }
  }
  return out;
}

/// What GitHub and GitLab look for in the text that the markup leaves: `@name`, `#1`, `!1`, `~label`, `%milestone`, `&1`,
/// `$1`, `:emoji:` and addresses. A comment behind the sign ends the text there, so that nothing is found.
bool is_reference(char sign, char next) {
  if (sign == ':') return next == '/' || next == '+' || next == '-' || is_word(next);
  if (sign == '/') return next == '/';
  return std::string_view("@#!~%&$").find(sign) != std::string_view::npos && next != '\0' && next != ' ';
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0, run = 0;
  for (const char one : text) {
    run = one == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// `begins`: nothing of the paragraph stands before it.
std::string markdown_part(std::string_view text, bool begins) {
  const std::string line = visible(text);
  std::string out;
  bool only_digits = true;  // so far: "1." and "1)" begin a list
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (c == ' ' && i == 0 && begins) {
      out += "&#32;";  // four of them would begin a block of code
      continue;
    }
    const bool in_word = i > 0 && is_word(line[i - 1]) && is_word(next);
    const bool command = c == ':' && next == ':';  // `::error::`, where the text is printed into a log
    const bool ends_number = begins && only_digits && (c == '.' || c == ')');
    // What means nothing in the middle of a line stays as it is, so that the source can be read too: `0003_a`, `v1.0`.
    const bool plain = is_word(c) || (in_word && (c == '_' || c == '-')) ||
                       (!ends_number && !command && std::string_view(" ,.;:?'\"/()%").find(c) != std::string_view::npos);
    only_digits = only_digits && is_digit(c);
    if (!plain) out += '\\';
    out += c;
    const bool after_www = c == '.' && i >= 3 && (line.compare(i - 3, 3, "www") == 0 || line.compare(i - 3, 3, "WWW") == 0);
    if (after_www || is_reference(c, next)) out += "<!-- -->";
  }
  return out;
}

}  // namespace

std::string xml(std::string_view text, bool lines) {
  if (!lines) return xml_line(text);
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    out += xml_line(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string uri_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (is_word(c) && static_cast<unsigned char>(c) < 0x80) ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    plain ? out += c : out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string markdown(std::string_view text) {
  return markdown_part(text, true);
}

std::string markdown_prose(std::string_view text) {
  const auto ticks = std::count(text.begin(), text.end(), '`');
  if (ticks % 2 != 0) return markdown(text);
  std::string out;
  bool in_code = false;
  while (true) {
    const std::size_t end = text.find('`');
    const std::string_view part = text.substr(0, end);
    if (part.empty() && in_code) {
      out += "\\`\\`";
    } else if (part.empty() && !out.empty() && end != std::string_view::npos) {
      out += "<!-- -->";  // two spans of code side by side would be one
    } else {
      out += in_code ? markdown_code(part) : markdown_part(part, out.empty());
    }
    if (end == std::string_view::npos) return out;
    in_code = !in_code;
    text.remove_prefix(end + 1);
  }
}

std::string markdown_code(std::string_view text) {
  const std::string line = without_commands(visible(text));
  if (line.empty()) return "";
  const std::string ticks(longest_run(line, '`') + 1, '`');
  // A blank at either end keeps a backquote of the text from the fence; where both ends are blank, one of each is taken away.
  const bool padded = line.front() == '`' || line.back() == '`' || (line.front() == ' ' && line.back() == ' ');
  return padded ? ticks + " " + line + " " + ticks : ticks + line + ticks;
}

std::string markdown_fence(std::string_view language, const std::vector<std::string>& lines) {
  std::string body;
  for (const std::string& line : lines) body += without_commands(visible(line)) + "\n";
  const std::string fence(std::max<std::size_t>(3, longest_run(body, '`') + 1), '`');
  return fence + std::string(language) + "\n" + body + fence + "\n";
}

std::string mermaid_label(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    switch (c) {
      case '"':
        out += "#quot;";
        break;
      case '#':
        out += "#35;";
        break;
      case '<':
        out += "#lt;";
        break;
      case '>':
        out += "#gt;";
        break;
      case '`':
        out += "#96;";
        break;
      case '\\':
        out += "#92;";
        break;
      case '*':
        out += "#42;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t end = 0;
  while (end < text.size()) {
    const auto point = first_code_point(text.substr(end));
    const std::size_t length = point ? point->length : 1;
    if (end + length > max_bytes) break;
    end += length;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace miggraph::report
