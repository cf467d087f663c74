#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/report.h"
#include "analysis/views.h"
#include "base/result.h"

namespace miggraph::analysis {

/// An operation that a rollback undoes.
struct RollbackOperation {
  std::size_t index = 0;           ///< in its migration's `operations`
  std::string operation;           ///< class name: "AddField"
  std::string description;         ///< Django's describe(): "Add field phone to student"
  std::optional<bool> reversible;  ///< Operation.reversible; nothing where it can't be known
  bool fails = false;  ///< Django takes it for reversible, and raises NotImplementedError when it gets there
  std::string text;    ///< what undoing it does: "drops the column phone of students.Student"
  std::vector<std::string> loses;     ///< the data that goes: "column phone of students.Student"
  std::vector<std::string> cautions;  ///< what does not come back, or where it may fail
};

/// A migration that a rollback unapplies.
struct RollbackStep {
  std::string app;  ///< label
  std::string migration;
  std::string path;                ///< of its file, relative to the root
  std::optional<bool> reversible;  ///< false if one of the operations is; else nothing if one isn't known
  std::string needs;  ///< of another app: the migration before it in the plan that it hangs on, "shop.0003_x"
  std::vector<RollbackOperation> operations;  ///< as written; they are undone from the last to the first
};

/// What `migrate APP TARGET` would unapply where everything is applied.
struct RollbackReport {
  SnapshotLine snapshot;
  std::string app;  ///< as people name it: the label, or "path:label"
  std::string label;
  std::string target;               ///< a migration's name, or "zero"
  std::vector<RollbackStep> steps;  ///< in Django's order

  /// Where Django stops: nothing of that migration is undone, but all steps before it are.
  struct Stop {
    std::size_t step = 0;
    std::size_t operation = 0;   ///< index within the migration
    bool in_the_middle = false;  ///< found out only while that migration is being undone
  };
  std::optional<Stop> stop;
  /// Why Django would refuse to begin (several leaves, a file that it can't load): sentences without a full stop.
  std::vector<std::string> refusals;
  std::vector<std::string> notes;     ///< what makes the plan uncertain
  std::string manage;                 ///< "python manage.py", the way to it from the root
  std::vector<std::string> commands;  ///< what to type for it; nothing where there is nothing to unapply

  /// Whether something in it can't be done.
  bool is_blocked() const { return stop.has_value() || !refusals.empty(); }
  std::vector<std::string> loses() const;  ///< of all operations, in order
};

struct RollbackInput {
  const View* snapshot = nullptr;
  const django::App* app = nullptr;  ///< of the snapshot
  std::string title;                 ///< how people name it
  std::string target;                ///< a name, the beginning of one, or "zero"
};

/// Django's backwards plan, and what undoing each operation does. Errors: no such migration, or several that begin so
/// (usage); a graph that Django can't load, so that there is no plan.
Result<RollbackReport> rollback(const RollbackInput& input);

}  // namespace miggraph::analysis
