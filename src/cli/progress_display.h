#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/progress.h"
#include "report/style.h"

namespace miggraph::cli {

/// Keeps one line on the terminal behind standard error up to date, once the work has lasted long enough for a person
/// to wonder, and takes it away without a trace. The cursor stays visible, so there is nothing to put back if the
/// program is killed.
class ProgressDisplay {
 public:
  /// Asked for each line, as terminals change their width.
  using StyleNow = std::function<report::Style()>;
  /// `output` is held by whoever writes to the terminal: here for each line drawn, by the others around erase() and
  /// what they write.
  ProgressDisplay(const Progress& progress, std::timed_mutex& output, StyleNow style);
  /// As stop().
  ~ProgressDisplay();

  /// Takes the line away. `output` is held by the caller.
  void erase();
  /// Draws no more and takes the line away. `output` is not held by the caller.
  void stop();

 private:
  void run();
  void draw();

  const Progress& progress_;
  std::timed_mutex& output_;
  StyleNow style_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::string drawn_;  // what stands there; output_ is held

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread painter_;
};

}  // namespace miggraph::cli
