#pragma once

#include <string>
#include <vector>

namespace miggraph::django {

struct Operation;

/// One thing that an operation changes, for finding out whether two operations get in each other's way.
struct Touch {
  enum class Kind {
    create_model,
    delete_model,
    rename_model,
    add_field,
    remove_field,
    alter_field,
    rename_field,
    model_options,
    unique_together,
    index_together,
    table,
    managers,
    order,
    add_index,
    remove_index,
    rename_index,
    add_constraint,
    remove_constraint,
    alter_constraint,
    data,    ///< RunPython: may read and write any row
    sql,     ///< RunSQL
    opaque,  ///< an operation whose effect is not known
  };
  Kind kind = Kind::opaque;
  std::string model;     ///< lower case, without its app; empty where none is named or it isn't known
  std::string name;      ///< field (lower case), index or constraint; function of RunPython
  std::string new_name;  ///< of a rename; a model's and a field's in lower case
  friend bool operator==(const Touch&, const Touch&) = default;
};

using Touches = std::vector<Touch>;

/// What an operation touches, in its order; that of the operations inside SeparateDatabaseAndState and RunSQL too.
Touches touches(const Operation& operation);

}  // namespace miggraph::django
