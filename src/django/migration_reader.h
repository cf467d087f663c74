#pragma once

#include <memory>
#include <string>
#include <variant>

#include "django/codebase.h"
#include "django/migration.h"

namespace miggraph::django {

/// A module of a migrations package that may be a migration.
struct MigrationModule {
  std::string file;         ///< "0003_remove_ine.py"
  std::string name;         ///< "0003_remove_ine"
  std::string module_name;  ///< "shop.migrations.0003_remove_ine"
  std::string label;        ///< of its app, for messages
  std::shared_ptr<const python::Module> module;
};

/// The migration that a module holds (django/db/migrations/loader.py: load_disk), or why it holds none.
std::variant<Migration, LoadError> read_migration(const MigrationModule& source);

}  // namespace miggraph::django
