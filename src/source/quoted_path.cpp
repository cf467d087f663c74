#include "source/quoted_path.h"

#include <algorithm>
#include <optional>

namespace miggraph::source {
namespace {

constexpr std::string_view escaped = "abtnvfr\"\\";
constexpr std::string_view meant = "\a\b\t\n\v\f\r\"\\";

bool is_octal(char digit) {
  return digit >= '0' && digit <= '7';
}

// The text between the quotes at the front of `list`, which is taken off; absent where that is not well formed.
std::optional<std::string> take_quoted(std::string_view& list) {
  std::string path;
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i] == '"') {
      list.remove_prefix(i + 1);
      return path;
    }
    if (list[i] != '\\') {
      path += list[i];
      continue;
    }
    if (++i == list.size()) break;
    if (const std::size_t place = escaped.find(list[i]); place != std::string_view::npos) {
      path += meant[place];
    } else if (i + 2 < list.size() && is_octal(list[i]) && is_octal(list[i + 1]) && is_octal(list[i + 2])) {
      path += static_cast<char>((list[i] - '0') * 64 + (list[i + 1] - '0') * 8 + (list[i + 2] - '0'));
      i += 2;
    } else {
      break;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string take_path(std::string_view& list, char separator) {
  std::string path;
  std::optional<std::string> quoted;
  if (list.starts_with('"')) quoted = take_quoted(list);
  const std::size_t end = std::min(list.find(separator), list.size());
  path = quoted ? std::move(*quoted) : std::string(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return path;
}

}  // namespace miggraph::source
