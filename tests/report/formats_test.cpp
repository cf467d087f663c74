#include "report/formats.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "golden.h"
#include "report/escape.h"
#include "report/findings.h"
#include "report/rules.h"
#include "report/version.h"
#include "sample.h"

using namespace miggraph;
using namespace miggraph::report;

namespace {

class OneLine : public SourceLines {
 public:
  std::optional<std::string> line(std::string_view, std::uint32_t, const std::vector<std::string>&) const override {
    return "\tdependencies = [(\"students\", \"0002_student_user\")]";
  }
};

const OneLine kSources;

RenderOptions options(std::size_t width) {
  RenderOptions made;
  made.style.width = width;
  made.sources = &kSources;
  return made;
}

RenderOptions explaining(std::size_t width) {
  RenderOptions made = options(width);
  made.purpose = RenderOptions::Purpose::explain;
  made.style.relative_dates = true;
  made.style.now = 1770800000;
  return made;
}

std::string render(const std::string& format, const analysis::Report& report, const RenderOptions& how) {
  return find_format(format)->render(report, how);
}

std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    most = std::max(most, columns(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return most;
}

}  // namespace

TEST_CASE("Every format shows the same report as its golden file has it") {
  for (const Format& format : formats()) {
    INFO(format.name);
    std::string actual = render(std::string(format.name), korrigo(), options(100));
    CHECK(actual == golden("check." + std::string(format.name), actual));
    actual = render(std::string(format.name), clean(), options(100));
    CHECK(actual == golden("clean." + std::string(format.name), actual));
    if (!format.for_explain) continue;
    actual = render(std::string(format.name), korrigo(), explaining(100));
    CHECK(actual == golden("explain." + std::string(format.name), actual));
  }
  RenderOptions plain = explaining(70);
  plain.style.unicode = false;
  const std::string narrow = render("text", korrigo(), plain);
  CHECK(narrow == golden("explain_ascii_70.text", narrow));
  for (const char c : narrow) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("Text is never wider than the terminal") {
  for (const std::size_t width : {40u, 60u, 80u, 100u, 140u}) {
    INFO(width);
    analysis::Report report = korrigo();
    for (auto& advice : report.conflicts.front().advice) advice.commands.clear();  // their words are never broken
    CHECK(widest(render("text", report, options(width))) <= width);
    CHECK(widest(render("text", report, explaining(width))) <= width);
  }
}

TEST_CASE("Colour says nothing that the text does not say") {
  RenderOptions colored = explaining(100);
  colored.style.color = true;
  std::string text = render("text", korrigo(), colored);
  CHECK(text.find("\x1b[") != std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
    text.erase(at, text.find('m', at) - at + 1);
  CHECK(text == render("text", korrigo(), explaining(100)));
}

TEST_CASE("JSON has the keys of the contract") {
  const auto json = nlohmann::ordered_json::parse(render("json", korrigo(), options(100)));
  const auto keys = [](const nlohmann::ordered_json& object) {
    std::string list;
    for (const auto& [key, value] : object.items()) list += key + " ";
    return list;
  };
  CHECK(keys(json) == "miggraph schema snapshot against apps conflicts diagnostics notes ");
  CHECK(keys(json["snapshot"]) == "kind ref commit ");
  CHECK(keys(json["against"][0]) == "ref commit merge_base why ");
  CHECK(keys(json["apps"][0]) == "label path migrations leaves ");
  CHECK(keys(json["conflicts"][0]) == "app path scope severity base leaves pairs clashes ");
  CHECK(keys(json["conflicts"][0]["leaves"][0]) == "migration path refs commit author date ");
  CHECK(keys(json["conflicts"][0]["pairs"][0]) == "refs leaves base severity ");
  CHECK(keys(json["conflicts"][0]["clashes"][0]) == "kind model field operations outcome equal text ");
  CHECK(keys(json["diagnostics"][0]) == "code name severity message path range app migration refs help ");
  CHECK(json["miggraph"] == version());
  CHECK(json["conflicts"][0]["leaves"][0]["date"] == "2026-02-08T09:53:20+01:00");
}

TEST_CASE("What is not committed has no commit, author or date") {
  analysis::Report report = korrigo();
  report.conflicts.front().leaves.front().commit.reset();
  const auto json = nlohmann::json::parse(render("json", report, options(100)));
  const auto& leaf = json["conflicts"][0]["leaves"][0];
  CHECK(leaf["commit"].is_null());
  CHECK(leaf["author"].is_null());
  CHECK(leaf["date"].is_null());
  CHECK(render("text", report, options(100)).find("main · not committed") != std::string::npos);
}

TEST_CASE("A hostile repository can't command a terminal or GitHub") {
  const std::string evil = "x\x1b[2J\n::error::owned\r##[error]\u202e\xff,file=/etc/passwd::";
  analysis::Report report = korrigo();
  auto& conflict = report.conflicts.front();
  conflict.app = conflict.path = evil;
  conflict.base = {evil};
  conflict.trunk = {evil};
  for (auto& leaf : conflict.leaves) {
    leaf.refs = {evil};
    leaf.path = evil;
    leaf.commit->author = evil;
    for (auto& step : leaf.chain) step.summary = {evil};
  }
  conflict.advice = {{evil, {evil}}};
  for (auto& clash : conflict.clashes) clash.text = evil;
  auto& finding = report.diagnostics.front();
  finding.message = finding.help = finding.path = finding.app = evil;
  report.against.front().ref = report.snapshot.ref = evil;
  for (const Format& format : formats()) {
    for (const auto purpose : {RenderOptions::Purpose::check, RenderOptions::Purpose::explain}) {
      RenderOptions how = options(100);
      how.purpose = purpose;
      const std::string text = format.render(report, how);
      INFO(format.name << "\n" << text);
      CHECK(text.find('\x1b') == std::string::npos);
      CHECK(text.find('\r') == std::string::npos);
      CHECK(text.find("\u202e") == std::string::npos);
      CHECK(text.find('\xff') == std::string::npos);
      CHECK(text.find("\n::error::owned") == std::string::npos);
      if (format.name != "json") CHECK(text.find("##[") == std::string::npos);
      if (format.name == "github")
        CHECK(text.find("%3A%3Aerror%3A%3Aowned\\r#\\#[error]\\u202e\\xff%2Cfile=/etc/passwd%3A%3A,line=9") !=
              std::string::npos);
    }
  }
}

TEST_CASE("GitHub gets at most ten annotations of a kind, the last of which counts the others") {
  analysis::Report report = clean();
  for (int i = 0; i < 25; ++i) {
    Finding finding;
    finding.diagnostic = Diagnostic::MG103;
    finding.message = "number " + std::to_string(i);
    finding.path = "shop/migrations/0001_initial.py";
    report.diagnostics.push_back(finding);
  }
  const std::string text = render("github", report, options(100));
  std::size_t count = 0;
  for (std::size_t at = text.find("\n::error "); at != std::string::npos; at = text.find("\n::error ", at + 1)) ++count;
  CHECK(count == 10);
  CHECK(text.find("::error title=miggraph::16 more") != std::string::npos);
  CHECK(text.find("… and 5 more MG103 (--all-findings)") != std::string::npos);
  RenderOptions all = options(100);
  all.all_findings = true;
  CHECK(render("text", report, all).find("number 24") != std::string::npos);
}

TEST_CASE("check tells what clashes, five lines at most, and leaves out what is mild") {
  analysis::Report report = korrigo();
  auto& clashes = report.conflicts.front().clashes;
  clashes.clear();
  for (int i = 0; i < 7; ++i) clashes.push_back({"same-field", "student", "", {}, "clash " + std::to_string(i)});
  const std::string text = render("text", report, options(100));
  CHECK(text.find("  ✖ clash 4\n  … and 2 more: miggraph explain students\n\nhelp: ") != std::string::npos);
  CHECK(text.find("clash 5") == std::string::npos);
  for (auto& clash : clashes) clash.mild = true;
  CHECK(render("text", report, options(100)).find("clash") == std::string::npos);
}

TEST_CASE("A warning says that it is one") {
  analysis::Report report = korrigo();
  report.diagnostics.front().severity = Severity::warning;
  CHECK(render("text", report, options(100)).starts_with("MG102 warning: merging"));
}

TEST_CASE("Quiet and clean says nothing") {
  RenderOptions quiet = options(100);
  quiet.quiet = true;
  CHECK(render("text", clean(), quiet).empty());
}

TEST_CASE("A finding without a path has a place in every format") {
  analysis::Report report = clean();
  Finding finding;
  finding.diagnostic = Diagnostic::MG103;
  finding.message = "something is missing";
  report.diagnostics = {finding, finding};
  report.diagnostics.back().app = "exams";
  CHECK(render("concise", report, options(100)).starts_with("MG103 something is missing\nMG103 something is missing\n✖ 2 errors"));
  const auto gitlab = nlohmann::json::parse(render("gitlab", report, options(100)));
  CHECK(gitlab[0]["location"] == nlohmann::json::parse(R"({"path": ".", "lines": {"begin": 1}})"));
  CHECK(gitlab[1]["location"]["path"] == "backend/exams");
  const auto sarif = nlohmann::json::parse(render("sarif", report, options(100)));
  const auto& place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == ".");
  CHECK(place["region"] == nlohmann::json::parse(R"({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1})"));
  CHECK(render("junit", report, options(100)).find("<testsuite name=\"(no app)\" tests=\"1\" failures=\"1\"") != std::string::npos);
  CHECK(render("markdown", report, options(100)).find("something is missing") != std::string::npos);
}

TEST_CASE("With --strict a warning is an error for programs, and text says so") {
  analysis::Report report = korrigo();
  report.diagnostics.front().severity = report.conflicts.front().severity = Severity::warning;
  RenderOptions strict = options(100);
  strict.strict = true;
  CHECK(render("text", report, strict).find("✖ 1 warning in 2 apps, 18 migrations (--strict: warnings count as errors)") != std::string::npos);
  CHECK(render("text", report, options(100)).find("! 1 warning in 2 apps, 18 migrations\n") != std::string::npos);
  CHECK(render("github", report, strict).find("::error title=miggraph (MG102)") != std::string::npos);
  CHECK(render("github", report, options(100)).find("::warning title=miggraph (MG102)") != std::string::npos);
  CHECK(render("sarif", report, strict).find("\"ruleIndex\": 1,\n          \"level\": \"error\"") != std::string::npos);
  CHECK(render("sarif", report, options(100)).find("\"ruleIndex\": 1,\n          \"level\": \"warning\"") != std::string::npos);
  CHECK(render("gitlab", report, strict).find("critical") != std::string::npos);
  CHECK(render("gitlab", report, options(100)).find("minor") != std::string::npos);
  CHECK(render("junit", report, strict).find("<failure") != std::string::npos);
  CHECK(render("junit", report, options(100)).find("<failure") == std::string::npos);
  CHECK(render("markdown", report, strict).find("## ✖ ") != std::string::npos);
  CHECK(render("markdown", report, options(100)).find("## ! ") != std::string::npos);
}

TEST_CASE("A fingerprint stays when lines and folders move, and is never there twice") {
  analysis::Report report = korrigo();
  const auto before = fingerprints(report);
  report.diagnostics.front().range = Range{{30, 1}, {30, 2}};
  report.diagnostics.front().message = "in other words";
  CHECK(fingerprints(report) == before);
  report.diagnostics.push_back(report.diagnostics.front());
  const auto two = fingerprints(report);
  CHECK(two.front() == before.front());
  CHECK(two.front() != two.back());
  report.conflicts.front().leaves.front().migration = "0009_other";
  CHECK(fingerprints(report).front() != before.front());
}

TEST_CASE("Markdown stays within what GitHub takes, and counts what it leaves out") {
  analysis::Report report = clean();
  for (int i = 0; i < 3000; ++i) {
    Finding finding;
    finding.diagnostic = Diagnostic::MG103;
    finding.message = std::string(500, 'x') + std::to_string(i);
    report.diagnostics.push_back(finding);
  }
  RenderOptions all = options(100);
  all.all_findings = true;
  const std::string text = render("markdown", report, all);
  CHECK(text.size() < 65536);
  CHECK(text.size() > 50000);
  CHECK(text.find(" more findings: `miggraph check` shows all of them.") != std::string::npos);
  CHECK(render("markdown", report, options(100)).find("… and 2980 more findings: `miggraph check --all-findings`") != std::string::npos);
}

TEST_CASE("What each markup makes of a hostile text") {
  CHECK(xml("a<b>&\"'\x1b]]>\nx") == "a&lt;b&gt;&amp;&quot;&apos;\\x1b]]&gt;\\nx");
  CHECK(xml("::error::##[x\ny", true) == "&#58;:error&#58;:&#35;#[x\ny");
  CHECK(uri_path("a b/c:\xff%") == "a%20b/c%3A%FF%25");
  CHECK(markdown("0003_a (main), v1.0: x") == "0003_a (main), v1.0: x");
  CHECK(markdown("*a* _b_ [c](d) `e` <f> | #1 @g") == "\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\` \\<f\\> \\| \\#<!-- -->1 \\@<!-- -->g");
  CHECK(markdown("1. x") == "1\\. x");
  CHECK(markdown("    x") == "&#32;   x");
  CHECK(markdown("http://www.e") == "http:<!-- -->/<!-- -->/www.<!-- -->e");
  CHECK(markdown_prose("run `a*b` now") == "run `a*b` now");
  CHECK(markdown_prose("an odd ` one") == "an odd \\` one");
  CHECK(markdown_code("a`b``c") == "```a`b``c```");
  CHECK(markdown_code("`") == "`` ` ``");
  CHECK(markdown_fence("sh", {"```", "x\ny"}) == "````sh\n```\nx\\ny\n````\n");
  CHECK(mermaid_label("a\"];<b>") == "a#quot;];#lt;b#gt;");
  CHECK(shortened("aé", 2) == "a…");
}

TEST_CASE("Each rule has its text from docs/rules.md") {
  CHECK(rules().size() == all_diagnostics().size());
  for (const DiagnosticInfo& about : all_diagnostics()) {
    const Rule& rule = rule_of(about.diagnostic);
    INFO(about.code);
    CHECK(detects(rule).size() > 20);
    for (const std::string& text : {detects(rule), plain_text(rule)}) {
      CHECK(text.find("**") == std::string::npos);
      CHECK(text.find("](") == std::string::npos);
    }
    CHECK(plain_text(rule).find("Why it matters.") != std::string::npos);
    CHECK(plain_text(rule).find("Mend.") != std::string::npos);
    CHECK(markdown_text(rule).find("](") == std::string::npos);
  }
  CHECK(detects(rule_of(Diagnostic::MG103)).find("names a migration that does not exist") != std::string::npos);
}
