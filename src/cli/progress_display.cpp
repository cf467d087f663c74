#include "cli/progress_display.h"

#include "cli/progress_line.h"
#include "cli/write.h"

namespace miggraph::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kBeforeTheFirst = 300ms;  // what is done by then needs no explanation
constexpr auto kBetween = 100ms;
constexpr std::string_view kErase = "\r\x1b[K";

}  // namespace

ProgressDisplay::ProgressDisplay(const Progress& progress, std::timed_mutex& output, StyleNow style)
    : progress_(progress), output_(output), style_(std::move(style)), painter_([this] { run(); }) {}

ProgressDisplay::~ProgressDisplay() {
  stop();
}

void ProgressDisplay::run() {
  std::unique_lock lock(mutex_);
  auto wait = kBeforeTheFirst;
  while (!wake_.wait_for(lock, wait, [this] { return stopped_; })) {
    draw();
    wait = kBetween;
  }
}

void ProgressDisplay::draw() {
  const std::string line = progress_line(progress_.now(), std::chrono::steady_clock::now() - begun_, style_());
  const std::lock_guard lock(output_);
  if (line == drawn_) return;
  if (line.empty()) return erase();
  // The new one first, then what is left of the old one: no moment in which there is none.
  write_all(kStandardError, "\r" + line + "\x1b[K");
  drawn_ = line;
}

void ProgressDisplay::erase() {
  if (drawn_.empty()) return;
  write_all(kStandardError, kErase);
  drawn_.clear();
}

void ProgressDisplay::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (painter_.joinable()) painter_.join();
  const std::lock_guard lock(output_);
  erase();
}

}  // namespace miggraph::cli
