#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/source_text.h"
#include "python/module.h"
#include "python/value.h"

namespace miggraph::django {

/// (app_label, name), as django/db/migrations/loader.py has its keys. Ordered as Django sorts them.
struct MigrationKey {
  std::string app;
  std::string name;
  friend auto operator<=>(const MigrationKey&, const MigrationKey&) = default;
};

/// An entry of `dependencies`, `run_before` or `replaces`, as written.
struct Dependency {
  /// ("app", "name"); the name may be "__first__" or "__latest__".
  struct Key {
    std::string app;
    std::string name;
  };
  /// swappable_dependency(settings.NAME)
  struct Setting {
    std::string name;
  };
  /// swappable_dependency("app.Model")
  struct Swappable {
    std::string model;
  };
  /// What can't be known: the dotted path of the expression and the reason. `spread`: any number of entries. `wrong`: it is known, and
  /// Django dies of it.
  struct Unknown {
    std::string path;
    std::string reason;
    bool spread = false;
    bool wrong = false;
  };

  std::variant<Key, Setting, Swappable, Unknown> target;
  Span span;           ///< in `module`'s text; of the tuple or call
  const python::Module* module = nullptr;  ///< whose text the span is of (a base class may lie in another file)
  python::Value value;  ///< as evaluated, for dump

  const Key* key() const { return std::get_if<Key>(&target); }
};

/// Whether some entry is Unknown.
bool has_unknown(const std::vector<Dependency>& entries);

struct OperationType;  // operations/operation_type.h

/// One operation of a migration: what its call says, with the arguments under Django's names. Immutable.
struct Operation {
  const OperationType* type = nullptr;  ///< null: not one of Django's, an OpaqueOperation whose effect is not known
  std::string name;                     ///< class name: "AddField"
  std::string path;                     ///< "django.db.migrations.AddField", "shop.migrations.0002_x.AddTrigger"
  python::Value value;                  ///< the call (or whatever stood in the list)
  std::vector<python::Value> args;      ///< positional arguments that no parameter name is known for
  std::vector<python::Keyword> kwargs;  ///< the others by parameter name, as written; `**unknown` has the name "**"
  Span span;
  const python::Module* module = nullptr;
  int nesting = 0;                      ///< how many operations (SeparateDatabaseAndState) it stands inside of

  /// Whether its class is Django's own, as `builtin` of the oracle's files has it.
  bool builtin() const { return path.starts_with("django."); }
  const python::Value* argument(std::string_view parameter) const;
};

/// What a migration file says. Immutable. Its values live in `modules`.
struct Migration {
  std::string name;  ///< the module's name: "0003_remove_ine"
  std::string file;  ///< name within the migrations folder: "0003_remove_ine.py"
  std::vector<Dependency> dependencies;
  std::vector<Dependency> run_before;
  std::vector<Dependency> replaces;
  std::optional<bool> initial;          ///< as written, not derived
  python::Value atomic;                 ///< default True
  std::vector<Operation> operations;
  Span class_span;                      ///< of the name `Migration` where it is bound
  /// The class outside the migrations packages that may give it dependencies, since it says none itself: its base, or the
  /// class itself where that is imported. Empty where all is known.
  std::string inherits_from;
  std::string module_name;              ///< dotted: "shop.migrations.0003_remove_ine"
  std::shared_ptr<const python::Module> module;

  bool unreadable = false;              ///< what salvage.h made out of a file that Python could not load

  bool is_squash() const { return !replaces.empty(); }
  /// Whether it may depend on more than can be read.
  bool may_depend_on_more() const;
};

}  // namespace miggraph::django
