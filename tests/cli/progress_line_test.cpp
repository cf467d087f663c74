#include "cli/progress_line.h"

#include <catch2/catch.hpp>

#include "report/escape.h"

using namespace miggraph;
using namespace miggraph::cli;
using namespace std::chrono_literals;

namespace {

Progress::Now merging(std::size_t done, std::size_t total) {
  return {&all_stages()[static_cast<std::size_t>(Stage::merging)], done, total};
}

report::Style style(std::size_t width, bool unicode = true) {
  report::Style made;
  made.width = width;
  made.unicode = unicode;
  return made;
}

}  // namespace

TEST_CASE("a progress line says what, how far and how long") {
  CHECK(progress_line(merging(412, 1000), 3400ms, style(80)) ==
        "merging 412 of 1,000 branches  ━━━━━━━━────────────  3 s");
  CHECK(progress_line(merging(437, 1000), 300ms, style(80)) == "merging 437 of 1,000 branches  ━━━━━━━━╸───────────");
  CHECK(progress_line(merging(0, 1000), 125s, style(80)) ==
        "merging 0 of 1,000 branches  ────────────────────  2 min 05 s");
  CHECK(progress_line(merging(1000, 1000), 0s, style(80)) == "merging 1,000 of 1,000 branches  ━━━━━━━━━━━━━━━━━━━━");
  CHECK(progress_line(merging(0, 0), 2s, style(80)) == "merging branches  2 s");
  CHECK(progress_line({}, 2s, style(80)).empty());
}

TEST_CASE("in ASCII where the terminal has nothing else") {
  CHECK(progress_line(merging(437, 1000), 3s, style(80, false)) ==
        "merging 437 of 1,000 branches  ========-...........  3 s");
}

TEST_CASE("a progress line never reaches the right margin") {
  for (std::size_t width = 1; width < 200; ++width) {
    const std::string line = progress_line(merging(999'999, 1'000'000), 3671s, style(width));
    CHECK(report::columns(line) < std::max<std::size_t>(width, 2));
    CHECK(report::columns(line) <= 78);
  }
  CHECK(progress_line(merging(412, 1000), 3s, style(50)) == "merging 412 of 1,000 branches  3 s");
  CHECK(progress_line(merging(412, 1000), 3s, style(34)) == "merging 412 of 1,000 branches");
  CHECK(progress_line(merging(412, 1000), 3s, style(24)) == "merging 412 of 1,00…");
}

TEST_CASE("colour only where it is wanted") {
  report::Style colourful = style(80);
  CHECK(progress_line(merging(1, 2), 3s, colourful).find('\x1b') == std::string::npos);
  colourful.color = true;
  CHECK(progress_line(merging(1, 2), 3s, colourful).find("\x1b[32m━━━━━━━━━━\x1b[0m") != std::string::npos);
}

TEST_CASE("numbers are grouped") {
  CHECK(with_separators(0) == "0");
  CHECK(with_separators(999) == "999");
  CHECK(with_separators(1000) == "1,000");
  CHECK(with_separators(1234567) == "1,234,567");
}
