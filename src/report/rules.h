#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "report/canvas.h"

namespace miggraph::report {

/// What docs/rules.md, which is built into the program, says of a diagnostic.
struct Rule {
  const DiagnosticInfo* about = nullptr;
  std::string_view markdown;  ///< the section without its heading
};

/// In the order of docs/rules.md.
const std::vector<Rule>& rules();
const Rule& rule_of(Diagnostic diagnostic);

/// "Two or more migrations of one app that …": what it detects, one paragraph without marks.
std::string detects(const Rule& rule);
/// The whole section without marks, a line a paragraph.
std::string plain_text(const Rule& rule);
/// The whole section as Markdown that stands by itself: links into docs/ are text.
std::string markdown_text(const Rule& rule);

/// The section for people: marks are paint, blocks of code are indented.
void write_rule(Canvas& canvas, const Rule& rule);
/// Code, severity, name and summary of each, a line a rule.
void write_rules(Canvas& canvas);
/// Both as JSON: an object; an array of such.
std::string rule_json(const Rule& rule);
std::string rules_json();
/// "error"; for those whose severity docs/rules.md names otherwise than the table, what it says: "warning".
std::string_view severity_of(const Rule& rule);

}  // namespace miggraph::report
