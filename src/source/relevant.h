#pragma once

#include <array>
#include <string_view>

namespace miggraph::source {

/// The one place that says which files of a project may matter to Django or to miggraph. Everything else never enters a
/// Directory, so that folders which differ only in what does not matter are the same Directory.

/// The longest chain of folders that is followed; real projects stay below 30.
inline constexpr int max_depth = 200;

/// Django takes the modules of a migrations package from the disk, compiled ones without a source too.
inline bool is_migrations_folder(std::string_view name) {
  return name.ends_with("migrations");
}

/// True for a folder that no project keeps its own source in: git's and other tools' data, caches, virtual
/// environments, installed packages' metadata. They are large, and what they hold is never an app of the project.
inline bool is_skipped_folder(std::string_view name) {
  constexpr std::array<std::string_view, 9> names = {".git", "__pycache__", "node_modules", ".hg", ".tox",
                                                     ".nox", ".venv",       "venv",         ".svn"};
  for (std::string_view skipped : names) {
    if (name == skipped) return true;
  }
  return name.ends_with(".egg-info") || name.ends_with(".dist-info");
}

/// Python source tells apps, models, settings and migrations; the project files tell our configuration and the version
/// of Django.
inline bool is_relevant_file(std::string_view name, bool in_migrations_folder) {
  if (name.ends_with(".py")) return true;
  if (in_migrations_folder && name.ends_with(".pyc")) return true;
  constexpr std::array<std::string_view, 9> names = {"pyproject.toml", "miggraph.toml", "Pipfile",  "Pipfile.lock", "poetry.lock",
                                                     "uv.lock",        "pdm.lock",      "pylock.toml", "setup.cfg"};
  for (std::string_view project : names) {
    if (name == project) return true;
  }
  if (!name.ends_with(".txt") && !name.ends_with(".in")) return false;
  if (name.find("requirements") != std::string_view::npos || name.starts_with("constraints")) return true;
  // What most often lies in a folder `requirements`.
  constexpr std::array<std::string_view, 9> stems = {"base", "common", "core", "default", "deploy", "django", "main", "prod", "production"};
  const std::string_view stem = name.substr(0, name.rfind('.'));
  for (std::string_view one : stems) {
    if (stem == one) return true;
  }
  return false;
}

/// A module that Django's loader would import as a migration, whatever stands behind the name: it skips names that
/// begin with "_" or "~". Where it is a folder, a dangling link or a FIFO, Django dies.
inline bool is_migration_module(std::string_view name, bool in_migrations_folder) {
  return in_migrations_folder && name.ends_with(".py") && name.size() > 3 && name[0] != '_' && name[0] != '~';
}

/// True for a folder that is kept even where nothing relevant lies in it: an empty `migrations` means something else to
/// Django than none.
inline bool is_kept_when_empty(std::string_view name) {
  return name == "migrations";
}

}  // namespace miggraph::source
