#include "report/frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/escape.h"
#include "report/utf8.h"

namespace miggraph::report {
namespace {

/// A source line as it is shown: tabs as four blanks, everything else made visible; and where the marked stretch begins
/// and ends in columns of that.
struct ShownLine {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

ShownLine shown_line(std::string_view line, std::uint32_t from, std::uint32_t to) {
  ShownLine shown;
  std::size_t used = 0;
  std::uint32_t character = 1;
  shown.begin = shown.end = std::string::npos;
  while (!line.empty()) {
    if (character == from) shown.begin = used;
    if (character == to) shown.end = used;
    const auto point = first_code_point(line);
    const std::size_t length = point ? point->length : 1;
    const std::string piece = line.front() == '\t' ? "    " : visible(line.substr(0, length));
    shown.text += piece;
    used += columns(piece);
    line.remove_prefix(length);
    ++character;
  }
  shown.begin = std::min(shown.begin, used);
  shown.end = std::max(std::min(shown.end, used), shown.begin + 1);
  return shown;
}

/// Moves a wide line to the left, so that the marked stretch is on the screen.
void scroll(ShownLine& shown, std::size_t room) {
  if (columns(shown.text) <= room || shown.begin + 8 <= room) return;
  const std::size_t cut = shown.begin - std::min<std::size_t>(shown.begin, room / 3);
  const std::size_t bytes = fitting(shown.text, cut).size();
  const std::size_t gone = columns(std::string_view(shown.text).substr(0, bytes));
  shown.text = "… " + shown.text.substr(bytes);
  shown.begin -= gone - 2;
  shown.end -= gone - 2;
}

}  // namespace

void draw_frame(Canvas& canvas, const Frame& frame, const SourceLines* sources) {
  const std::string number = frame.range ? fmt::format("{}", frame.range->start.line) : "";
  const std::string gutter(number.size(), ' ');
  canvas.put(gutter + "--> ", Ink::accent).put(frame.path);
  if (frame.range) canvas.put(fmt::format(":{}:{}", frame.range->start.line, frame.range->start.column));
  canvas.end();
  if (!frame.head.empty()) canvas.put(gutter + " |  ", Ink::accent).put(frame.head, Ink::dim).end();
  if (!frame.range || !sources) return;
  const auto line = sources->line(frame.path, frame.range->start.line, frame.refs);
  if (!line) return;
  const auto& [start, end] = *frame.range;
  ShownLine shown = shown_line(*line, start.column, end.line == start.line ? end.column : UINT32_MAX);
  const std::size_t left = number.size() + 3;
  const std::size_t room = canvas.width() > left ? canvas.width() - left : 1;
  // A stretch over several lines is marked up to the end of the first one's text.
  scroll(shown, room);
  canvas.put(number + " | ", Ink::accent).put(shown.text).end();
  const std::size_t length = std::min(shown.end - shown.begin, room > shown.begin ? room - shown.begin : 1);
  canvas.put(gutter + " | ", Ink::accent)
      .put(std::string(shown.begin, ' '))
      .put(std::string(length, '^'), frame.paint)
      .end();
}

}  // namespace miggraph::report
