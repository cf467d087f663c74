#include "cli/progress_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/canvas.h"

namespace miggraph::cli {
namespace {

using report::Canvas;
using report::Ink;

constexpr std::size_t kBar = 20;
constexpr std::size_t kWidest = 78;
// Room at the right for the `^C` that the terminal puts there: a line that wraps can't be taken back.
constexpr std::size_t kMargin = 4;

std::string repeated(std::string_view cell, std::size_t times) {
  std::string out;
  while (times-- > 0) out += cell;
  return out;
}

void put_bar(Canvas& canvas, std::size_t done, std::size_t total, bool unicode) {
  const std::size_t halves = done * kBar * 2 / total;
  const bool half = halves % 2 == 1;
  const std::size_t full = halves / 2;
  canvas.put("  ");
  canvas.put(repeated(unicode ? "━" : "=", full) + (!half ? "" : unicode ? "╸" : "-"), Ink::good);
  canvas.put(repeated(unicode ? "─" : ".", kBar - full - (half ? 1 : 0)), Ink::dim);
}

std::string time_text(std::chrono::steady_clock::duration elapsed) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
  if (seconds < 1) return "";
  return seconds < 60 ? fmt::format("{} s", seconds) : fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

std::string what(const Progress::Now& now) {
  const StageInfo& stage = *now.stage;
  std::string text(stage.text);
  if (now.total > 0) text += fmt::format(" {} of {}", with_separators(now.done), with_separators(now.total));
  if (!stage.many.empty()) text += fmt::format(" {}", stage.many);
  return text;
}

}  // namespace

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t place = digits.size(); place > 3;) digits.insert(place -= 3, ",");
  return digits;
}

std::string progress_line(const Progress::Now& now, std::chrono::steady_clock::duration elapsed,
                          const report::Style& style) {
  if (now.stage == nullptr) return {};
  report::Style narrow = style;
  narrow.width = std::min(style.width > kMargin ? style.width - kMargin : 1, kWidest);
  Canvas canvas(narrow);
  const std::string text = what(now);
  const std::string time = time_text(elapsed);
  canvas.put(text);
  // What there is no room for is left out, the least telling first.
  const std::size_t with_time = canvas.column() + (time.empty() ? 0 : 2 + time.size());
  if (now.total > 0 && with_time + 2 + kBar <= narrow.width) put_bar(canvas, now.done, now.total, style.unicode);
  if (!time.empty() && with_time <= narrow.width) canvas.put("  ").put(time, Ink::dim);
  canvas.end();
  std::string line = canvas.take();
  line.pop_back();
  return line;
}

}  // namespace miggraph::cli
