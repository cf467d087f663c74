#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace miggraph {

/// The kinds of work that take time, made from stages.def: Stage::merging and so on.
enum class Stage : std::size_t {
#define STAGE(name, text, one, many) name,
#include "base/stages.def"
#undef STAGE
};

/// What is counted beside the steps of a stage, made from counters.def.
enum class Counter : std::size_t {
#define COUNTER(name, stage, one, many) name,
#include "base/counters.def"
#undef COUNTER
};

struct StageInfo {
  Stage stage;
  std::string_view text;
  std::string_view one, many;  ///< what its steps are
};
struct CounterInfo {
  Counter counter;
  Stage stage;  ///< in whose row it stands
  std::string_view one, many;
};
const std::vector<StageInfo>& all_stages();
const std::vector<CounterInfo>& all_counters();

/// What a run is at and where its time went. Whoever works says so through `Working`; whoever wants to know (the
/// progress line, -v) looks. It draws nothing and stops nothing. A null pointer to it stands for "nobody wants to
/// know", and costs a comparison.
///
/// Any thread may look, and count. Stages are those of the thread that made it; what other threads do belongs to the
/// stage that this one is in.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  /// What a person should be shown: of the stages that are open the outermost with steps left, else the outermost with
  /// steps, else the innermost.
  struct Now {
    const StageInfo* stage = nullptr;  ///< null: none
    std::size_t done = 0;
    std::size_t total = 0;  ///< 0: not known; else at least `done`
  };
  /// What a stage took by itself, that is without the stages inside it.
  struct Spent {
    Clock::duration wall{};
    std::chrono::nanoseconds cpu{};  ///< of all threads; 0 where it was not asked for
    std::size_t steps = 0;
    bool entered = false;
  };

  /// `with_cpu`: measure CPU time too, which costs a system call a stage.
  explicit Progress(bool with_cpu = false);

  Now now() const;
  Spent spent(Stage stage) const;
  std::uint64_t count(Counter counter) const { return counts_[static_cast<std::size_t>(counter)]; }
  void add(Counter counter, std::uint64_t number = 1) {
    counts_[static_cast<std::size_t>(counter)].fetch_add(number, std::memory_order_relaxed);
  }

 private:
  friend class Working;
  static constexpr std::size_t kStages = 0
#define STAGE(name, text, one, many) +1
#include "base/stages.def"
#undef STAGE
      ;
  static constexpr std::size_t kCounters = 0
#define COUNTER(name, stage, one, many) +1
#include "base/counters.def"
#undef COUNTER
      ;
  struct Open {
    Stage stage{};
    std::size_t total = 0;
    std::atomic<std::size_t> done = 0;
  };
  static constexpr std::size_t kDeepest = 16;

  /// The place of the stage among those that are open; null where it is not followed.
  Open* enter(Stage stage, std::size_t total);
  void leave();
  void charge();  // what passed since the last change to the stage that was open; mutex_ is held

  const bool with_cpu_;
  const std::thread::id owner_ = std::this_thread::get_id();
  mutable std::mutex mutex_;
  std::array<Open, kDeepest> open_;
  std::size_t depth_ = 0;
  Clock::time_point changed_{};
  std::chrono::nanoseconds cpu_changed_{};
  std::array<Spent, kStages> spent_;
  std::array<std::atomic<std::uint64_t>, kCounters> counts_{};
};

/// The calling thread is in a stage as long as this lives.
///
///   Working working(progress, Stage::merging, branches.size());
///   for (…) { merge(…); working.step(); }
class Working {
 public:
  /// `progress` may be null. `total`: the steps that there will be; 0 where that is not known.
  explicit Working(Progress* progress, Stage stage, std::size_t total = 0)
      : progress_(progress), open_(progress != nullptr ? progress->enter(stage, total) : nullptr) {}
  ~Working() {
    if (open_ != nullptr) progress_->leave();
  }
  Working(const Working&) = delete;
  Working& operator=(const Working&) = delete;

  /// Part of it is done; from any thread.
  void step(std::size_t number = 1) const {
    if (open_ != nullptr) open_->done.fetch_add(number, std::memory_order_relaxed);
  }
  /// Beside the steps; from any thread.
  void count(Counter counter, std::uint64_t number = 1) const {
    if (progress_ != nullptr) progress_->add(counter, number);
  }

 private:
  Progress* progress_;
  Progress::Open* open_;
};

}  // namespace miggraph
