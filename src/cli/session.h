#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/judged_apps.h"
#include "analysis/repository_views.h"
#include "base/progress.h"
#include "base/result.h"
#include "cli/console.h"
#include "cli/options.h"
#include "cli/target.h"
#include "django/codebase_reader.h"
#include "report/source_lines.h"
#include "source/repository.h"

namespace miggraph::cli {

/// What every command begins with: the repository opened, the snapshot asked for taken and read. Commands then are a
/// list of steps. Everything that a command holds on to belongs to its session.
class Session {
 public:
  /// The session stays until the process ends, and then goes with it:
  /// to take down what was read, piece by piece, would cost a twentieth of the run and be of use to nobody.
  static Result<Session*> open(const Options& options, Console& console);

  source::Repository& repository() { return *repository_; }
  analysis::RepositoryViews& views() { return *views_; }
  const analysis::View& view() const { return view_; }  ///< of the snapshot
  const django::Codebase& codebase() const { return *view_.codebase; }
  const std::optional<source::Revision>& rev() const { return rev_; }  ///< --rev, resolved

  /// What to compare with, by the command line and the environment.
  Result<Target> target(const Options& options, const Environment& environment) const;
  /// The branch that all others go into, where that is another one than the snapshot's.
  std::optional<Comparison> trunk(const Options& options, const Environment& environment) const;

  /// Which apps are judged, by the command line and the configuration.
  analysis::Scope scope(const Options& options) const;

  /// A path as typed, relative to the root: typed in a subfolder it means what lies there.
  Result<std::string> from_root(const std::string& path) const;

  /// Whether there is such a path (relative to the root) in the snapshot, or on disk.
  bool has(const std::string& path) const;

  /// Source lines of the snapshot and of the refs compared, for the frames of text output.
  std::unique_ptr<report::SourceLines> source_lines(std::vector<source::Revision> revisions);

 private:
  Session() = default;

  /// The snapshot that the options name.
  Result<source::Snapshot> take_snapshot(const Options& options);

  /// What the configuration names has to be there: a slip of the pen must not look like a project without findings.
  Status check_configured(const Configuration& configured, Console& console) const;

  Progress* progress_ = nullptr;
  std::unique_ptr<source::Repository> repository_;
  std::unique_ptr<django::CodebaseReader> reader_;
  std::unique_ptr<analysis::RepositoryViews> views_;
  std::optional<source::Revision> rev_;
  analysis::View view_;
};

}  // namespace miggraph::cli
