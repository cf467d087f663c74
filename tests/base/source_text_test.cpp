#include <catch2/catch.hpp>

#include "base/finding.h"
#include "base/source_text.h"

using namespace miggraph;

TEST_CASE("lines and columns count from 1, columns in characters, a line ends at LF, CR LF or CR") {
  const LineIndex index("a\n\xC3\xA9x\r\ny\rz");
  CHECK(index.lines() == 4);
  CHECK(index.position(0) == Position{1, 1});
  CHECK(index.position(2) == Position{2, 1});
  CHECK(index.position(4) == Position{2, 2});
  CHECK(index.position(7) == Position{3, 1});
  CHECK(index.position(9) == Position{4, 1});
  CHECK(index.position(1000) == Position{4, 2});
  CHECK(index.line(2) == "\xC3\xA9x");
  CHECK(index.line(5).empty());
}

TEST_CASE("every diagnostic has a code, a name of its own and a summary") {
  for (const DiagnosticInfo& row : all_diagnostics()) {
    CHECK(info(row.diagnostic).code == row.code);
    CHECK(row.code.substr(0, 2) == "MG");
    CHECK_FALSE(row.summary.empty());
    for (const DiagnosticInfo& other : all_diagnostics()) CHECK((row.name != other.name || &row == &other));
  }
}

TEST_CASE("findings are ordered by path, place and code") {
  Finding a, b;
  a.path = b.path = "x.py";
  a.range = Range{{2, 1}, {2, 5}};
  b.range = Range{{10, 1}, {10, 2}};
  CHECK(before(a, b));
  CHECK_FALSE(before(b, a));
  CHECK_FALSE(before(a, a));
}
