// Random graphs against a second implementation that follows Django line by line and cares for nothing but that; and
// sizes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "files.h"
#include "graph/ancestry.h"

namespace miggraph::graph {
namespace {

using testing::Files;
using testing::key;
using testing::text;
using testing::texts;
using Texts = std::vector<std::string>;

// graph.py on sets of names. Names are "app.0001" with one-letter apps, so that they sort as keys do.
struct Naive {
  std::map<std::string, std::set<std::string>> parents, children;

  Texts dfs(const std::string& start, bool forwards) const {
    Texts visited;
    std::set<std::string> visited_set;
    std::vector<std::pair<std::string, bool>> stack{{start, false}};
    while (!stack.empty()) {
      const auto [node, processed] = stack.back();
      stack.pop_back();
      if (visited_set.contains(node)) {
        continue;
      } else if (processed) {
        visited_set.insert(node);
        visited.push_back(node);
      } else {
        stack.emplace_back(node, true);
        for (const std::string& next : (forwards ? parents : children).at(node)) stack.emplace_back(next, false);
      }
    }
    return visited;
  }

  Texts ends(bool roots) const {
    Texts out;
    for (const auto& [node, next] : roots ? parents : children)
      if (std::none_of(next.begin(), next.end(), [&](const std::string& n) { return n[0] == node[0]; }))
        out.push_back(node);
    return out;
  }

  Texts plan() const {
    Texts out;
    for (const std::string& leaf : ends(false))
      for (const std::string& node : dfs(leaf, true))
        if (std::find(out.begin(), out.end(), node) == out.end()) out.push_back(node);
    return out;
  }

  std::set<std::string> bases(const std::string& a, const std::string& b) const {
    const auto own = [&](const std::string& start) {
      std::set<std::string> found{start};
      Texts todo{start};
      while (!todo.empty()) {
        const std::string node = todo.back();
        todo.pop_back();
        for (const std::string& parent : parents.at(node))
          if (parent[0] == start[0] && found.insert(parent).second) todo.push_back(parent);
      }
      return found;
    };
    const auto of_a = own(a), of_b = own(b);
    std::set<std::string> common;
    for (const std::string& node : of_a)
      if (of_b.contains(node)) common.insert(node);
    std::set<std::string> maximal = common;
    for (const std::string& node : common)
      for (const std::string& below : own(node))
        if (below != node) maximal.erase(below);
    return maximal;
  }
};

TEST_CASE("random graphs: order, ends, plans and bases as Django's, whatever the order of files") {
  std::mt19937 random(20240117);
  for (int round = 0; round < 300; ++round) {
    const int size = 1 + static_cast<int>(random() % 40);
    Texts names;
    for (int i = 0; i < size; ++i) {
      const std::string number = std::to_string(1000 + static_cast<int>(random() % 1000));
      names.push_back(std::string(1, static_cast<char>('a' + random() % 3)) + "." + number + "_" + std::to_string(i));
    }
    Naive naive;
    for (const std::string& name : names) naive.parents[name], naive.children[name];
    std::vector<std::pair<std::string, Texts>> files;
    for (std::size_t i = 0; i < names.size(); ++i) {
      Texts parents;
      for (std::size_t tries = random() % 4; i > 0 && tries > 0; --tries) parents.push_back(names[random() % i]);
      for (const std::string& parent : parents)
        naive.parents[names[i]].insert(parent), naive.children[parent].insert(names[i]);
      files.emplace_back(names[i], parents);
    }
    std::string first;
    for (int order = 0; order < 2; ++order) {
      Files project;
      for (const auto& [name, parents] : files) project.add(name, parents);
      const LoadedGraph loaded = project.load();
      const MigrationGraph& graph = loaded.graph;
      REQUIRE_FALSE(loaded.error);
      CHECK(texts(graph, graph.root_nodes()) == naive.ends(true));
      CHECK(texts(graph, graph.leaf_nodes()) == naive.ends(false));
      CHECK(texts(graph, graph.full_plan(graph.leaf_nodes())) == naive.plan());
      const std::string start = names[names.size() / 2];
      CHECK(texts(graph, graph.forwards_plan(*graph.find(key(start)))) == naive.dfs(start, true));
      CHECK(texts(graph, graph.backwards_plan(*graph.find(key(start)))) == naive.dfs(start, false));
      const std::string other = names[names.size() / 3];
      if (start[0] == other[0]) {
        const std::vector<NodeId> both{*graph.find(key(start)), *graph.find(key(other))};
        const auto bases = naive.bases(start, other);
        CHECK(texts(graph, common_bases(graph, both)) == Texts(bases.begin(), bases.end()));
      }
      std::shuffle(files.begin(), files.end(), random);
    }
  }
}

std::string numbered(int i) {
  std::string digits = std::to_string(i);
  return "a." + std::string(6 - digits.size(), '0') + digits;
}

TEST_CASE("a chain 50,000 deep") {
  Files files;
  for (int i = 0; i < 50'000; ++i) files.add(numbered(i), i == 0 ? Texts{} : Texts{numbered(i - 1)});
  const LoadedGraph loaded = files.load();
  CHECK_FALSE(loaded.error);
  CHECK(loaded.graph.full_plan(loaded.graph.leaf_nodes()).size() == 50'000);
  CHECK(own_app_order(loaded.graph, "a").size() == 50'000);
}

TEST_CASE("20,000 leaves in one app") {
  Files files;
  files.add(numbered(0));
  for (int i = 1; i < 20'000; ++i) files.add(numbered(i), {numbered(0), "b.__first__"});
  files.add("b.1");
  const LoadedGraph loaded = files.load();
  const std::vector<NodeId> leaves = loaded.graph.leaf_nodes("a");
  CHECK(leaves.size() == 19'999);
  CHECK(loaded.graph.full_plan(leaves).size() == 20'001);
  CHECK(texts(loaded.graph, common_bases(loaded.graph, leaves)) == Texts{numbered(0)});
}

TEST_CASE("a circle of 5,000, and a dense one") {
  Files ring;
  for (int i = 0; i < 5'000; ++i) ring.add(numbered(i), {numbered((i + 1) % 5'000)});
  const LoadedGraph loaded = ring.load_all();
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].cycle.size() == 5'000);
  Files dense;
  for (int i = 0; i < 5'000; ++i) dense.add(numbered(i), {numbered((i + 1) % 5'000), numbered((i + 7) % 5'000)});
  CHECK(dense.load_all().problems.size() == 1);
}

}  // namespace
}  // namespace miggraph::graph
