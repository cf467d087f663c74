#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "django/migration.h"

namespace miggraph::django {

/// The models as the operations before a certain one leave them: as much of Django's ProjectState as it takes to say what comes
/// back, and what can't, when that one is unapplied. What an operation of unknown effect may have changed is forgotten rather
/// than guessed.
class EarlierModels {
 public:
  struct Field {
    python::Value value;            ///< the call that makes it
    bool preserves_default = true;  ///< false: its default served to fill the rows that were there, and is forgotten since
  };
  struct Model {
    std::string name;                     ///< as written: "Student"
    std::map<std::string, Field> fields;  ///< by name in lower case
    bool in_database = true;              ///< false: a proxy, or one that Django does not manage
    python::Value unique_together;
    python::Value order_with_respect_to;
  };

  /// What the operation makes of them (Operation.state_forwards).
  void apply(const std::string& app, const Operation& operation);

  /// By the name in any case; null where it isn't known.
  const Model* model(const std::string& app, std::string_view name) const;
  const Field* field(const std::string& app, std::string_view model, std::string_view name) const;

 private:
  using Key = std::pair<std::string, std::string>;  // app, name in lower case
  Model* find(const std::string& app, const std::string& lower_name);
  void create(const std::string& app, const Operation& operation);
  void rename(const std::string& app, const Operation& operation);
  void change_field(const std::string& app, const Operation& operation, std::string_view what);

  std::map<Key, Model> models_;
};

/// Where an operation stands: its app, and the models before it.
struct Surroundings {
  std::string app;
  const EarlierModels& before;
};

/// The value that an `options` argument has under a name; null where it has none, or isn't known.
const python::Value* option(const Operation& create_model, std::string_view name);

}  // namespace miggraph::django
