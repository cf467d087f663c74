#include "graph/loader.h"

#include <catch2/catch.hpp>

#include "files.h"

namespace miggraph::graph {
namespace {

using testing::edges;
using testing::Files;
using testing::key;
using testing::text;
using testing::texts;
using Texts = std::vector<std::string>;

Texts kinds(const LoadedGraph& loaded) {
  Texts out;
  for (const Problem& problem : loaded.problems)
    out.push_back(std::to_string(static_cast<int>(problem.kind)) + " " + text(problem.migration) + " " +
                  text(problem.target));
  return out;
}

std::string problem(Problem::Kind kind, const std::string& migration, const std::string& target) {
  return std::to_string(static_cast<int>(kind)) + " " + migration + " " + target;
}

TEST_CASE("two leaves are a conflict") {
  //         /-- 0003_a
  // 0001 <-- 0002
  //         \-- 0003_b
  Files files;
  files.add("shop.0001")
      .add("shop.0002", {"shop.0001"})
      .add("shop.0003_b", {"shop.0002"})
      .add("shop.0003_a", {"shop.0002"});
  const LoadedGraph loaded = files.load();
  CHECK_FALSE(loaded.error);
  REQUIRE(loaded.conflicts().size() == 1);
  CHECK(loaded.conflicts()[0].names == Texts{"0003_a", "0003_b"});
}

TEST_CASE("__first__ and __latest__ of another app, swappables, run_before") {
  Files files;
  files.settings["AUTH_USER_MODEL"] = "users.User";
  files.add("users.0001").add("users.0002", {"users.0001"});
  files.add("shop.0001", {"$AUTH_USER_MODEL"}).add("shop.0002", {"shop.0001", "users.__latest__"}, {"users.0002"});
  files.add("cart.0001", {"shop.__first__", "$OTHER_MODEL", "contenttypes.0001"}, {"admin.0001"});
  const LoadedGraph loaded = files.load();
  CHECK(edges(loaded.graph) == Texts{"cart.0001 -> shop.0001", "shop.0001 -> users.0001", "shop.0002 -> shop.0001",
                                     "shop.0002 -> users.0002", "users.0002 -> shop.0002", "users.0002 -> users.0001"});
  REQUIRE(loaded.error);  // __latest__ and run_before bite one another
  CHECK(loaded.error->type == GraphError::Type::circular_dependency);
  REQUIRE(loaded.external.size() == 3);
  CHECK(loaded.external[2].attribute == External::Attribute::run_before);
  const auto edge = loaded.graph.edge(*loaded.graph.find(key("users.0002")), *loaded.graph.find(key("shop.0002")));
  CHECK(edge->kind == EdgeKind::run_before);
  CHECK(text(loaded.graph.key(edge->written_in)) == "shop.0002");
}

TEST_CASE("own-app __first__ is ignored and leaves a second root, own-app __latest__ is not found") {
  Files files;
  files.add("shop.0001").add("shop.0002", {"shop.__first__"});
  CHECK_FALSE(files.load().error);
  REQUIRE(files.load().conflicts().size() == 1);
  CHECK(kinds(files.load_all()) == Texts{problem(Problem::Kind::own_first, "shop.0002", "shop.__first__")});
  files.add("shop.0003", {"shop.__latest__"});
  REQUIRE(files.load().error);
  CHECK(files.load().error->type == GraphError::Type::node_not_found);
}

TEST_CASE("an app without migrations has no first one") {
  Files files;
  files.app("users").add("shop.0001", {"users.__first__"});
  REQUIRE(files.load().error);
  CHECK(files.load().error->text == "Dependency on app with no migrations: users");
  CHECK(kinds(files.load_all()) == Texts{problem(Problem::Kind::empty_app, "shop.0001", "users.__first__")});
}

TEST_CASE("what is missing is named once for each file that needs it") {
  Files files;
  files.add("shop.0001").add("shop.0003_a", {"shop.0002_gone"}).add("shop.0003_b", {"shop.0002_gone"}, {"users.0009"});
  files.add("users.0001");
  const LoadedGraph loaded = files.load_all();
  CHECK_FALSE(loaded.error);
  CHECK(kinds(loaded) == Texts{problem(Problem::Kind::missing_parent, "shop.0003_a", "shop.0002_gone"),
                               problem(Problem::Kind::missing_parent, "shop.0003_b", "shop.0002_gone"),
                               problem(Problem::Kind::missing_child, "shop.0003_b", "users.0009")});
  CHECK(texts(loaded.graph, loaded.graph.leaves("shop")) == Texts{"shop.0001", "shop.0003_a", "shop.0003_b"});
  REQUIRE(files.load().error);
  CHECK(files.load().error->text ==
        "Migration shop.0003_a dependencies reference nonexistent parent node ('shop', '0002_gone')");
}

TEST_CASE("a squash stands in for what it replaces, on disk or not") {
  // 0001 <- 0002 <- 0003 <- 0004, squashed: 0002 and 0003; users needs 0002, which is gone, and 0003
  Files files;
  files.add("shop.0001").add("shop.0003", {"shop.0002"}).add("shop.0004", {"shop.0003"});
  files.add("shop.0002_squashed_0003", {"shop.0001"}, {}, {"shop.0002", "shop.0003"});
  files.add("users.0001", {"shop.0002"});
  const LoadedGraph loaded = files.load();
  CHECK_FALSE(loaded.error);
  CHECK(edges(loaded.graph) == Texts{"shop.0002_squashed_0003 -> shop.0001", "shop.0004 -> shop.0002_squashed_0003",
                                     "users.0001 -> shop.0002_squashed_0003"});
  CHECK(loaded.conflicts().empty());
}

TEST_CASE("a squash of a squash hangs on the order of files; with keep_going it is as in Django 6.0") {
  Files inner_first;
  inner_first.add("shop.0001").add("shop.0002", {"shop.0001"}).add("shop.0003", {"shop.0002"});
  inner_first.add("shop.0001_a", {}, {}, {"shop.0001", "shop.0002"})
      .add("shop.0001_b", {}, {}, {"shop.0001_a", "shop.0003"});
  CHECK_FALSE(inner_first.load().error);

  Files outer_first;
  outer_first.add("shop.0001").add("shop.0002", {"shop.0001"}).add("shop.0003", {"shop.0002"});
  outer_first.add("shop.0001_z", {}, {}, {"shop.0001", "shop.0002"})
      .add("shop.0001_b", {}, {}, {"shop.0001_z", "shop.0003"});
  REQUIRE(outer_first.load().error);
  CHECK(outer_first.load().error->type == GraphError::Type::node_not_found);
  const LoadedGraph loaded = outer_first.load_all();
  CHECK(texts(loaded.graph, loaded.graph.nodes()) == Texts{"shop.0001_b"});
  CHECK(kinds(loaded) == Texts{problem(Problem::Kind::squash_of_squash, "shop.0001_b", "shop.0001_z")});
}

TEST_CASE("squashes that replace one another, or themselves") {
  Files mutual;
  mutual.add("shop.0001").add("shop.s1", {}, {}, {"shop.0001", "shop.s2"}).add("shop.s2", {}, {}, {"shop.s1"});
  REQUIRE(mutual.load().error);
  CHECK(mutual.load().error->text ==
        "Unable to find replacement node ('shop', 's2'). It was either never added to the migration graph, or has been "
        "removed.");
  CHECK(kinds(mutual.load_all()) == Texts{problem(Problem::Kind::squash_of_squash, "shop.s1", "shop.s2"),
                                          problem(Problem::Kind::squashes_in_circle, "shop.s2", "shop.s1")});

  // Django 5.2 drops the node in silence: the app has no leaf.
  Files itself;
  itself.add("shop.0001").add("shop.0002_squashed", {}, {}, {"shop.0001", "shop.0002_squashed"});
  CHECK_FALSE(itself.load().error);
  CHECK(itself.load().graph.leaf_nodes("shop").empty());
  const LoadedGraph loaded = itself.load_all();
  CHECK(texts(loaded.graph, loaded.graph.leaves("shop")) == Texts{"shop.0002_squashed"});
  CHECK(kinds(loaded) == Texts{problem(Problem::Kind::replaces_itself, "shop.0002_squashed", "shop.0002_squashed")});
}

TEST_CASE("a new migration that bears a name its squash replaces closes a circle") {
  Files files;
  files.add("shop.0001_squashed", {}, {}, {"shop.0001", "shop.0002"}).add("shop.0002", {"shop.0001_squashed"});
  REQUIRE(files.load().error);
  CHECK(files.load().error->type == GraphError::Type::circular_dependency);
  const LoadedGraph loaded = files.load_all();
  CHECK(kinds(loaded) == Texts{problem(Problem::Kind::name_reused, "shop.0002", "shop.0001_squashed")});
  CHECK(texts(loaded.graph, loaded.graph.leaves("shop")) == Texts{"shop.0002"});
}

TEST_CASE("an unknown dependency is external, and all that is known around it stays") {
  Files files;
  files.add("shop.0001").add("shop.0002", {"shop.0001", "?settings.EXTRA"});
  const LoadedGraph loaded = files.load();
  CHECK(loaded.external.size() == 1);
  CHECK(edges(loaded.graph) == Texts{"shop.0002 -> shop.0001"});
}

}  // namespace
}  // namespace miggraph::graph
