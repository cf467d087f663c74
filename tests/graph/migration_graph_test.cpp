// The cases of Django's tests/migrations/test_graph.py, in its order and with its drawings.
#include "graph/migration_graph.h"

#include <catch2/catch.hpp>

#include "files.h"
#include "graph/cycles.h"

namespace miggraph::graph {
namespace {

using testing::key;
using testing::texts;
using Texts = std::vector<std::string>;

class Builder {
 public:
  Builder& node(const std::string& name) {
    graph.add_node(key(name), nullptr);
    return *this;
  }
  Builder& depends(const std::string& child, const std::string& parent) {
    const auto origin = graph.find(key(child));
    graph.add_dependency(origin ? *origin : 0, key(child), key(parent), {});
    return *this;
  }
  Texts forwards(const std::string& name) const { return texts(graph, graph.forwards_plan(*graph.find(key(name)))); }
  Texts backwards(const std::string& name) const { return texts(graph, graph.backwards_plan(*graph.find(key(name)))); }

  MigrationGraph graph;
};

TEST_CASE("simple graph") {
  // app_a:  0001 <--+--- 0002 <--- 0003 <-- 0004
  //                 |
  // app_b:  0001 <--+--- 0002 <-/
  Builder b;
  b.node("app_a.0001").node("app_a.0002").node("app_a.0003").node("app_a.0004").node("app_b.0001").node("app_b.0002");
  b.depends("app_a.0004", "app_a.0003").depends("app_a.0003", "app_a.0002").depends("app_a.0002", "app_a.0001");
  b.depends("app_a.0003", "app_b.0002").depends("app_b.0002", "app_b.0001");
  CHECK(b.forwards("app_b.0001") == Texts{"app_b.0001"});
  CHECK(b.forwards("app_a.0003") == Texts{"app_b.0001", "app_b.0002", "app_a.0001", "app_a.0002", "app_a.0003"});
  CHECK(b.forwards("app_a.0004") ==
        Texts{"app_b.0001", "app_b.0002", "app_a.0001", "app_a.0002", "app_a.0003", "app_a.0004"});
  CHECK(b.backwards("app_b.0002") == Texts{"app_a.0004", "app_a.0003", "app_b.0002"});
  CHECK(texts(b.graph, b.graph.root_nodes()) == Texts{"app_a.0001", "app_b.0001"});
  CHECK(texts(b.graph, b.graph.leaf_nodes()) == Texts{"app_a.0004", "app_b.0002"});
  CHECK(texts(b.graph, b.graph.root_nodes("app_b")) == Texts{"app_b.0001"});
}

TEST_CASE("complex graph") {
  // app_a:  0001 <--+--- 0002 <--- 0003 <-- 0004
  //                 |        |         |
  // app_b:  0001 <--+--- 0002 <-/      |
  //                   \                |
  // app_c:        \   0001 <-- 0002 <--/
  Builder b;
  for (const char* name :
       {"app_a.0001", "app_a.0002", "app_a.0003", "app_a.0004", "app_b.0001", "app_b.0002", "app_c.0001", "app_c.0002"})
    b.node(name);
  b.depends("app_a.0004", "app_a.0003").depends("app_a.0003", "app_a.0002").depends("app_a.0002", "app_a.0001");
  b.depends("app_a.0003", "app_b.0002").depends("app_b.0002", "app_b.0001").depends("app_a.0004", "app_c.0002");
  b.depends("app_c.0002", "app_c.0001").depends("app_c.0001", "app_b.0001").depends("app_c.0002", "app_a.0002");
  CHECK(b.forwards("app_c.0002") == Texts{"app_b.0001", "app_c.0001", "app_a.0001", "app_a.0002", "app_c.0002"});
  CHECK(b.forwards("app_a.0004") == Texts{"app_b.0001", "app_c.0001", "app_a.0001", "app_a.0002", "app_c.0002",
                                          "app_b.0002", "app_a.0003", "app_a.0004"});
  CHECK(b.backwards("app_b.0001") ==
        Texts{"app_a.0004", "app_c.0002", "app_c.0001", "app_a.0003", "app_b.0002", "app_b.0001"});
  CHECK(texts(b.graph, b.graph.root_nodes()) == Texts{"app_a.0001", "app_b.0001", "app_c.0001"});
  CHECK(texts(b.graph, b.graph.leaf_nodes()) == Texts{"app_a.0004", "app_b.0002", "app_c.0002"});
}

TEST_CASE("circular graph") {
  Builder b;
  b.node("app_a.0001").node("app_a.0002").node("app_a.0003").node("app_b.0001").node("app_b.0002");
  b.depends("app_a.0003", "app_a.0002").depends("app_a.0002", "app_a.0001").depends("app_a.0001", "app_b.0002");
  b.depends("app_b.0002", "app_b.0001").depends("app_b.0001", "app_a.0003");
  const auto error = b.graph.ensure_not_cyclic();
  REQUIRE(error);
  CHECK(error->type == GraphError::Type::circular_dependency);
  CHECK(error->text == "app_a.0002, app_a.0003, app_b.0001, app_b.0002, app_a.0001");
  REQUIRE(cycles(b.graph).size() == 1);
  CHECK(texts(b.graph, cycles(b.graph)[0]) ==
        Texts{"app_a.0001", "app_b.0002", "app_b.0001", "app_a.0003", "app_a.0002"});
  CHECK(b.forwards("app_a.0003").size() == 5);  // Django would not return
}

TEST_CASE("a migration that depends on itself") {
  Builder b;
  b.node("app_a.0001").depends("app_a.0001", "app_a.0001");
  CHECK(b.graph.ensure_not_cyclic());
  CHECK(texts(b.graph, b.graph.leaf_nodes()) == Texts{});
  CHECK(texts(b.graph, b.graph.leaves("app_a")) == Texts{"app_a.0001"});
}

TEST_CASE("the shortest of several circles is the one named") {
  // 0001 -> 0002 -> 0003 -> 0004 -> 0001, and 0003 -> 0002
  Builder b;
  b.node("a.0001").node("a.0002").node("a.0003").node("a.0004");
  b.depends("a.0001", "a.0002").depends("a.0002", "a.0003").depends("a.0003", "a.0004").depends("a.0004", "a.0001");
  b.depends("a.0003", "a.0002");
  REQUIRE(cycles(b.graph).size() == 1);
  CHECK(texts(b.graph, cycles(b.graph)[0]) == Texts{"a.0002", "a.0003"});
}

TEST_CASE("dummy nodes are found by validate_consistency") {
  Builder b;
  b.node("app_a.0001").node("app_a.0002").node("app_b.0001");
  b.depends("app_a.0002", "app_a.0001");
  CHECK_FALSE(b.graph.validate_consistency());
  b.depends("app_a.0001", "app_b.0002");
  const auto error = b.graph.validate_consistency();
  REQUIRE(error);
  CHECK(error->text == "Migration app_a.0001 dependencies reference nonexistent parent node ('app_b', '0002')");
  CHECK(error->node == key("app_b.0002"));
  CHECK(texts(b.graph, b.graph.dummies()) == Texts{"app_b.0002"});
  // Django counts the dummy among the leaves, a merge of branches must not.
  CHECK(texts(b.graph, b.graph.leaf_nodes("app_b")) == Texts{"app_b.0001", "app_b.0002"});
  CHECK(texts(b.graph, b.graph.leaves("app_b")) == Texts{"app_b.0001"});
}

TEST_CASE("remove_replaced_nodes") {
  // app_a: 0001 <- 0002 <- squashed (replaces 0002, 0003) ; 0004 needs 0003
  Builder b;
  b.node("app_a.0001").node("app_a.0002").node("app_a.0003").node("app_a.0004").node("app_a.0002_squashed_0003");
  b.depends("app_a.0002", "app_a.0001").depends("app_a.0003", "app_a.0002").depends("app_a.0004", "app_a.0003");
  b.depends("app_a.0002_squashed_0003", "app_a.0001");
  const std::vector<MigrationKey> replaced{key("app_a.0002"), key("app_a.0003")};
  CHECK_FALSE(b.graph.remove_replaced_nodes(key("app_a.0002_squashed_0003"), replaced));
  CHECK(testing::edges(b.graph) ==
        Texts{"app_a.0002_squashed_0003 -> app_a.0001", "app_a.0004 -> app_a.0002_squashed_0003"});
  CHECK_FALSE(b.graph.validate_consistency());
  CHECK(b.graph.edge(*b.graph.find(key("app_a.0004")), *b.graph.find(key("app_a.0002_squashed_0003")))->kind ==
        EdgeKind::squash);

  const auto error = b.graph.remove_replaced_nodes(key("app_a.0007"), replaced);
  REQUIRE(error);
  CHECK(error->text ==
        "Unable to find replacement node ('app_a', '0007'). It was either never added to the migration graph, or has "
        "been removed.");
}

TEST_CASE("remove_replacement_node") {
  Builder b;
  b.node("app_a.0001").node("app_a.0002").node("app_a.0003").node("app_a.0002_squashed_0003").node("app_a.0004");
  b.depends("app_a.0002", "app_a.0001").depends("app_a.0003", "app_a.0002");
  b.depends("app_a.0002_squashed_0003", "app_a.0001").depends("app_a.0004", "app_a.0002_squashed_0003");
  const std::vector<MigrationKey> replaced{key("app_a.0002"), key("app_a.0003")};
  CHECK_FALSE(b.graph.remove_replacement_node(key("app_a.0002_squashed_0003"), replaced));
  CHECK(testing::edges(b.graph) ==
        Texts{"app_a.0002 -> app_a.0001", "app_a.0003 -> app_a.0002", "app_a.0004 -> app_a.0003"});
  CHECK(b.graph.remove_replacement_node(key("app_a.0002_squashed_0003"), replaced));
}

TEST_CASE("Python's repr of a key") {
  CHECK(repr(key("shop.0001_initial")) == "('shop', '0001_initial')");
  CHECK(repr({"shop", "it's"}) == "('shop', \"it's\")");
}

}  // namespace
}  // namespace miggraph::graph
