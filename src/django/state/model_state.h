#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "django/state/field_state.h"
#include "django/state/unknown_change.h"

namespace miggraph::django {

/// django/db/migrations/state.py, ModelState: a model after some migrations. A value; parts that do not change are shared between
/// copies.
struct ModelState {
  using Options = std::map<std::string, std::shared_ptr<const Canonical>, std::less<>>;

  std::string app_label;
  std::string name;  ///< as written: "Order"
  std::vector<FieldPointer> fields;
  /// As stored: `indexes` and `constraints` are lists (absent: empty), `unique_together` and `index_together` sets of tuples.
  Options options;
  Canonical::Array bases;     ///< references and "app.model" strings, as written
  Canonical::Array managers;  ///< [name, value]
  /// Why this may not be all that Django knows of it: operations of unknown classes, lists that can't be read.
  std::vector<UnknownChange> unknown;

  ModelKey key() const { return model_key(app_label, name); }
  /// Its place in `fields`; fields.size() where there is none of that name. Case counts, as in Django.
  std::size_t place_of(std::string_view field_name) const;
  const FieldState* field(std::string_view field_name) const;
  const Canonical* option(std::string_view option_name) const;
  bool is_proxy() const;
  /// Of the index or constraint called so in `indexes` or `constraints`; null where there is none.
  const Canonical* named(std::string_view option_name, std::string_view name) const;

  void set_option(std::string_view option_name, Canonical value);
};

/// The name of an index or constraint; empty where it has none that is known.
std::string_view name_of_call(const Canonical& call);

}  // namespace miggraph::django
