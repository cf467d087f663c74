#include "base/progress.h"

#include <catch2/catch.hpp>
#include <memory>
#include <thread>
#include <vector>

using namespace miggraph;
using namespace std::chrono_literals;

TEST_CASE("the outermost stage with a total is shown, else the innermost") {
  Progress progress;
  CHECK(progress.now().stage == nullptr);
  const Working opening(&progress, Stage::opening);
  CHECK(progress.now().stage->stage == Stage::opening);
  {
    const Working merging(&progress, Stage::merging, 1000);
    const Working parsing(&progress, Stage::parsing, 7);
    merging.step();
    parsing.step(3);
    CHECK(progress.now().stage->stage == Stage::merging);
    CHECK(progress.now().done == 1);
    CHECK(progress.now().total == 1000);
  }
  const Working one(&progress, Stage::merging, 1);
  const Working parsing(&progress, Stage::parsing, 7);
  CHECK(progress.now().stage->stage == Stage::parsing);
}

TEST_CASE("a stage whose steps are all done gives way to the work that goes on inside it") {
  Progress progress;
  const Working branches(&progress, Stage::branches, 3);
  {
    const Working parsing(&progress, Stage::parsing, 7);
    CHECK(progress.now().stage->stage == Stage::branches);
    branches.step(3);
    CHECK(progress.now().stage->stage == Stage::parsing);
  }
  CHECK(progress.now().stage->stage == Stage::branches);
}

TEST_CASE("more steps than were foretold do not lead past the total") {
  Progress progress;
  const Working working(&progress, Stage::merging, 2);
  working.step(5);
  CHECK(progress.now().done == 5);
  CHECK(progress.now().total == 5);
}

TEST_CASE("a stage is charged for itself, not for those inside it") {
  Progress progress;
  {
    const Working outer(&progress, Stage::analysing);
    const Working inner(&progress, Stage::merging);
    inner.step(2);
    std::this_thread::sleep_for(30ms);
  }
  CHECK(progress.spent(Stage::merging).wall >= 30ms);
  CHECK(progress.spent(Stage::merging).steps == 2);
  CHECK(progress.spent(Stage::analysing).wall < 30ms);
  CHECK(progress.spent(Stage::analysing).entered);
  CHECK_FALSE(progress.spent(Stage::history).entered);
}

TEST_CASE("CPU time is measured where it is asked for") {
  const auto spend = [](Progress& progress) {
    const Working working(&progress, Stage::parsing);
    const auto end = std::chrono::steady_clock::now() + 30ms;
    while (std::chrono::steady_clock::now() < end) continue;
  };
  Progress with_cpu(true), without;
  spend(with_cpu);
  spend(without);
  CHECK(with_cpu.spent(Stage::parsing).cpu > 0ms);
  CHECK(without.spent(Stage::parsing).cpu == 0ms);
}

TEST_CASE("other threads count, and open no stages") {
  Progress progress;
  {
    const Working working(&progress, Stage::parsing, 2000);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        const Working elsewhere(&progress, Stage::merging, 10);
        for (int n = 0; n < 1000; ++n) {
          working.step();
          working.count(Counter::bytes_parsed, 3);
        }
        elsewhere.step();
      });
    }
  }
  CHECK(progress.spent(Stage::parsing).steps == 2000);
  CHECK(progress.count(Counter::bytes_parsed) == 6000);
  CHECK_FALSE(progress.spent(Stage::merging).entered);
}

TEST_CASE("nested deeper than anybody nests, the rest is not followed") {
  Progress progress;
  std::vector<std::unique_ptr<Working>> open;
  for (int i = 0; i < 100; ++i) open.push_back(std::make_unique<Working>(&progress, Stage::merging));
  while (!open.empty()) open.pop_back();
  CHECK(progress.now().stage == nullptr);
}

TEST_CASE("nobody wants to know") {
  const Working working(nullptr, Stage::merging, 10);
  working.step();
  working.count(Counter::bytes_parsed, 1);
}
