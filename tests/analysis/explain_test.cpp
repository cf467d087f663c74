#include "analysis/explain.h"

#include <catch2/catch.hpp>

#include "made_up.h"

namespace miggraph::analysis {
namespace {

using namespace testing;

Names leaves(const Conflict& conflict) {
  Names out;
  for (const Leaf& leaf : conflict.leaves)
    out.push_back(leaf.migration + " " + (leaf.refs.empty() ? "" : leaf.refs.front()));
  return out;
}

TEST_CASE("three branches, as on Korrigo") {
  //           /- 0003_m         (main)
  // 0001 <- 2 -- 0003_a <- 0004_a (a)
  //           \- 0003_b         (b)
  Files base, main, a, b;
  base.add("s", "0001").add("s", "0002", {"0001"});
  main = Files(base).add("s", "0003_m", {"0002"}, {{"RemoveField", "student", "ine"}});
  a = Files(base).add("s", "0003_a", {"0002"}, {{"RemoveField", "student", "ine"}}).add("s", "0004_a", {"0003_a"});
  b = Files(base).add("s", "0003_b", {"0002"}, {{"AddField", "student", "birth_date"}});
  Files with_a = Files(main).add("s", "0003_a", {"0002"}, {{"RemoveField", "student", "ine"}});
  with_a.add("s", "0004_a", {"0003_a"});
  Files with_b = Files(main).add("s", "0003_b", {"0002"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("a", a);
  views.branch("b", b);
  views.merged("main", "a", with_a);
  views.merged("main", "b", with_b);
  const Report report = explain(views, {views.of("main"), std::nullopt, {revision("a"), revision("b")}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  const Conflict& conflict = report.conflicts[0];
  CHECK(leaves(conflict) == Names{"0003_m main", "0004_a a", "0003_b b"});
  CHECK(conflict.base == Names{"0002"});
  CHECK(conflict.severity == Severity::warning);
  CHECK(conflict.pairs.size() == 3);
  CHECK(conflict.advice.front().text.starts_with("main: nothing to do, and no merge migration."));
  // Then one for each branch that has to move, with its own commands; what goes for all of them comes last.
  REQUIRE(conflict.advice.size() == 4);
  CHECK(conflict.advice[0].commands.empty());
  CHECK(conflict.advice[1].text.starts_with("a: rebase its 2 migrations onto 0003_m. Some of what they do clashes"));
  CHECK(conflict.advice[1].commands.front() == "git switch a && git merge main");
  CHECK(conflict.advice[1].commands.back() == "python manage.py makemigrations --check --dry-run");
  CHECK(conflict.advice[2].text.starts_with("b: rebase its 1 migration onto 0003_m. Nothing in it"));
  CHECK(conflict.advice[2].commands.front() == "git switch b && git merge main");
  CHECK(conflict.advice[3].text.starts_with("Applied to a local database already?"));
  CHECK(conflict.advice[3].commands.empty());
  CHECK_FALSE(report.has(Severity::error));

  // The same picture from a's point of view: now it is a that has to move.
  const Report from_a =
      explain(views, {views.of("a"), Against{revision("main"), "", true}, {revision("b")}, {}}).value();
  REQUIRE(from_a.conflicts.size() == 1);
  CHECK(leaves(from_a.conflicts[0]) == Names{"0003_m main", "0004_a a", "0003_b b"});
  CHECK(from_a.conflicts[0].severity == Severity::error);
}

TEST_CASE("two branches that each merge cleanly and collide only with one another") {
  Files main, a, b;
  main.add("s", "0001");
  a = Files(main).add("s", "0002_a", {"0001"});
  b = Files(main).add("s", "0002_b", {"0001"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("a", a);
  views.branch("b", b);
  views.merged("main", "a", a);
  views.merged("main", "b", b);
  const Report report = explain(views, {views.of("main"), std::nullopt, {revision("b"), revision("a")}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  CHECK(leaves(report.conflicts[0]) == Names{"0002_b b", "0002_a a"});
  CHECK(report.conflicts[0].pairs[0].refs == Names{"b", "a"});
}

TEST_CASE("a branch built on another one is no conflict, one that changes nothing is not in the picture") {
  Files main, a, b;
  main.add("s", "0001");
  a = Files(main).add("s", "0002", {"0001"});
  b = Files(a).add("s", "0003", {"0002"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("a", a);
  views.branch("b", b);
  views.branch("squash-merged", main);
  views.merged("main", "a", a);
  views.merged("main", "b", b);
  views.merged("main", "squash-merged", main);
  CHECK(explain(views, {views.of("main"), std::nullopt, {revision("a"), revision("b"), revision("squash-merged")}, {}})
            .value()
            .conflicts.empty());
}

}  // namespace
}  // namespace miggraph::analysis
