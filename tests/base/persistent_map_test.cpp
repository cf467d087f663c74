#include "base/persistent_map.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <vector>

using miggraph::PersistentMap;

namespace {

using Map = PersistentMap<int, int>;

std::map<int, int> contents(const Map& map) {
  std::map<int, int> all;
  int last = -1;
  map.for_each([&](int key, int value) {
    CHECK(key > last);
    last = key;
    all.emplace(key, value);
  });
  return all;
}

}  // namespace

TEST_CASE("a persistent map does what std::map does, and its copies stay as they were") {
  std::mt19937 random(7);
  Map map;
  std::map<int, int> expected;
  std::vector<std::pair<Map, std::map<int, int>>> copies;
  for (int step = 0; step < 4000; ++step) {
    const int key = static_cast<int>(random() % 200), value = static_cast<int>(random());
    switch (random() % 4) {
      case 0:
      case 1:
        map.insert_or_assign(key, value);
        expected[key] = value;
        break;
      case 2:
        CHECK(map.erase(key) == (expected.erase(key) > 0));
        break;
      default:
        if (int* place = map.edit(key)) {
          *place = value;
          expected.at(key) = value;
        }
    }
    CHECK(map.size() == expected.size());
    if (step % 100 == 0) copies.emplace_back(map, expected);
  }
  CHECK(contents(map) == expected);
  for (const auto& [copy, then] : copies) CHECK(contents(copy) == then);
  for (int key = 0; key < 200; ++key) {
    const int* found = map.find(key);
    const auto known = expected.find(key);
    REQUIRE((found != nullptr) == (known != expected.end()));
    if (found != nullptr) CHECK(*found == known->second);
  }
}

TEST_CASE("a persistent map is walked from a key on, for as long as wanted") {
  Map map;
  for (int key = 0; key < 100; key += 2) map.insert_or_assign(key, key);
  std::vector<int> seen;
  map.for_each_from(31, [&](int key, int) {
    if (key > 38) return false;
    seen.push_back(key);
    return true;
  });
  CHECK(seen == std::vector<int>{32, 34, 36, 38});
}

TEST_CASE("keys in their order do not make a persistent map deep") {
  Map map;
  for (int key = 0; key < 200'000; ++key) map.insert_or_assign(key, key);
  CHECK(map.size() == 200'000);
  for (int key = 0; key < 200'000; key += 2) map.erase(key);
  CHECK(*map.find(199'999) == 199'999);
  CHECK(map.find(100'000) == nullptr);
}
