#include "report/explain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "report/canvas.h"
#include "report/check_text.h"
#include "report/fork_drawing.h"
#include "report/section.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using analysis::Conflict;
using analysis::Leaf;

std::size_t refs_of(const Conflict& conflict) {
  std::set<std::string> refs;
  for (const Leaf& leaf : conflict.leaves) {
    if (!leaf.refs.empty()) refs.insert(leaf.refs.front());  // several names of one leaf are one side
  }
  return refs.size();
}

std::string headline(const Conflict& conflict) {
  std::string text = counted(conflict.leaves.size(), "leaf", "leaves");
  if (conflict.scope == Conflict::Scope::branches && refs_of(conflict) > 1)
    text += fmt::format(" on {}", counted(refs_of(conflict), "branch", "branches"));
  if (conflict.scope == Conflict::Scope::tree) text += " in one tree";
  if (conflict.scope == Conflict::Scope::target) text += " on the target branch already";
  if (conflict.base.empty()) return text + ", nothing in common";
  return text + ", forked at " + joined(conflict.base);
}

std::string why_it_breaks(const Conflict& conflict) {
  if (!conflict.gaps.empty()) {
    return "A line builds on a migration that is not there, so Django does not even get to the leaves: it stops with "
           "NodeNotFoundError.";
  }
  const std::string django = fmt::format(
      "`migrate` and `makemigrations` stop: \"Conflicting migrations detected; multiple leaf nodes in the migration "
      "graph\" ({} in {}).",
      counted(conflict.leaves.size(), "leaf", "leaves"), conflict.app);
  switch (conflict.scope) {
    case Conflict::Scope::tree:
      return "Each of these migrations is the last one of its line, so Django can't tell what comes first: " + django;
    case Conflict::Scope::target:
      return "The target branch is broken as it stands, not by this one: " + django;
    case Conflict::Scope::branches:
      break;
  }
  if (conflict.leaves.size() > 2) {
    return "Each branch is sound by itself, and git merges them without a murmur, because the files have different "
           "names. Once two of them are merged, " +
           django;
  }
  return "Both sides are sound by themselves, and git merges them without a murmur, because the files have different "
         "names. Once they are merged, " +
         django;
}

void write_conflict(Canvas& canvas, const Conflict& conflict, const RenderOptions& options) {
  canvas.put(conflict.app, Ink::strong)
      .put("   ")
      .put(headline(conflict), conflict.severity == Severity::error ? Ink::error : Ink::warning);
  if (!canvas.put_right({{conflict.path, Ink::dim}})) {
    canvas.end();
    canvas.put(conflict.path, Ink::dim);
  }
  canvas.end();
  canvas.blank();

  ForkDrawing how;
  how.operations = true;
  how.commits = true;
  how.max_chain = options.all_findings ? SIZE_MAX : 12;
  if (options.all_findings) how.max_leaves = conflict.leaves.size();
  draw_fork(canvas, conflict, how);

  if (!conflict.clashes.empty()) {
    Section section(canvas, "What clashes");
    for (const analysis::Clash& clash : conflict.clashes) section.say((clash.mild ? "! " : "✖ ") + clash.text);
  } else if (!conflict.gaps.empty()) {
    Section(canvas, "What clashes").say("Not known while a line builds on what is not there.");
  } else {
    Section section(canvas, "What clashes");
    section.say(options.focus.empty() ? "Nothing but the order: no model is touched on two sides."
                                      : "Nothing that " + options.focus + " does: only the order.");
  }
  Section(canvas, "Why it breaks").say(why_it_breaks(conflict));
  if (!conflict.advice.empty()) {
    Section section(canvas, "What to do");
    for (std::size_t i = 0; i < conflict.advice.size(); ++i) {
      if (i > 0) canvas.blank();
      section.say(conflict.advice[i].text);
      for (const std::string& command : conflict.advice[i].commands) section.type(command);
    }
  }
  canvas.blank();
}

/// An app whose story is that there is none.
void write_sound_app(Canvas& canvas, const analysis::AppLine& app) {
  canvas.put("✔ ", Ink::good).put(app.label, Ink::strong).put("   ");
  canvas.put(counted(app.migrations, "migration"));
  if (!app.leaves.empty())
    canvas.put(fmt::format(", {} {}", app.leaves.size() == 1 ? "one leaf:" : "leaves:", joined(app.leaves)));
  canvas.put_right({{app.path, Ink::dim}});
  canvas.end();
}

}  // namespace

std::string explain_text(const analysis::Report& report, const RenderOptions& options) {
  Canvas canvas(options.style);
  for (const Conflict& conflict : report.conflicts) write_conflict(canvas, conflict, options);

  std::size_t others = 0;
  for (const Finding& finding : report.diagnostics) others += conflict_of(report, finding) == nullptr;
  if (report.conflicts.empty()) {
    if (report.apps.empty()) {
      canvas.put("✔ ", Ink::good).put("no app with migrations found in ").put(snapshot_in_words(report.snapshot)).end();
    } else if (!options.focus.empty()) {
      canvas.put("✔ ", Ink::good).put("nothing clashes over ").put(options.focus, Ink::strong).end();
    } else if (report.apps.size() <= 3) {
      for (const analysis::AppLine& app : report.apps) write_sound_app(canvas, app);
      canvas.put("  no conflict, here or with the branches compared").end();
    } else {
      canvas.put("✔ ", Ink::good).put(fmt::format("no conflicts in {}", counted(report.apps.size(), "app"))).end();
    }
  }
  if (others > 0) {
    canvas.put("! ", Ink::warning)
        .prose(fmt::format("{} besides; `miggraph check` shows what", counted(others, "other finding")));
  }
  write_compared(canvas, report);
  return canvas.take();
}

}  // namespace miggraph::report
