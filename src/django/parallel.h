#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace miggraph::django {

/// Calls work(0) … work(count - 1), each once, on up to `threads` cores; returns when all are done. `work` must not throw.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const Work& work) {
  // A thread costs more than a handful of small files.
  constexpr std::size_t items_worth_a_thread = 16;
  const std::size_t useful = std::min<std::size_t>(std::max(threads, 1u), count / items_worth_a_thread + 1);
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < useful; ++i) others.emplace_back(run);
  run();
}

}  // namespace miggraph::django
