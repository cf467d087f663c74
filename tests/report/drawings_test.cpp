#include "report/drawings.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "golden.h"

using namespace miggraph::report;

namespace {

ViewNode node(const std::string& app, const std::string& name, std::vector<ViewKey> parents) {
  ViewNode made;
  made.key = {app, name};
  made.parents = std::move(parents);
  made.merge = made.parents.size() > 1;
  made.root = made.parents.empty();
  return made;
}

/// A fork, a merge of it, a squash, and an edge to another app and to one outside.
GraphView sample() {
  ViewApp shop{"shop", "shop", "backend/shop", {}};
  shop.nodes = {node("shop", "0001_squashed_0004", {{"auth", "0001_initial"}}),
                node("shop", "0005_a", {{"shop", "0001_squashed_0004"}}),
                node("shop", "0005_b", {{"shop", "0001_squashed_0004"}, {"core", "0001_initial"}}),
                node("shop", "0006_merge", {{"shop", "0005_a"}, {"shop", "0005_b"}}),
                node("shop", "0007_c", {{"shop", "0006_merge"}}),
                node("shop", "0007_d", {{"shop", "0006_merge"}})};
  shop.nodes[0].squash = shop.nodes[0].root = true;
  shop.nodes[2].merge = false;
  shop.nodes[4].leaf = shop.nodes[5].leaf = true;
  shop.nodes[4].refs = {"main"};
  shop.nodes[5].refs = {"feature/x", "origin/feature/x"};
  ViewApp core{"core", "core", "backend/core", {}};
  core.nodes = {node("core", "0001_initial", {})};
  core.nodes[0].leaf = core.nodes[0].root = true;
  return {{core, shop}};
}

GraphView chain(std::size_t length) {
  ViewApp app{"shop", "shop", "shop", {}};
  for (std::size_t i = 0; i < length; ++i) {
    app.nodes.push_back(node("shop", "m" + std::to_string(10000 + i), {}));
    if (i > 0) app.nodes.back().parents = {app.nodes[i - 1].key};
    app.nodes.back().root = i == 0;
  }
  app.nodes.back().leaf = true;
  return {{app}};
}

std::string draw(const std::string& form, const GraphView& view, bool reverse = false) {
  DrawOptions options;
  options.style.width = 80;
  options.reverse = reverse;
  return find_drawing(form)->draw(view, options);
}

}  // namespace

TEST_CASE("Every form of the graph is as its golden file has it") {
  for (const Drawing& drawing : drawings()) {
    const std::string actual = draw(std::string(drawing.name), sample());
    CHECK(actual == golden("graph." + std::string(drawing.name), actual));
  }
  const std::string reverse = draw("text", sample(), true);
  CHECK(reverse == golden("graph_reverse.text", reverse));
}

TEST_CASE("Mermaid folds chains and stays within what GitHub draws") {
  CHECK(draw("mermaid", chain(40)).find("m10001 … m10038<br/>38 migrations") != std::string::npos);
  GraphView wide;
  for (int i = 0; i < 3000; ++i) {
    ViewApp app{"a" + std::to_string(i), "a" + std::to_string(i), "a", {}};
    app.nodes = {node(app.label, "0001_initial", {}), node(app.label, "0002_x", {{app.label, "0001_initial"}})};
    app.nodes[1].leaf = true;
    wide.apps.push_back(app);
  }
  const std::string text = draw("mermaid", wide);
  CHECK(text.size() < 50000);
  std::size_t edges = 0;
  for (std::size_t at = text.find("-->"); at != std::string::npos; at = text.find("-->", at + 1)) ++edges;
  CHECK(edges <= 500);
}

TEST_CASE("Names can't break out of labels") {
  GraphView view = chain(1);
  view.apps[0].nodes[0].key.name = "x\"]; end\n click n0 \"<script>\" \\";
  view.apps[0].title = "\"} digraph {";
  CHECK(draw("mermaid", view).find("x#quot;]; end\\n") ==
        std::string::npos);  // the backslash of `\n` is an entity, too
  CHECK(draw("mermaid", view).find("<script>") == std::string::npos);
  CHECK(draw("dot", view).find("label=\"\\\"} digraph {\"") != std::string::npos);
}

TEST_CASE("Circles and long chains are drawn") {
  GraphView circle = chain(3);
  circle.apps[0].nodes[0].parents = {circle.apps[0].nodes[2].key};
  circle.apps[0].nodes[2].leaf = false;
  for (const Drawing& drawing : drawings()) CHECK(!draw(std::string(drawing.name), circle).empty());
  CHECK(draw("text", chain(20000)).size() > 20000);
}
