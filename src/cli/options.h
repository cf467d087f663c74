#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/terminal.h"

namespace CLI {
class App;
}

namespace miggraph::cli {

/// What the command line says. Each command declares those of them that it has.
struct Options {
  // Where the files come from.
  std::vector<std::string> directories;  ///< -C, each relative to the one before
  bool staged = false;
  bool pushed = false;  ///< of check alone
  std::string rev;                                                     ///< empty: none
  std::vector<std::pair<std::string, std::string>> migration_modules;  ///< label, folder relative to the root
  std::vector<std::string> site_packages;                              ///< --site-packages
  bool all_apps = false;

  // What they are compared with.
  std::vector<std::string> against;
  std::vector<std::string> branches;  ///< globs
  bool no_against = false;
  unsigned since = 180;  ///< days: older branches are counted, but not drawn

  // What is looked at.
  bool no_drift = false;
  bool no_lint = false;
  std::vector<std::string> arguments;                         ///< PATH… of check, APP… of the others
  std::vector<std::pair<std::string, std::string>> settings;  ///< --setting NAME=VALUE of dump
  bool each = false;                                          ///< dump --each
  std::string at;                                             ///< state: a migration; empty: all of them
  std::string diff_ref;                                       ///< state: what it is held against; empty: nothing

  // How it is shown.
  std::string format;                  ///< empty: the first of the command's formats
  bool format_for_all = false;         ///< it is from the environment or the configuration: a command that has no such format takes its first
  std::string output_file;             ///< empty: standard output
  std::vector<std::pair<std::string, std::string>> also;  ///< --also FORMAT=FILE of check
  ColorChoice color = ColorChoice::automatic;
  bool schema = false;                 ///< --schema of config
  bool all_findings = false;
  bool reverse = false;
  bool quiet = false;
  bool verbose = false;

  // What counts as failure.
  std::optional<bool> strict;
  bool exit_zero = false;

  /// The project's own wishes, for whatever the command line and the environment leave open.
  Configuration configuration;

  /// Where -C leads: each DIR relative to the one before, as git does it.
  std::string start_directory() const;
};

/// The options that several commands share, group by group. `options` must outlive `app`.
void add_directory_option(CLI::App& app, Options& options);
void add_snapshot_options(CLI::App& app, Options& options);
void add_comparison_options(CLI::App& app, Options& options);  ///< check: the snapshot against one target
void add_branch_options(CLI::App& app, Options& options);      ///< explain, graph: the picture over all branches
void add_output_options(CLI::App& app, Options& options, const std::vector<std::string>& formats);

/// What the configuration says about options that the command line and the environment leave open. The rest of it is for those
/// who read and choose: Session, choose_target().
void take_from_configuration(Options& options, Configuration configuration);
void add_also_option(CLI::App& app, Options& options);  ///< check: the same report in other formats too

/// Options that CI sets once for all jobs have twins in the environment: MIGGRAPH_FORMAT, MIGGRAPH_AGAINST (refs with
/// blanks between them). The command line comes first.
void take_from_environment(Options& options, const Environment& environment);

}  // namespace miggraph::cli
