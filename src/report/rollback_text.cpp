#include "report/rollback_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/shell_word.h"
#include "report/canvas.h"
#include "report/section.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

using analysis::RollbackOperation;
using analysis::RollbackReport;
using analysis::RollbackStep;

/// Losses that are listed; the others are counted, and the steps have them all.
constexpr std::size_t kLosses = 12;

std::string name_of(const RollbackStep& step) {
  return step.app + "." + step.migration;
}

std::string headline(const RollbackReport& report) {
  const std::string where = report.target == "zero" ? "back to before its first migration" : "back to " + report.target;
  if (report.steps.empty()) return where;
  std::set<std::string> apps;
  for (const RollbackStep& step : report.steps) apps.insert(step.app);
  return fmt::format("{}: {} of {} would be unapplied", where, counted(report.steps.size(), "migration"),
                     counted(apps.size(), "app"));
}

std::size_t unknown_operations(const RollbackReport& report) {
  std::size_t count = 0;
  for (const RollbackStep& step : report.steps) {
    for (const RollbackOperation& one : step.operations) count += !one.reversible.has_value();
  }
  return count;
}

/// The one line that matters most.
void write_verdict(Canvas& canvas, const RollbackReport& report) {
  if (!report.refusals.empty()) {
    canvas.put("✖ ", Ink::error).prose("Django refuses to begin", Ink::error);
  } else if (report.stop) {
    canvas.put("✖ ", Ink::error)
        .prose(fmt::format("it can't be done: Django stops at {}, step {} of {}",
                           name_of(report.steps[report.stop->step]), report.stop->step + 1, report.steps.size()),
               Ink::error);
  } else if (report.steps.empty()) {
    canvas.put("✔ ", Ink::good)
        .prose(fmt::format("nothing would be unapplied: no migration of {} stands on it", report.label));
  } else if (const std::size_t unknown = unknown_operations(report); unknown > 0) {
    canvas.put("? ", Ink::warning)
        .prose(fmt::format("whether it can be done is not known: {} can't be looked into (marked ?)",
                           counted(unknown, "operation")),
               Ink::warning);
  } else if (const std::size_t losses = report.loses().size(); losses > 0) {
    canvas.put("! ", Ink::warning)
        .prose(fmt::format("it can be done, and {} (below)",
                           losses == 1 ? "data goes with it" : "data goes with it in " + counted(losses, "place")),
               Ink::warning);
  } else {
    canvas.put("✔ ", Ink::good).prose("it can be done, and no column or table goes with it");
  }
}

bool is_alike(const RollbackOperation& a, const RollbackOperation& b) {
  return a.operation == b.operation && a.text == b.text && a.reversible == b.reversible && a.loses == b.loses &&
         a.cautions == b.cautions;
}

/// `times`: how many that are alike stand for one line.
void write_operation(Canvas& canvas, const RollbackOperation& one, std::size_t times) {
  canvas.put("     ");
  const bool stops = one.reversible == false || one.fails;
  if (stops)
    canvas.put("✖ ", Ink::error);
  else if (!one.reversible)
    canvas.put("? ", Ink::warning);
  else if (!one.loses.empty())
    canvas.put("! ", Ink::warning);
  else
    canvas.put("· ", Ink::dim);
  std::string text =
      fmt::format("{}{}: {}", one.operation, times > 1 ? fmt::format(" ({} times)", times) : "", one.text);
  for (const std::string& caution : one.cautions) text += "; " + caution;
  canvas.prose(text, stops ? Paint(Ink::error) : Paint());
}

void write_step(Canvas& canvas, const RollbackReport& report, std::size_t index) {
  const RollbackStep& step = report.steps[index];
  canvas.blank();
  canvas.put(fmt::format("{:>3}  ", index + 1), Ink::dim).put(name_of(step), Ink::strong);
  if (!canvas.put_right({{step.path, Ink::dim}})) {
    canvas.end();
    canvas.put("     ").put(step.path, Ink::dim);
  }
  canvas.end();
  if (!step.needs.empty()) {
    canvas.put("     ");
    canvas.prose("of another app, because it depends on " + step.needs, Ink::dim);
  }
  if (step.operations.empty()) canvas.put("     · ", Ink::dim).put("no operations").end();
  for (auto one = step.operations.rbegin(); one != step.operations.rend();) {
    const auto other =
        std::find_if_not(one, step.operations.rend(), [&](const auto& next) { return is_alike(*one, next); });
    write_operation(canvas, *one, static_cast<std::size_t>(other - one));
    one = other;
  }
}

/// What is already undone when Django stops there.
std::string undone_before(std::size_t step) {
  if (step == 0) return "Nothing is undone before it";
  if (step == 1) return "Step 1 is undone for good by then";
  return fmt::format("Steps 1 to {} are undone for good by then", step);
}

void write_stop(Section& section, const RollbackReport& report) {
  const RollbackReport::Stop& stop = *report.stop;
  const RollbackStep& step = report.steps[stop.step];
  const RollbackOperation& one = step.operations[stop.operation];
  if (stop.in_the_middle) {
    section.say(
        fmt::format("{} of {} raises NotImplementedError while it is undone: Django takes it for reversible, and does "
                    "not look inside. {}. Of this "
                    "migration nothing is undone where it is atomic and the database has transactions for schema "
                    "changes (PostgreSQL, SQLite); on "
                    "MySQL and Oracle it stays half undone.",
                    one.operation, name_of(step), undone_before(stop.step)));
  } else {
    section.say(
        fmt::format("{} of {} can't be reversed: `migrate` raises IrreversibleError when it gets there. {}, and of "
                    "this migration nothing is.",
                    one.operation, name_of(step), undone_before(stop.step)));
  }
}

void write_what_stops_it(Canvas& canvas, const RollbackReport& report) {
  if (!report.is_blocked()) return;
  Section section(canvas, "What stops it");
  for (const std::string& refusal : report.refusals) section.say(refusal + ".");
  if (report.stop) write_stop(section, report);
}

void write_losses(Canvas& canvas, const RollbackReport& report) {
  const std::vector<std::string> losses = report.loses();
  if (losses.empty()) return;
  Section section(canvas, "Data that goes");
  for (std::size_t i = 0; i < std::min(losses.size(), kLosses); ++i) section.say(losses[i]);
  if (losses.size() > kLosses)
    section.say(fmt::format("and {} more: each step above marked with ! has its own", losses.size() - kLosses));
}

/// How far back Django gets before it stops, where that is a place to stay at: a step of the app itself that others
/// stand on.
std::string as_far_as_it_goes(const RollbackReport& report) {
  if (!report.stop || !report.refusals.empty()) return "";
  const RollbackStep& step = report.steps[report.stop->step];
  const auto before = report.steps.begin() + static_cast<std::ptrdiff_t>(report.stop->step);
  const bool others =
      std::any_of(report.steps.begin(), before, [&](const RollbackStep& one) { return one.app == step.app; });
  if (step.app != report.label || !others) return "";
  return fmt::format("{} migrate {} {}", report.manage, shell_quoted(report.label), shell_quoted(step.migration));
}

void write_what_to_do(Canvas& canvas, const RollbackReport& report) {
  if (report.steps.empty()) return;
  Section section(canvas, "What to do");
  if (!report.refusals.empty()) section.say("Mend what keeps Django from beginning: `miggraph check` shows how.");
  if (report.stop) {
    section.say(
        "Write what undoes that operation (reverse_code, reverse_sql; RunPython.noop or RunSQL.noop where what it did "
        "may stay), or "
        "restore a backup of before.");
    if (const std::string command = as_far_as_it_goes(report); !command.empty()) {
      section.say("As it is, this is as far back as it goes:");
      section.type(command);
      canvas.blank();
    }
  }
  if (!report.loses().empty())
    section.say(
        "Back up the database: what is dropped does not come back, even when the migrations are applied again.");
  section.say(
      "Look at what your database would unapply (with installed packages, whose migrations are not read here), and at "
      "the SQL of a step:");
  const std::string& command = report.commands.front();
  section.type(command + " --plan");
  section.type(fmt::format("{} sqlmigrate --backwards {} {}", report.manage, shell_quoted(report.steps.front().app),
                           shell_quoted(report.steps.front().migration)));
  section.say("Then, while the present code is still there (older code lacks these files, and can't undo them):");
  section.type(command);
}

}  // namespace

std::string rollback_text(const RollbackReport& report, const Style& style) {
  Canvas canvas(style);
  canvas.put(report.app, Ink::strong).put("   ");
  canvas.prose(headline(report));
  write_verdict(canvas, report);
  for (std::size_t i = 0; i < report.steps.size(); ++i) write_step(canvas, report, i);
  write_what_stops_it(canvas, report);
  write_losses(canvas, report);
  write_what_to_do(canvas, report);
  return canvas.take();
}

}  // namespace miggraph::report
