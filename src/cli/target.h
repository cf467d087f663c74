#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/ci.h"
#include "cli/configuration.h"
#include "source/repository.h"

namespace miggraph::cli {

/// What the choice of a target asks of a repository. Tests have one of their own.
class Refs {
 public:
  virtual ~Refs() = default;
  virtual bool is_git() const = 0;
  virtual bool is_shallow() const = 0;
  virtual std::optional<source::Revision> head() const = 0;  ///< absent on an unborn branch
  virtual std::string head_name() const = 0;                 ///< "main", "HEAD" where detached
  virtual Result<source::Revision> resolve(const std::string& revision) const = 0;
  virtual std::optional<std::string> remote_default_branch() const = 0;  ///< "origin/main"
  virtual Result<std::vector<source::Branch>> branches() const = 0;
  /// What the last branches() had to leave out as damaged.
  virtual std::vector<std::string> broken_refs() const { return {}; }
  virtual Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a,
                                                            const source::CommitId& b) const = 0;
};

/// What the command line and the configuration say about it.
struct TargetRequest {
  std::vector<std::string> against;
  std::vector<std::string> branches;  ///< globs
  bool no_against = false;
  std::optional<source::Revision> rev;  ///< --rev: the snapshot is that commit, not what is checked out
  /// `against` of the configuration: the branches that changes go into, where nothing else names one.
  std::optional<Configured<std::vector<std::string>>> configured = {};
};

struct Comparison {
  source::Revision revision;
  std::string why;         ///< "given by --against", "the remote's default branch"
  bool is_target = false;  ///< the change goes into it, so that the snapshot is the side that has to move
};

struct Target {
  std::vector<Comparison> against;
  std::vector<std::string> notes;  ///< for standard error
};

/// What the snapshot is held against: what was asked for, else the CI system's target branch, else the remote's default
/// branch, else a local main or master; nothing where that is the snapshot itself. Never nothing in silence: where a
/// comparison was to be expected and can't be had, it is an error with the command that mends this clone.
Result<Target> choose_target(const Refs& refs, const TargetRequest& request, const std::optional<Ci>& ci);

/// An error about a ref, with a hint where it has none.
Error with_hint(Error error);

/// The branch that all others go into, where it can be found: for `explain` and `graph`, which do without it if need
/// be. Nothing where the snapshot is that branch.
std::optional<Comparison> find_trunk(const Refs& refs, const TargetRequest& request, const std::optional<Ci>& ci);

}  // namespace miggraph::cli
