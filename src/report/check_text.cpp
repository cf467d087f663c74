#include "report/check_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "report/fork_drawing.h"
#include "report/frame.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using analysis::Conflict;
using analysis::Leaf;

constexpr std::size_t kFramesOfOneConflict = 4;
constexpr std::size_t kClashesOfOneConflict = 5;
constexpr std::size_t kComparedLines = 5;

Paint paint_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::error;
    case Severity::warning:
      return Ink::warning;
    case Severity::info:
      return Ink::accent;
  }
  return Ink::plain;
}

/// `MG101 message`; what is no error says so, because nothing else shows it where there is no colour.
void write_headline(Canvas& canvas, const Finding& finding) {
  canvas.put(info(finding.diagnostic).code, paint_of(finding.severity)).put(" ");
  if (finding.severity != Severity::error)
    canvas.put(fmt::format("{}: ", name_of(finding.severity)), paint_of(finding.severity));
  canvas.prose(finding.message, Ink::strong);
}

void write_help(Canvas& canvas, const std::vector<analysis::Advice>& help) {
  bool first = true;
  for (const analysis::Advice& advice : help) {
    canvas.put(first ? "help: " : "      ", first ? Paint(Ink::good) : Paint());
    canvas.prose(advice.text);
    first = false;
    for (const std::string& command : advice.commands) {
      canvas.put("        ");
      canvas.command(command);
    }
  }
}

std::vector<analysis::Advice> lines_of(std::string_view text) {
  std::vector<analysis::Advice> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back({std::string(text.substr(0, end)), {}});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// What is done twice, because the advice depends on it. What is only near each other is left to `explain`.
void write_clashes(Canvas& canvas, const Conflict& conflict, const RenderOptions& options) {
  std::vector<const analysis::Clash*> clashes;
  for (const analysis::Clash& clash : conflict.clashes)
    if (!clash.mild) clashes.push_back(&clash);
  if (clashes.empty()) return;
  const std::size_t shown = options.all_findings ? clashes.size() : std::min(clashes.size(), kClashesOfOneConflict);
  for (std::size_t i = 0; i < shown; ++i) {
    canvas.put("  ✖ ", Ink::error);
    canvas.prose(clashes[i]->text);
  }
  if (shown < clashes.size()) {
    canvas.put("  ");
    canvas.prose(fmt::format("… and {} more: miggraph explain {}", clashes.size() - shown, conflict.app), Ink::dim);
  }
  canvas.blank();
}

void write_conflict(Canvas& canvas, const Finding& finding, const Conflict& conflict, const RenderOptions& options) {
  const std::size_t frames =
      std::min(conflict.leaves.size(), options.all_findings ? conflict.leaves.size() : kFramesOfOneConflict);
  for (std::size_t i = 0; i < frames; ++i) {
    const Leaf& leaf = conflict.leaves[i];
    const std::string who = who_and_when(leaf, options.style, " · ");
    Frame frame{leaf.path, leaf.range, leaf.refs, leaf.refs.empty() ? who : joined(leaf.refs) + " · " + who,
                paint_of(finding.severity)};
    draw_frame(canvas, frame, options.sources);
  }
  if (frames < conflict.leaves.size()) {
    canvas.put(fmt::format("… and {}", counted(conflict.leaves.size() - frames, "more leaf", "more leaves")), Ink::dim)
        .end();
  }
  canvas.blank();
  ForkDrawing how;
  if (options.all_findings) how.max_leaves = conflict.leaves.size();
  draw_fork(canvas, conflict, how);
  canvas.blank();
  write_clashes(canvas, conflict, options);
  write_help(canvas, conflict.advice.empty() ? lines_of(finding.help) : conflict.advice);
}

void write_finding(Canvas& canvas, const Finding& finding, const analysis::Report& report,
                   const RenderOptions& options) {
  write_headline(canvas, finding);
  if (const Conflict* conflict = conflict_of(report, finding)) {
    write_conflict(canvas, finding, *conflict, options);
  } else {
    if (!finding.path.empty()) {
      draw_frame(canvas, {finding.path, finding.range, finding.refs, joined(finding.refs), paint_of(finding.severity)},
                 options.sources);
    }
    write_help(canvas, lines_of(finding.help));
  }
  canvas.blank();
}

std::size_t count(const analysis::Report& report, Severity severity) {
  return static_cast<std::size_t>(std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                                                [&](const Finding& finding) { return finding.severity == severity; }));
}

std::string apps_and_migrations(const analysis::Report& report) {
  std::size_t migrations = 0;
  for (const auto& app : report.apps) migrations += app.migrations;
  return fmt::format("{}, {}", counted(report.apps.size(), "app"), counted(migrations, "migration"));
}

void write_clean(Canvas& canvas, const analysis::Report& report) {
  canvas.put("✔ ", Ink::good);
  if (report.apps.empty()) {
    canvas.put("no app with migrations found in ").put(snapshot_in_words(report.snapshot)).end();
    return;
  }
  canvas.put(fmt::format("no conflicts in {}", apps_and_migrations(report))).end();
}

void write_count(Canvas& canvas, const analysis::Report& report, bool strict) {
  const std::size_t errors = count(report, Severity::error);
  const std::size_t warnings = count(report, Severity::warning);
  const std::size_t infos = count(report, Severity::info);
  std::vector<std::string> counts;
  if (errors) counts.push_back(counted(errors, "error"));
  if (warnings) counts.push_back(counted(warnings, "warning"));
  if (infos) counts.push_back(counted(infos, "note"));
  const bool failed = errors || (strict && warnings);
  canvas.put(failed ? "✖ " : "! ", failed ? Ink::error : Ink::warning);
  canvas.put(joined(counts), Ink::strong).put(" in ").put(apps_and_migrations(report));
  if (strict && warnings) canvas.put(" (--strict: warnings count as errors)", Ink::dim);
  canvas.end();
}

}  // namespace

const Conflict* conflict_of(const analysis::Report& report, const Finding& finding) {
  const bool merged = finding.diagnostic == Diagnostic::MG102;
  if (!merged && finding.diagnostic != Diagnostic::MG101) return nullptr;
  const Conflict* best = nullptr;
  for (const Conflict& conflict : report.conflicts) {
    if (conflict.app != finding.app || (conflict.scope == Conflict::Scope::branches) != merged) continue;
    const bool has_leaf = std::any_of(conflict.leaves.begin(), conflict.leaves.end(),
                                      [&](const Leaf& leaf) { return leaf.path == finding.path; });
    if (!finding.path.empty() && !has_leaf && !finding.path.starts_with(conflict.path)) continue;
    // One app may have a conflict of its own and one of the target's, both MG101: the severity tells them apart.
    if (!best || conflict.severity == finding.severity) best = &conflict;
    if (conflict.severity == finding.severity) break;
  }
  return best;
}

void write_compared(Canvas& canvas, const analysis::Report& report) {
  const auto& against = report.against;
  const std::size_t shown = against.size() > kComparedLines + 1 ? kComparedLines : against.size();
  for (std::size_t i = 0; i < shown; ++i) {
    canvas.put("compared with ", Ink::dim)
        .put(against[i].ref)
        .put(" ")
        .put(short_id(against[i].commit), Ink::dim)
        .end();
  }
  if (shown < against.size())
    canvas.put(fmt::format("compared with {}", counted(against.size() - shown, "more ref")), Ink::dim).end();
}

std::string check_text(const analysis::Report& report, const RenderOptions& options) {
  Canvas canvas(options.style);
  std::map<Diagnostic, std::size_t> seen;
  for (const Finding& finding : report.diagnostics) {
    if (++seen[finding.diagnostic] <= kFindingsOfOneCode || options.all_findings)
      write_finding(canvas, finding, report, options);
  }
  for (const auto& [diagnostic, total] : seen) {
    if (total <= kFindingsOfOneCode || options.all_findings) continue;
    canvas
        .put(fmt::format("… and {} more {} (--all-findings)", total - kFindingsOfOneCode, info(diagnostic).code),
             Ink::dim)
        .end();
  }
  canvas.blank();
  write_summary(canvas, report, options);
  return canvas.take();
}

void write_summary(Canvas& canvas, const analysis::Report& report, const RenderOptions& options) {
  if (report.diagnostics.empty()) {
    if (options.quiet) return;
    write_clean(canvas, report);
  } else {
    write_count(canvas, report, options.strict);
  }
  write_compared(canvas, report);
}

}  // namespace miggraph::report
