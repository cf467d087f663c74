#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/source_text.h"

namespace miggraph::analysis {

/// Who made a commit and when, for people.
struct CommitLine {
  std::string id;            ///< 40 hex digits
  std::string author;
  std::int64_t time = 0;     ///< author date, seconds since 1970
  int offset_minutes = 0;    ///< its time zone
};

struct SnapshotLine {
  std::string kind;  ///< "worktree", "folder", "index", "commit"
  std::string ref;   ///< "" without git
  std::optional<std::string> commit;
};

/// A ref that the snapshot was held against.
struct AgainstLine {
  std::string ref;
  std::string commit;
  std::optional<std::string> merge_base;
  std::string why;  ///< why this ref: "given by --against", "the remote's default branch", …
};

struct AppLine {
  std::string label;
  std::string path;
  std::size_t migrations = 0;
  std::vector<std::string> leaves;
};

/// A migration of a branch's side of a conflict, from the fork to the leaf.
struct Step {
  std::string migration;
  std::string path;
  std::vector<std::string> summary;  ///< one short line an operation: "− ine", "+ date_naissance", "~ groupe"
  std::vector<std::string> parents;  ///< within its app, after squashing; empty: the step before it, or the base
  /// For each migration one of its own, also where two have one name (MG120); empty: the name.
  std::string key = {};
  std::vector<std::string> parent_keys = {};

  /// Whether both sides added one of that name, so that git cannot merge the file.
  bool is_contested() const { return key.find('@') != std::string::npos && key != migration; }
};

struct Leaf {
  std::string migration;
  std::string path;
  std::vector<std::string> refs;     ///< which of the refs compared hold it
  std::optional<CommitLine> commit;  ///< absent: not committed yet
  std::vector<Step> chain;           ///< what lies between the base and this leaf, oldest first, the leaf included
  std::optional<Range> range;        ///< of its `dependencies` in the file, for the frame around that line
};

struct Pair {
  std::vector<std::string> refs;
  std::vector<std::string> leaves;
  std::vector<std::string> base;
  Severity severity = Severity::error;
};

/// The same model, field, index or constraint touched on two sides.
struct Clash {
  std::string kind;  ///< "same-field", "same-model", "same-name", …
  std::string model; ///< lower case
  std::string field; ///< or the name of an index or constraint; may be empty
  std::vector<std::string> operations;  ///< "0003_a#0": migration and index of its operation
  std::string text;  ///< a sentence for people
  /// What comes of it by simulation: "fails" (the second one, whichever that is), "fails-in-one-order", "order" (the outcome hangs
  /// on it), "same" (both leave it alike); empty: nothing of the kind, or not known.
  std::string outcome = {};
  std::optional<bool> equal = {};  ///< of a field that both sides leave behind: whether alike
  bool mild = false;  ///< the same model, but nothing of it twice: to be looked at, no reason to make anything anew
};

/// A migration on a leaf's line that depends on one of its own app which is not there: what the line builds on, and so
/// whether there is a fork at all, is not known before that is mended.
struct Gap {
  std::string leaf;
  std::string text;          ///< "shop.0002_b depends on shop.0001_inital, which does not exist (MG103)"
  bool at_the_root = false;  ///< and on nothing else in its app, so that the whole line hangs in the air
};

/// One thing to do, in plain words (what is not simulated is not claimed), and what to type for it.
struct Advice {
  std::string text;
  std::vector<std::string> commands;  ///< a line each; may be empty
};

struct Conflict {
  enum class Scope { tree, branches, target };
  std::string app;    ///< label
  std::string path;   ///< the app's folder
  Scope scope = Scope::tree;
  Severity severity = Severity::error;
  bool uncertain = false;  ///< a leaf may hang on another one by what is not known; then a warning at most
  std::vector<std::string> base;  ///< maximal common ancestors of all leaves within the app; [] if there are none
  std::vector<Leaf> leaves;
  std::vector<Pair> pairs;
  std::vector<Clash> clashes;
  std::vector<std::string> trunk;  ///< migrations at and below the base, newest first, for the drawing (a few)
  std::vector<Gap> gaps;           ///< on the lines from the base to the leaves
  std::vector<Advice> advice;      ///< what to do, in order: for the target, for each branch that has to move
};

std::string_view name_of(Conflict::Scope scope);

/// What `check` and `explain` have to say: one value, which every output format renders.
struct Report {
  SnapshotLine snapshot;
  std::vector<AgainstLine> against;
  std::vector<AppLine> apps;
  std::vector<Conflict> conflicts;
  std::vector<Finding> diagnostics;  ///< sorted; every conflict also stands here
  std::vector<std::string> notes;    ///< for stderr: what was left out and why

  bool has(Severity at_least) const;
};

}  // namespace miggraph::analysis
