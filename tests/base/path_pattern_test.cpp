#include "base/path_pattern.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using miggraph::PathPattern;

TEST_CASE("A pattern without a slash stands for a name anywhere") {
  for (const std::string pattern : {"legacy", "legacy/", "leg*y", "l?gacy"}) {
    CAPTURE(pattern);
    const PathPattern it(pattern, "");
    CHECK(it.matches("legacy"));
    CHECK(it.matches("backend/legacy"));
    CHECK(it.matches("legacy/shop"));
    CHECK(it.matches("backend/legacy/shop/migrations"));
    CHECK_FALSE(it.matches("legacy2"));
    CHECK_FALSE(it.matches("backend/shop"));
    CHECK_FALSE(it.matches(""));
  }
}

TEST_CASE("A pattern with a slash begins where it was written") {
  for (const std::string pattern : {"apps/old", "/apps/old", "./apps/old/", "apps/*d"}) {
    CAPTURE(pattern);
    const PathPattern it(pattern, "");
    CHECK(it.matches("apps/old"));
    CHECK(it.matches("apps/old/shop"));
    CHECK_FALSE(it.matches("apps"));
    CHECK_FALSE(it.matches("backend/apps/old"));
  }
  CHECK(PathPattern("/shop", "").matches("shop"));
  CHECK_FALSE(PathPattern("/shop", "").matches("apps/shop"));
  CHECK_FALSE(PathPattern("apps/*/old", "").matches("apps/a/b/old"));
}

TEST_CASE("Two stars stand for any folders, none too") {
  const PathPattern middle("apps/**/old", "");
  CHECK(middle.matches("apps/old"));
  CHECK(middle.matches("apps/a/b/old/x"));
  CHECK_FALSE(middle.matches("apps/a/b"));
  CHECK(PathPattern("**/old", "").matches("old"));
  CHECK(PathPattern("apps/**", "").matches("apps/x"));
}

TEST_CASE("A pattern reaches no further than the folder it was written in") {
  const PathPattern name("old", "back*end");
  CHECK(name.matches("back*end/old"));
  CHECK(name.matches("back*end/apps/old"));
  CHECK_FALSE(name.matches("backend/old"));  // the folder is a name, not a pattern
  CHECK_FALSE(name.matches("old"));
  CHECK(PathPattern("apps/old", "backend").matches("backend/apps/old"));
}

TEST_CASE("Many stars take no longer than few") {
  std::string pattern, path;
  for (int i = 0; i < 200; ++i) pattern += "**/a*a*a*/", path += "aaaaaaab/";
  CHECK_FALSE(PathPattern(pattern + "c", "").matches(path));
}
