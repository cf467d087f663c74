#include "cli/timings.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "cli/progress_line.h"
#include "report/canvas.h"
#include "report/words.h"

namespace miggraph::cli {
namespace {

using report::Canvas;
using report::Ink;

double milliseconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

/// A size to three digits: "812 bytes", "3.4 MB".
std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return report::counted(bytes, "byte");
  if (bytes < 1'000'000) return fmt::format("{:.3g} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.{}f} MB", static_cast<double>(bytes) / 1e6, bytes < 100'000'000 ? 1 : 0);
}

std::string count_text(std::uint64_t count, std::string_view one, std::string_view many) {
  if (many == "bytes") return size_text(count);
  return with_separators(count) + " " + std::string(count == 1 ? one : many);
}

std::string details_of(const Progress& progress, const StageInfo& stage) {
  std::string text;
  for (const CounterInfo& counter : all_counters()) {
    const std::uint64_t count = progress.count(counter.counter);
    if (counter.stage != stage.stage || count == 0) continue;
    text += (text.empty() ? "" : ", ") + count_text(count, counter.one, counter.many);
  }
  return text;
}

class Table {
 public:
  explicit Table(const report::Style& style) : canvas_(style) {
    canvas_.put(fmt::format("{:>{}}{:>{}}{:>{}}", "ms", kNumber, "cpu ms", kNumber, "count", kNumber), Ink::dim).end();
  }
  void row(std::chrono::nanoseconds wall, std::chrono::nanoseconds cpu, std::size_t count, std::string_view what,
           std::string_view details, report::Paint paint = {}) {
    canvas_.put(
        fmt::format("{:>{}.1f}{:>{}.1f}", milliseconds(wall), kNumber, std::max(0.0, milliseconds(cpu)), kNumber),
        paint);
    canvas_.put(fmt::format("{:>{}}  ", count > 0 ? with_separators(count) : "", kNumber));
    canvas_.put(what, paint);
    if (!details.empty()) {
      canvas_.to_column(kDetails - 2);
      canvas_.put("  ").put(details, Ink::dim);
    }
    canvas_.end();
  }
  std::string take() { return canvas_.take(); }

 private:
  static constexpr std::size_t kNumber = 10;
  static constexpr std::size_t kDetails = 3 * kNumber + 2 + 28;
  Canvas canvas_;
};

std::string label_of(const StageInfo& stage) {
  return stage.many.empty() ? std::string(stage.text) : fmt::format("{} {}", stage.text, stage.many);
}

}  // namespace

Usage usage_since(std::chrono::steady_clock::time_point begun) {
  Usage usage;
  usage.wall = std::chrono::steady_clock::now() - begun;
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0) {
    const auto time = [](const timeval& value) {
      return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
    };
    usage.cpu = time(used.ru_utime) + time(used.ru_stime);
#ifdef __APPLE__
    usage.peak_memory = static_cast<std::uint64_t>(used.ru_maxrss);
#else
    usage.peak_memory = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
#endif
  }
  usage.threads = std::max(1u, std::thread::hardware_concurrency());
  return usage;
}

std::string timings(const Progress& progress, const Usage& usage, const report::Style& style) {
  Table table(style);
  std::chrono::nanoseconds wall_left = usage.wall, cpu_left = usage.cpu;
  for (const StageInfo& stage : all_stages()) {
    const Progress::Spent spent = progress.spent(stage.stage);
    if (!spent.entered) continue;
    table.row(spent.wall, spent.cpu, stage.many.empty() ? 0 : spent.steps, label_of(stage),
              details_of(progress, stage));
    wall_left -= spent.wall;
    cpu_left -= spent.cpu;
  }
  table.row(std::max(wall_left, std::chrono::nanoseconds{}), cpu_left, 0, "the rest", "");
  table.row(
      usage.wall, usage.cpu, 0, "in all",
      fmt::format("{}, {} of memory at most", report::counted(usage.threads, "core"), size_text(usage.peak_memory)),
      Ink::strong);
  return table.take();
}

}  // namespace miggraph::cli
