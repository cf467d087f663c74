#pragma once

#include <string>
#include <vector>

#include "django/state/project_state.h"

namespace miggraph::django {

/// How one model differs between two states.
struct ModelDiff {
  enum class Kind { added, removed, changed };
  struct Field {
    Kind kind = Kind::changed;
    std::string name;
    FieldPointer before, after;  ///< null where there is none
  };
  struct Option {
    Kind kind = Kind::changed;
    std::string name;
    std::shared_ptr<const Canonical> before, after;
  };

  Kind kind = Kind::changed;
  ModelKey key;
  ModelPointer before, after;
  std::vector<Field> fields;    ///< in the order of `after`, then those removed
  std::vector<Option> options;  ///< by name; `indexes` and `constraints` as wholes
  bool bases = false;           ///< whether these differ
  bool managers = false;
  bool order = false;           ///< the same fields, in another order
};

/// What differs, by key. A model that both states share costs nothing.
std::vector<ModelDiff> difference(const ProjectState& before, const ProjectState& after);

}  // namespace miggraph::django
