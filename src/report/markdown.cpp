/// The format `markdown`: for a job summary, or the body of a comment that is updated in place. GitHub refuses a comment of
/// more than 65,536 characters: what does not fit is counted.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/check_text.h"
#include "report/escape.h"
#include "report/findings.h"
#include "report/fork_drawing.h"
#include "report/fork_mermaid.h"
#include "report/formats.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using analysis::Conflict;

/// By which a later run finds its comment again; it must be the first line.
constexpr std::string_view kMarker = "<!-- miggraph:check -->\n";

constexpr std::size_t kMaxBytes = 62000;  // a character is a byte at least; room is left for the end
constexpr std::size_t kMaxName = 300;
constexpr std::size_t kMaxText = 2000;
constexpr std::size_t kLeaves = 8;
constexpr std::size_t kClashes = 10;
constexpr std::size_t kNotes = 10;

std::string code(std::string_view text) {
  return markdown_code(shortened(text, kMaxName));
}
std::string prose(std::string_view text) {
  return markdown_prose(shortened(text, kMaxText));
}

std::string folded(std::string_view title, const std::string& content) {
  return fmt::format("<details>\n<summary>{}</summary>\n\n{}\n</details>\n\n", title, content);
}

std::string codes(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.push_back(code(name));
  return joined(shown);
}

std::string_view sign_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "✖";
    case Severity::warning:
      return "!";
    case Severity::info:
      return "·";
  }
  return "✖";
}

std::string title_of(const Finding& finding, const RenderOptions& options) {
  const DiagnosticInfo& about = info(finding.diagnostic);
  const Severity weight = weight_of(finding, options);
  const std::string_view word = finding.severity == Severity::error ? "" : finding.severity == Severity::warning ? "warning: " : "note: ";
  return fmt::format("### {} {} {}{}\n\n{}\n\n", sign_of(weight), about.code, word, markdown_prose(about.summary), prose(finding.message));
}

std::string where(std::string_view path, const std::optional<Range>& range) {
  if (path.empty()) return "";
  return code(path) + (range ? fmt::format(", line {}", range->start.line) : "");
}

/// Who made each leaf, and where it lies.
std::string leaves_of(const Conflict& conflict, const RenderOptions& options) {
  const std::size_t shown = std::min(conflict.leaves.size(), options.all_findings ? std::size_t{100} : kLeaves);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    const analysis::Leaf& leaf = conflict.leaves[i];
    out += "- " + code(leaf.migration);
    if (!leaf.refs.empty()) out += " on " + codes(leaf.refs);
    if (leaf.commit) {
      out += fmt::format(": {}, {}, {}", code(short_id(leaf.commit->id)), prose(shortened(leaf.commit->author, kMaxName)), date_of(*leaf.commit));
    } else {
      out += ": not committed";
    }
    out += "  \n  " + where(leaf.path, leaf.range) + "\n";
  }
  if (shown < conflict.leaves.size()) out += fmt::format("- … and {}\n", counted(conflict.leaves.size() - shown, "more leaf", "more leaves"));
  return out + "\n";
}

std::string clashes_of(const Conflict& conflict) {
  std::string out;
  std::size_t told = 0, more = 0;
  for (const analysis::Clash& clash : conflict.clashes) {
    if (clash.mild) continue;
    told < kClashes ? out += "- " + prose(clash.text) + "\n" : out;
    ++(told < kClashes ? told : more);
  }
  if (out.empty()) return out;
  if (more) out += fmt::format("- … and {} more\n", more);
  return "**What clashes**\n\n" + out + "\n";
}

/// What to do, with the commands of each step in a block that can be copied.
std::string advice_of(const Conflict& conflict) {
  std::string out;
  for (const analysis::Advice& advice : conflict.advice) {
    out += "- " + prose(advice.text) + "\n";
    if (advice.commands.empty()) continue;
    const std::string block = markdown_fence("sh", advice.commands);
    std::string_view rest = block;
    out += "\n";
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      out += "  " + std::string(rest.substr(0, end)) + "\n";
      rest.remove_prefix(end + 1);
    }
    out += "\n";
  }
  return out.empty() ? "" : "**What to do**\n\n" + out + "\n";
}

/// Small forks as a picture, the others as the text has them.
std::string picture_of(const Conflict& conflict) {
  const std::vector<std::string> lines = fork_mermaid(conflict);
  if (!lines.empty()) {
    std::string block = "```mermaid\n";
    for (const std::string& line : lines) block += line + "\n";
    return folded("The fork", block + "```\n");
  }
  Style style;
  Canvas canvas(style);
  ForkDrawing how;
  how.indent = 0;
  draw_fork(canvas, conflict, how);
  std::vector<std::string> drawn;
  const std::string text = canvas.take();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    drawn.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return drawn.empty() ? "" : folded("The fork", markdown_fence("text", drawn));
}

std::string help_text(const Finding& finding, const analysis::Report& report) {
  std::string help;
  for (const std::string& line : help_of(finding, report)) help += (help.empty() ? "" : "  \n") + prose(line);
  return help.empty() ? "" : "**What to do**: " + help + "\n\n";
}

std::string section(const Finding& finding, const analysis::Report& report, const RenderOptions& options) {
  std::string out = title_of(finding, options);
  if (const Conflict* conflict = conflict_of(report, finding)) {
    out += leaves_of(*conflict, options) + clashes_of(*conflict);
    const std::string advice = advice_of(*conflict);
    return out + (advice.empty() ? help_text(finding, report) : advice) + picture_of(*conflict);
  }
  if (!finding.path.empty()) out += where(finding.path, finding.range) + "\n\n";
  return out + help_text(finding, report);
}

std::string in_apps(const analysis::Report& report) {
  std::size_t migrations = 0;
  for (const analysis::AppLine& app : report.apps) migrations += app.migrations;
  return fmt::format("{}, {}", counted(report.apps.size(), "app"), counted(migrations, "migration"));
}

std::string headline(const analysis::Report& report, const RenderOptions& options) {
  if (report.diagnostics.empty()) {
    if (report.apps.empty()) return "## ✔ Django migrations: none found\n\nNo app with migrations in " + prose(snapshot_in_words(report.snapshot)) + ".\n\n";
    return "## ✔ Django migrations: no conflicts\n\n" + in_apps(report) + ".\n\n";
  }
  std::map<Severity, std::size_t> counts;
  bool failed = false;
  for (const Finding& finding : report.diagnostics) {
    ++counts[finding.severity];
    failed = failed || weight_of(finding, options) == Severity::error;
  }
  std::vector<std::string> words;
  if (counts[Severity::error]) words.push_back(counted(counts[Severity::error], "error"));
  if (counts[Severity::warning]) words.push_back(counted(counts[Severity::warning], "warning"));
  if (counts[Severity::info]) words.push_back(counted(counts[Severity::info], "note"));
  const bool strict = options.strict && counts[Severity::warning];
  return fmt::format("## {} Django migrations: {}\n\n{}{}.\n\n", failed ? "✖" : "!", joined(words), in_apps(report),
                     strict ? "; warnings count as errors (`--strict`)" : "");
}

/// What was compared, and what could not be known.
std::string ending(const analysis::Report& report, const RenderOptions& options) {
  std::string out;
  if (!options.quiet && !report.notes.empty()) {
    std::string list;
    const std::size_t shown = std::min(report.notes.size(), kNotes);
    for (std::size_t i = 0; i < shown; ++i) list += "- " + prose(report.notes[i]) + "\n";
    if (shown < report.notes.size()) list += fmt::format("- … and {} more\n", report.notes.size() - shown);
    out += folded(counted(report.notes.size(), "note"), list);
  }
  std::vector<std::string> compared;
  for (const analysis::AgainstLine& line : report.against) {
    if (compared.size() == 5) break;
    compared.push_back(code(line.ref) + " " + code(short_id(line.commit)));
  }
  if (report.against.size() > compared.size()) compared.push_back(fmt::format("{} more", report.against.size() - compared.size()));
  std::string what = prose(snapshot_in_words(report.snapshot));
  what.front() = what.front() == 't' ? 'T' : what.front();
  return out + "<sub>" + what + (compared.empty() ? "" : ", compared with " + joined(compared)) + "</sub>\n";
}

}  // namespace

std::string render_markdown(const analysis::Report& report, const RenderOptions& options) {
  std::string out = std::string(kMarker) + headline(report, options);
  const std::string end = ending(report, options);
  std::map<Diagnostic, std::size_t> seen;
  std::size_t left_out = 0;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
    for (const Finding& finding : report.diagnostics) {
      if (finding.severity != severity) continue;
      const bool wanted = options.all_findings || ++seen[finding.diagnostic] <= kFindingsOfOneCode;
      std::string text = wanted ? section(finding, report, options) : "";
      // One that is too large by itself is told in short, so that it is told at all.
      if (wanted && out.size() + text.size() + end.size() > kMaxBytes) text = title_of(finding, options);
      const bool fits = out.size() + text.size() + end.size() <= kMaxBytes;
      wanted && fits ? out += text : out;
      left_out += !(wanted && fits);
    }
  }
  if (left_out)
    out += fmt::format("… and {}: `miggraph check{}` shows all of them.\n\n", counted(left_out, "more finding"), options.all_findings ? "" : " --all-findings");
  return out + end;
}

}  // namespace miggraph::report
