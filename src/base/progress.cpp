#include "base/progress.h"

#include <algorithm>
#include <ctime>

namespace miggraph {
namespace {

std::chrono::nanoseconds cpu_time() {
  timespec time{};
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

const std::vector<StageInfo>& all_stages() {
  static const std::vector<StageInfo> rows = {
#define STAGE(name, text, one, many) {Stage::name, text, one, many},
#include "base/stages.def"
#undef STAGE
  };
  return rows;
}

const std::vector<CounterInfo>& all_counters() {
  static const std::vector<CounterInfo> rows = {
#define COUNTER(name, stage, one, many) {Counter::name, Stage::stage, one, many},
#include "base/counters.def"
#undef COUNTER
  };
  return rows;
}

Progress::Progress(bool with_cpu) : with_cpu_(with_cpu) {}

Progress::Now Progress::now() const {
  const std::lock_guard lock(mutex_);
  if (depth_ == 0) return {};
  const Open* shown = &open_[depth_ - 1];
  // One step is no way to go: `reading 0 of 1 branch` says less than what is done inside it. Nor is there any left
  // where all are done: what still goes on inside (a batch of files that the branches asked for) is what is waited for.
  const auto goes_on = [](const Open& open) { return open.total > 1 && open.done.load(std::memory_order_relaxed) < open.total; };
  const auto has_steps = [](const Open& open) { return open.total > 1; };
  const auto end = open_.begin() + static_cast<std::ptrdiff_t>(depth_);
  auto found = std::find_if(open_.begin(), end, goes_on);
  if (found == end) found = std::find_if(open_.begin(), end, has_steps);
  if (found != end) shown = &*found;
  const std::size_t done = shown->done.load(std::memory_order_relaxed);
  const std::size_t total = shown->total > 1 ? std::max(shown->total, done) : 0;
  return {&all_stages()[static_cast<std::size_t>(shown->stage)], done, total};
}

Progress::Spent Progress::spent(Stage stage) const {
  const std::lock_guard lock(mutex_);
  return spent_[static_cast<std::size_t>(stage)];
}

void Progress::charge() {
  const Clock::time_point now = Clock::now();
  const std::chrono::nanoseconds cpu = with_cpu_ ? cpu_time() : std::chrono::nanoseconds{};
  if (depth_ > 0) {
    Spent& spent = spent_[static_cast<std::size_t>(open_[depth_ - 1].stage)];
    spent.wall += now - changed_;
    spent.cpu += cpu - cpu_changed_;
  }
  changed_ = now;
  cpu_changed_ = cpu;
}

Progress::Open* Progress::enter(Stage stage, std::size_t total) {
  if (std::this_thread::get_id() != owner_) return nullptr;
  const std::lock_guard lock(mutex_);
  if (depth_ == kDeepest) return nullptr;
  charge();
  Open& open = open_[depth_++];
  open.stage = stage;
  open.total = total;
  open.done = 0;
  spent_[static_cast<std::size_t>(stage)].entered = true;
  return &open;
}

void Progress::leave() {
  const std::lock_guard lock(mutex_);
  charge();
  const Open& open = open_[--depth_];
  spent_[static_cast<std::size_t>(open.stage)].steps += open.done.load(std::memory_order_relaxed);
}

}  // namespace miggraph
