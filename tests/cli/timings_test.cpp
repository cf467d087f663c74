#include "cli/timings.h"

#include <catch2/catch.hpp>

using namespace miggraph;
using namespace miggraph::cli;
using namespace std::chrono_literals;

TEST_CASE("the table has a row a stage that was entered, the rest and the sum") {
  Progress progress(true);
  {
    const Working parsing(&progress, Stage::parsing, 1204);
    parsing.step(1204);
    parsing.count(Counter::bytes_parsed, 3'400'000);
    parsing.count(Counter::parsed_before, 1);
  }
  { const Working opening(&progress, Stage::opening); }
  report::Style style;
  style.width = 120;
  const std::string text = timings(progress, {2s, 3500ms, 61'000'000, 2}, style);
  INFO(text);
  CHECK(text.starts_with("        ms    cpu ms     count\n"));
  CHECK(text.find("  opening the repository\n") != std::string::npos);
  CHECK(text.find("     1,204  reading migration files     3.4 MB, 1 more known already\n") != std::string::npos);
  CHECK(text.find("  the rest\n") != std::string::npos);
  CHECK(text.ends_with(
      "    2000.0    3500.0            in all                      2 cores, 61.0 MB of memory at most\n"));
  CHECK(text.find("merging") == std::string::npos);
}
