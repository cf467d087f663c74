#include "analysis/check.h"

#include <catch2/catch.hpp>

#include "made_up.h"

namespace miggraph::analysis {
namespace {

using namespace testing;

//           /- 0003_a        (main)
// 0001 <- 2
//           \- 0003_b <- 4b  (feature)
struct Fork {
  Files base, main, feature, both;
  MadeUpViews views;

  Fork() {
    base.add("shop", "0001").add("shop", "0002", {"0001"}).add("users", "0001");
    main =
        Files(base).add("shop", "0003_a", {"0002"}, {{"AddField", "thing", "price"}, {"RemoveField", "thing", "ine"}});
    feature = Files(base)
                  .add("shop", "0003_b", {"0002"}, {{"AddField", "thing", "Price"}})
                  .add("shop", "0004_b", {"0003_b"}, {{"AlterField", "thing", "ine"}});
    both = Files(main)
               .add("shop", "0003_b", {"0002"}, {{"AddField", "thing", "price"}})
               .add("shop", "0004_b", {"0003_b"}, {{"AlterField", "thing", "ine"}});
    views.branch("main", main);
    views.branch("feature", feature);
    views.merged("main", "feature", both);
  }

  Report check(const std::string& snapshot, const std::string& against, bool target) {
    return analysis::check(views, {views.of(snapshot), {{revision(against), "given", target}}, {}}).value();
  }
};

TEST_CASE("a feature branch against its target: an error, at its own leaf") {
  Fork fork;
  const Report report = fork.check("feature", "main", true);
  REQUIRE(report.conflicts.size() == 1);
  const Conflict& conflict = report.conflicts[0];
  CHECK(conflict.scope == Conflict::Scope::branches);
  CHECK(conflict.severity == Severity::error);
  CHECK(conflict.base == Names{"0002"});
  CHECK(conflict.trunk == Names{"0002", "0001"});
  REQUIRE(conflict.leaves.size() == 2);
  CHECK(conflict.leaves[0].migration == "0004_b");
  CHECK(conflict.leaves[0].refs == Names{"feature"});
  CHECK(conflict.leaves[0].chain.size() == 2);
  CHECK(conflict.leaves[0].chain[0].parents == Names{"0002"});
  CHECK(conflict.leaves[1].refs == Names{"main"});
  REQUIRE(conflict.pairs.size() == 1);
  CHECK(conflict.pairs[0].refs == Names{"feature", "main"});
  CHECK(conflict.pairs[0].leaves == Names{"0004_b", "0003_a"});
  REQUIRE(report.diagnostics.size() == 1);
  CHECK(report.diagnostics[0].diagnostic == Diagnostic::MG102);
  CHECK(report.diagnostics[0].path == "shop/migrations/0004_b.py");
  CHECK(report.has(Severity::error));
}

TEST_CASE("the target looking at a feature branch: a warning, the other one moves") {
  Fork fork;
  const Report report = fork.check("main", "feature", false);
  REQUIRE(report.conflicts.size() == 1);
  CHECK(report.conflicts[0].severity == Severity::warning);
  CHECK_FALSE(report.has(Severity::error));
}

TEST_CASE("what both sides touch is named") {
  Fork fork;
  const std::vector<Clash> clashes = fork.check("feature", "main", true).conflicts[0].clashes;
  REQUIRE(clashes.size() == 2);
  CHECK(clashes[0].kind == "same-field");
  CHECK(clashes[0].field == "ine");
  CHECK(clashes[0].text == "thing.ine is altered by 0004_b (feature); removed by 0003_a (main)");
  CHECK(clashes[1].text == "thing.price is added on both sides: by 0003_b (feature) and by 0003_a (main)");
  CHECK(clashes[1].operations == Names{"0003_b#0", "0003_a#0"});
}

TEST_CASE("a leaf that one side renamed does not come back") {
  Files base, main, feature, both;
  base.add("shop", "0001").add("shop", "0002_old", {"0001"});
  main = Files(base).add("shop", "0003", {"0002_old"});
  feature = Files(base).remove("shop", "0002_old").add("shop", "0002_new", {"0001"});
  both = Files(feature).add("shop", "0003", {"0002_new"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("feature", feature);
  views.merged("main", "feature", both);
  CHECK(check(views, {views.of("feature"), {{revision("main"), "", true}}, {}}).value().conflicts.empty());
}

TEST_CASE("two leaves that the target has are reported once, as a warning, and not held against the branch") {
  // main: a, b.  feature: c on top of a.
  Files main, feature, both;
  main.add("shop", "0001").add("shop", "a", {"0001"}).add("shop", "b", {"0001"});
  feature = Files(main).remove("shop", "b").add("shop", "c", {"a"});
  both = Files(main).add("shop", "c", {"a"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("feature", feature);
  views.merged("main", "feature", both);
  const Report report = check(views, {views.of("feature"), {{revision("main"), "", true}}, {}}).value();
  // The merge moves main's leaf a on to c: that stands beside it, and is not the branch's fault either.
  REQUIRE(report.conflicts.size() == 2);
  CHECK(report.conflicts[0].scope == Conflict::Scope::branches);
  CHECK(report.conflicts[0].severity == Severity::warning);
  CHECK(report.conflicts[1].scope == Conflict::Scope::target);
  CHECK(report.conflicts[1].severity == Severity::warning);
  CHECK_FALSE(report.has(Severity::error));

  // A branch that joins them mends it: nothing to say.
  Files joined = Files(main).add("shop", "merge", {"a", "b"});
  views.branch("mend", joined);
  views.merged("main", "mend", joined);
  CHECK(check(views, {views.of("mend"), {{revision("main"), "", true}}, {}}).value().conflicts.empty());

  // A third leaf is the branch's own.
  Files third = Files(main).add("shop", "d", {"0001"});
  views.branch("third", third);
  views.merged("main", "third", third);
  const Report worse = check(views, {views.of("third"), {{revision("main"), "", true}}, {}}).value();
  REQUIRE(worse.conflicts.size() == 2);
  CHECK(worse.conflicts[0].scope == Conflict::Scope::tree);
  CHECK(worse.conflicts[0].severity == Severity::error);
  CHECK(worse.conflicts[1].scope == Conflict::Scope::target);
}

TEST_CASE("a tree's own conflict stands beside the merged one where the merge moves its leaves on") {
  // feature: a, b.  main: a <- c, so that the merge has b, c.
  Files base, main, feature, both;
  base.add("shop", "0001").add("shop", "a", {"0001"});
  main = Files(base).add("shop", "c", {"a"});
  feature = Files(base).add("shop", "b", {"0001"});
  both = Files(main).add("shop", "b", {"0001"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("feature", feature);
  views.merged("main", "feature", both);
  const Report report = check(views, {views.of("feature"), {{revision("main"), "", true}}, {}}).value();
  REQUIRE(report.conflicts.size() == 2);
  CHECK(report.conflicts[0].scope == Conflict::Scope::tree);
  CHECK(report.conflicts[1].scope == Conflict::Scope::branches);
  CHECK(report.conflicts[1].severity == Severity::error);
}

TEST_CASE("two leaves in one tree are an error, with or without someone to compare with") {
  Files files;
  files.add("shop", "0001").add("shop", "a", {"0001"}).add("shop", "b", {"0001"});
  MadeUpViews views;
  views.branch("main", files);
  const Report report = check(views, {views.of("main"), {}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  CHECK(report.conflicts[0].scope == Conflict::Scope::tree);
  REQUIRE(report.conflicts[0].advice.size() == 1);
  CHECK(report.conflicts[0].advice[0].commands == Names{"python manage.py makemigrations --merge shop"});
  CHECK(report.has(Severity::error));
}

TEST_CASE("unknown is never red: a root whose dependency is not known may hang on the other one") {
  Files files;
  files.add("shop", "0001").add("shop", "0002", {"?settings.PREVIOUS"});
  MadeUpViews views;
  views.branch("main", files);
  const Report report = check(views, {views.of("main"), {}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  CHECK(report.conflicts[0].severity == Severity::warning);
  CHECK_FALSE(report.has(Severity::error));
}

TEST_CASE("a missing parent: the nearest name, or the branch that has it") {
  Files files, other;
  files.add("shop", "0001")
      .add("shop", "0002_price", {"0001"})
      .add("shop", "0003", {"0002_prices"})
      .add("users", "0001", {"shop.0009_later", "auth.0001"});
  other = Files(files).add("shop", "0009_later", {"0003"});
  MadeUpViews views;
  views.branch("main", files);
  views.branch("other", other);
  views.merged("main", "other", other);
  const Report report = check(views, {views.of("main"), {{revision("other"), "", false}}, {}}).value();
  std::vector<std::string> helps;
  for (const Finding& finding : report.diagnostics)
    if (finding.diagnostic == Diagnostic::MG103) helps.push_back(finding.message + ": " + finding.help);
  CHECK(helps == Names{"shop.0003 depends on shop.0002_prices, which does not exist: did you mean 0002_price? If it "
                       "was renamed, name it as it is called now",
                       "users.0001 depends on shop.0009_later, which does not exist: 0009_later is on other: merge "
                       "that first, or depend on something that is here"});
}

TEST_CASE("a line that builds on what is not there: that is mended first, and nothing is said to clash") {
  Files files;
  files.add("shop", "0001", {}, {{"CreateModel", "product"}})
      .add("shop", "0002", {"0001_typo"}, {{"AddField", "product", "price"}});
  MadeUpViews views;
  views.branch("main", files);
  const Report report = check(views, {views.of("main"), {}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  const Conflict& conflict = report.conflicts[0];
  REQUIRE(conflict.advice.size() == 1);
  CHECK(conflict.advice[0].text ==
        "shop.0002 depends on shop.0001_typo, which does not exist (MG103): mend that first; one of the leaves may go "
        "with it");
  CHECK(conflict.advice[0].commands.empty());
  CHECK(conflict.clashes.empty());

  // What lies below the fork is not on its lines; what has another parent too keeps its place, and its clashes.
  Files below;
  below.add("shop", "0001", {"0000"}).add("shop", "a", {"0001"}).add("shop", "b", {"0001"});
  views.branch("main", below);
  CHECK(check(views, {views.of("main"), {}, {}}).value().conflicts[0].gaps.empty());
  Files joined;
  joined.add("shop", "0001")
      .add("shop", "a", {"0001"}, {{"AddField", "product", "price"}})
      .add("shop", "b", {"0001"}, {{"AddField", "product", "price"}})
      .add("shop", "merge", {"a", "bb"});
  views.branch("main", joined);
  const Report half = check(views, {views.of("main"), {}, {}}).value();
  REQUIRE(half.conflicts.size() == 1);
  CHECK(half.conflicts[0].advice[0].text.starts_with("shop.merge depends on shop.bb, which does not exist (MG103)"));
  CHECK(half.conflicts[0].clashes.size() == 1);
}

TEST_CASE("a parent that is gone from one of several merges") {
  // main renamed 0002 to 0002_b; feature still builds on 0002, as does other.
  Files base, main, feature, other;
  base.add("shop", "0001").add("shop", "0002", {"0001"});
  main = Files(base).remove("shop", "0002").add("shop", "0002_b", {"0001"});
  feature = Files(base).add("shop", "0003", {"0002"});
  other = Files(base).add("shop", "0003_other", {"0002"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("feature", feature);
  views.branch("other", other);
  views.merged("feature", "other", Files(feature).add("shop", "0003_other", {"0002"}));
  views.merged("feature", "main", Files(main).add("shop", "0003", {"0002"}));
  const Report report =
      check(views, {views.of("feature"), {{revision("other"), "", false}, {revision("main"), "", true}}, {}}).value();
  REQUIRE(report.conflicts.size() == 1);
  REQUIRE(report.conflicts[0].advice.size() == 1);
  CHECK(report.conflicts[0].advice[0].text.starts_with(
      "shop.0003 depends on shop.0002, which does not exist once they are merged (MG103): mend that first"));
  CHECK(report.conflicts[0].advice[0].commands.empty());
}

TEST_CASE("a circle that only the merge closes") {
  //  main: shop.2 -> users.1      feature: users.2 -> shop.2?  each is sound, both are not
  Files base, main, feature, both;
  base.add("shop", "0001").add("users", "0001");
  main = Files(base).add("shop", "0001", {"users.0001"});
  feature = Files(base).add("users", "0001", {"shop.0001"});
  both = Files(main).add("users", "0001", {"shop.0001"});
  MadeUpViews views;
  views.branch("main", main);
  views.branch("feature", feature);
  views.merged("main", "feature", both);
  const Report report = check(views, {views.of("feature"), {{revision("main"), "", true}}, {}}).value();
  REQUIRE(report.diagnostics.size() == 1);
  CHECK(report.diagnostics[0].diagnostic == Diagnostic::MG104);
  CHECK(report.diagnostics[0].severity == Severity::error);
  CHECK(report.diagnostics[0].refs == Names{"feature", "main"});
  CHECK(report.diagnostics[0].message ==
        "2 migrations depend on one another in a circle: shop.0001 -> users.0001 -> shop.0001 (once main is merged)");
}

TEST_CASE("comparing a tree with itself gives nothing") {
  Fork fork;
  CHECK(fork.check("main", "main", true).diagnostics.empty());
}

}  // namespace
}  // namespace miggraph::analysis
