// MigrationExecutor.migration_plan backwards, everything applied; cases of Django's tests/migrations/test_executor.py
// and others.
#include "graph/executor.h"

#include <catch2/catch.hpp>

#include "files.h"

namespace miggraph::graph {
namespace {

using testing::Files;
using testing::key;
using testing::texts;
using Texts = std::vector<std::string>;

Texts plan(const LoadedGraph& loaded, const std::string& app, const std::string& target) {
  REQUIRE_FALSE(loaded.error);
  if (target == "zero") return texts(loaded.graph, migration_plan(loaded.graph, app, std::nullopt));
  const auto node = loaded.graph.find(key(app + "." + target));
  REQUIRE(node);
  return texts(loaded.graph, migration_plan(loaded.graph, app, node));
}

}  // namespace

TEST_CASE("back through the children of the same app, not to all that depends on the target") {
  // a: 1 <- 2 <- 3 <- 4
  // b: 1 <- 2, and b.1 needs a.2
  // c: 1, which needs a.3
  Files files;
  files.add("a.1").add("a.2", {"a.1"}).add("a.3", {"a.2"}).add("a.4", {"a.3"});
  files.add("b.1", {"a.2"}).add("b.2", {"b.1"}).add("c.1", {"a.3"});
  const LoadedGraph loaded = files.load();
  CHECK(plan(loaded, "a", "4") == Texts{});
  CHECK(plan(loaded, "a", "3") == Texts{"a.4"});
  CHECK(plan(loaded, "a", "2") == Texts{"c.1", "a.4", "a.3"});  // b needs no more than a.2
  CHECK(plan(loaded, "a", "1") == Texts{"b.2", "b.1", "c.1", "a.4", "a.3", "a.2"});
  CHECK(plan(loaded, "b", "2") == Texts{});
  CHECK(plan(loaded, "b", "zero") == Texts{"b.2", "b.1"});
  CHECK(plan(loaded, "c", "1") == Texts{});
}

TEST_CASE("a target on which only another app stands unapplies nothing") {
  Files files;
  files.add("a.1").add("b.1", {"a.1"});
  CHECK(plan(files.load(), "a", "1") == Texts{});
  CHECK(plan(files.load(), "a", "zero") == Texts{"b.1", "a.1"});
}

TEST_CASE("minimize rollbacks: branchy apps") {
  // a: 4 merges 2 and 3, which both stand on 1; b.1 needs a.1, and b.2 needs a.2
  Files files;
  files.add("a.1").add("a.2", {"a.1"}).add("a.3", {"a.1"}).add("a.4", {"a.2", "a.3"});
  files.add("b.1", {"a.1"}).add("b.2", {"a.2"});
  CHECK(plan(files.load(), "a", "1") == Texts{"b.2", "a.4", "a.2", "a.3"});
}

TEST_CASE("run_before unapplies first what it puts first") {
  Files files;
  files.add("a.1").add("a.2", {"a.1"}).add("b.1", {}, {"a.2"});
  CHECK(plan(files.load(), "b", "zero") == Texts{"a.2", "b.1"});
}

TEST_CASE("several roots of an app go in order, each once") {
  Files files;
  files.add("a.1").add("a.1b").add("a.2", {"a.1", "a.1b"});
  CHECK(plan(files.load(), "a", "zero") == Texts{"a.2", "a.1", "a.1b"});
}

TEST_CASE("a squash stands in for what it replaces, unless one of those is asked for") {
  Files files;
  files.add("a.1").add("a.2", {"a.1"}).add("a.1_squashed_2", {}, {}, {"a.1", "a.2"}).add("a.3", {"a.2"});
  const LoadedGraph loaded = files.load();
  CHECK(plan(loaded, "a", "1_squashed_2") == Texts{"a.3"});
  CHECK(plan(loaded, "a", "zero") == Texts{"a.3", "a.1_squashed_2"});
  const LoadedGraph unreplaced = files.load({.replace_migrations = false});
  CHECK(plan(unreplaced, "a", "1") == Texts{"a.3", "a.2"});
  CHECK(plan(unreplaced, "a", "zero") == Texts{"a.3", "a.2", "a.1", "a.1_squashed_2"});
}

TEST_CASE("migrations by prefix") {
  const Texts names{"0002_b", "0001_a", "0002_a"};
  CHECK(migrations_by_prefix(names, "0001") == Texts{"0001_a"});
  CHECK(migrations_by_prefix(names, "0002") == Texts{"0002_a", "0002_b"});
  CHECK(migrations_by_prefix(names, "0003").empty());
}

}  // namespace miggraph::graph
