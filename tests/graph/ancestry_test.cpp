#include "graph/ancestry.h"

#include <catch2/catch.hpp>

#include "files.h"
#include "graph/closest_names.h"

namespace miggraph::graph {
namespace {

using testing::Files;
using testing::key;
using testing::texts;
using Texts = std::vector<std::string>;

std::vector<NodeId> find(const MigrationGraph& graph, const Texts& names) {
  std::vector<NodeId> out;
  for (const std::string& name : names) out.push_back(*graph.find(key(name)));
  return out;
}

TEST_CASE("common bases") {
  //               /-- 3a <- 4a
  // 0001 <- 0002 <
  //               \-- 3b            (through another app: no edge of this one)
  Files files;
  files.add("s.0001").add("s.0002", {"s.0001"}).add("s.0003_a", {"s.0002"}).add("s.0004_a", {"s.0003_a"});
  files.add("s.0003_b", {"s.0002", "t.0001"}).add("t.0001", {"s.0003_a"});
  const LoadedGraph loaded = files.load();
  const MigrationGraph& graph = loaded.graph;
  CHECK(texts(graph, common_bases(graph, find(graph, {"s.0004_a", "s.0003_b"}))) == Texts{"s.0002"});
  CHECK(texts(graph, merge_ancestors(graph, find(graph, {"s.0004_a", "s.0003_b"}))) ==
        Texts{"s.0001", "s.0002", "s.0003_a"});  // Django's plan follows the other app's edges too
  CHECK(texts(graph, own_app_ancestors(graph, *graph.find(key("s.0003_b")))) == Texts{"s.0001", "s.0002", "s.0003_b"});
  CHECK(texts(graph, own_app_order(graph, "s")) == Texts{"s.0001", "s.0002", "s.0003_b", "s.0003_a", "s.0004_a"});
}

TEST_CASE("two merge migrations over the same fork have a base of two nodes") {
  //        /- a -\ /- m1
  // 0001 <         X
  //        \- b -/ \- m2
  Files files;
  files.add("s.0001")
      .add("s.a", {"s.0001"})
      .add("s.b", {"s.0001"})
      .add("s.m1", {"s.a", "s.b"})
      .add("s.m2", {"s.a", "s.b"});
  const LoadedGraph loaded = files.load();
  CHECK(texts(loaded.graph, common_bases(loaded.graph, find(loaded.graph, {"s.m1", "s.m2"}))) == Texts{"s.a", "s.b"});
}

TEST_CASE("no common base, and makemigrations --merge refuses over an extra root that sorts first") {
  Files files;
  files.add("s.0001").add("s.0002", {"s.0001"}).add("s.0000_z").add("s.0003", {"s.0001", "s.0000_z"}).add("s.x");
  const LoadedGraph loaded = files.load();
  const MigrationGraph& graph = loaded.graph;
  CHECK(common_bases(graph, find(graph, {"s.0002", "s.x"})).empty());
  CHECK(texts(graph, common_bases(graph, find(graph, {"s.0002", "s.0003"}))) == Texts{"s.0001"});
}

TEST_CASE("closest names") {
  const Texts names{"0001_initial", "0002_student_user", "0002_z", "0003_remove_ine", "0010_student_users"};
  CHECK(closest_names("0002_students_user", names) == Texts{"0002_student_user", "0002_z", "0010_student_users"});
  CHECK(closest_names("0003_remove_in", names) == Texts{"0003_remove_ine"});
  CHECK(closest_names("2_student_user", names).front() == "0002_student_user");
  CHECK(closest_names("0007_something_else", names).empty());
  CHECK(closest_names("0011_student_user", names) == Texts{"0002_student_user", "0010_student_users"});
}

}  // namespace
}  // namespace miggraph::graph
