#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace miggraph::cli {
namespace {

constexpr unsigned kWidthOfFiles = 100;
constexpr unsigned kNarrowest = 20;
constexpr unsigned kWidest = 1000;

Stream stream_of(int descriptor) {
  Stream stream;
  stream.is_terminal = isatty(descriptor) == 1;
  winsize size{};
  if (stream.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0) stream.columns = size.ws_col;
  return stream;
}

unsigned number(const std::optional<std::string>& text) {
  unsigned value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

}  // namespace

Stream standard_output() {
  return stream_of(STDOUT_FILENO);
}
Stream standard_error() {
  return stream_of(STDERR_FILENO);
}

bool is_utf8_locale(const Environment& environment) {
  for (const std::string_view name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::optional<std::string> value = environment.get(name);
    if (!value) continue;
    std::transform(value->begin(), value->end(), value->begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return value->find("UTF-8") != std::string::npos || value->find("UTF8") != std::string::npos;
  }
  return false;
}

report::Style style_for(const Stream& stream, const Environment& environment, ColorChoice color) {
  report::Style style;
  const bool capable = stream.is_terminal && environment.get("TERM") != "dumb" && !environment.has("NO_COLOR");
  style.color = color == ColorChoice::always || (color == ColorChoice::automatic && capable);
  style.unicode = is_utf8_locale(environment);
  // COLUMNS first: a person (or a test) that sets it means it.
  unsigned width = number(environment.get("COLUMNS"));
  if (width == 0) width = stream.is_terminal ? stream.columns : 0;
  if (width == 0) width = kWidthOfFiles;
  style.width = std::clamp(width, kNarrowest, kWidest);
  style.relative_dates = stream.is_terminal;
  style.now = static_cast<std::int64_t>(std::time(nullptr));
  return style;
}

}  // namespace miggraph::cli
