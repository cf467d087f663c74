#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "django/codebase.h"
#include "graph/cycles.h"
#include "graph/migration_graph.h"

namespace miggraph::graph {

/// An entry of `dependencies` or `run_before` that leads out of the project: another label than those found, a setting
/// or an expression that is not known. Never an error.
struct External {
  enum class Attribute { dependencies, run_before };
  Attribute attribute = Attribute::dependencies;
  MigrationKey key;  ///< whose file has it
  const django::Dependency* dependency = nullptr;
};

std::string_view name_of(External::Attribute attribute);

/// Something about the graph that Django refuses, or that does other than it says.
struct Problem {
  enum class Kind {
    missing_parent,      ///< `target`, of an app of the project, is not there
    missing_child,       ///< the same, named in run_before
    empty_app,           ///< __first__ or __latest__ of an app without migrations
    own_first,           ///< __first__ of its own app, which Django ignores: a second root
    squash_of_squash,    ///< `target` is itself a squash; loads or not by the order of files (Django < 6.0)
    squashes_in_circle,  ///< the same, and they replace one another
    replaces_itself,     ///< Django drops the node in silence
    name_reused,         ///< `migration` bears a name that `target`, a squash that it depends on, replaces
    circle,
  };
  Kind kind = Kind::missing_parent;
  MigrationKey migration;
  MigrationKey target;
  const django::Dependency* dependency = nullptr;  ///< the entry that says so
  Cycle cycle;                                     ///< each depends on the next; ids of the graph
};

struct LoadOptions {
  /// Django stops at the first error, and its graph stays as it was then. Otherwise the graph is finished as well as
  /// can be, with all problems in `problems`: a squash of a squash as Django 6.0 has it, circles of squashes cut.
  bool keep_going = false;
  /// MigrationLoader.replace_migrations. False: squashes stand beside what they replace, as where `migrate` is asked to go back
  /// to a migration that a squash has replaced.
  bool replace_migrations = true;
};

/// What MigrationLoader(None).build_graph() makes of a project's apps: no database, nothing applied.
struct LoadedGraph {
  MigrationGraph graph;
  std::vector<External> external;   ///< by key, then as written
  std::optional<GraphError> error;  ///< only without keep_going
  std::vector<Problem> problems;    ///< only with keep_going; by migration

  /// detect_conflicts: apps with several leaves, sorted by label, with the leaves' names, sorted. Nothing where `error`
  /// is set.
  struct AppConflict {
    std::string app;
    std::vector<std::string> names;
  };
  std::vector<AppConflict> conflicts() const;
};

/// An app as the loader sees it: its label and what is in its package. `app` may be put together from several
/// snapshots.
struct AppMigrations {
  std::string label;
  std::vector<const django::Migration*> migrations;
};

/// Those of `apps` that Django takes for migrated: their package has an __init__.py.
std::vector<AppMigrations> migrations_of(std::span<const django::App* const> apps);
inline std::vector<AppMigrations> migrations_of(const django::Project& project) {
  return migrations_of(project.apps);
}

/// django/db/migrations/loader.py, MigrationLoader.build_graph (5.2). Migrations are added sorted by key. Labels other
/// than those of `apps` are outside, swappable settings are looked up in `settings`. `apps`' migrations must outlive
/// the result.
LoadedGraph build_graph(std::span<const AppMigrations> apps, const django::ModelSettings& settings,
                        LoadOptions options = {});
LoadedGraph build_graph(const django::Project& project, const django::ModelSettings& settings,
                        LoadOptions options = {});

/// An entry as a key of the project, where it is one or a swappable that can be resolved; the name may be "__first__".
std::optional<MigrationKey> resolve(const django::Dependency& dependency, const django::ModelSettings& settings);

}  // namespace miggraph::graph
