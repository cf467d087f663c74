#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace miggraph {

/// Calls work(0) … work(count - 1), each once, on up to `threads` cores; returns when all are done. `work` must not throw.
/// `items_worth_a_thread`: so many must be left for each further thread; one costs more than a handful of small files.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const Work& work, std::size_t items_worth_a_thread = 16) {
  const std::size_t useful = std::min<std::size_t>(std::max(threads, 1u), count / items_worth_a_thread + 1);
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < useful; ++i) others.emplace_back(run);
  run();
}

/// How many cores there are; at least 1.
inline unsigned cores() { return std::max(1u, std::thread::hardware_concurrency()); }

}  // namespace miggraph
