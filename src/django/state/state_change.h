#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "django/state/effect.h"
#include "django/state/project_state.h"
#include "django/state/refusal.h"

namespace miggraph::django {

/// What applying operations left behind, besides the state.
struct StateLog {
  std::vector<Refusal> refusals;  ///< by the state and the database, in order
  std::vector<ModelKey> touched;  ///< models that may have changed, each as often as it did
};

/// One operation on its way into a state: what Operation.state_forwards() of a class gets as `state`. Each method does what
/// ProjectState's of that name does, or refuses as it does and changes nothing. What the state takes and the database would not is
/// refused too, on that layer, and done.
class StateChange {
 public:
  /// `migration`, `outer` and the rest must outlive it. `layers`: those whose refusals count; operations inside a
  /// SeparateDatabaseAndState are for one of them only.
  enum class Layers { both, state, database };
  StateChange(ProjectState& state, const MigrationKey& migration, std::size_t index, const Operation& outer, StateLog& log,
              Layers layers = Layers::both)
      : state_(state), migration_(migration), index_(index), outer_(outer), log_(log), layers_(layers) {}

  void create_model(const Effect& effect);
  void delete_model(const std::string& name);
  void rename_model(const std::string& old_name, const std::string& new_name);

  /// `options`: a dict. `dropped`: keys that go where it has none of them (ALTER_OPTION_KEYS).
  void alter_model_options(const std::string& model, const Canonical& options, std::span<const std::string_view> dropped = {});
  void set_option(const std::string& model, std::string_view option, const Canonical& value);
  void alter_model_managers(const std::string& model, const Canonical& managers);

  void add_field(const std::string& model, FieldPointer field, bool preserve_default);
  void remove_field(const std::string& model, const std::string& name);
  void alter_field(const std::string& model, FieldPointer field, bool preserve_default);
  void rename_field(const std::string& model, const std::string& old_name, const std::string& new_name);

  // `option`: "indexes" or "constraints".
  void append(const std::string& model, std::string_view option, const Canonical& item);
  void remove(const std::string& model, std::string_view option, const std::string& name);
  void alter_constraint(const std::string& model, const std::string& name, const Canonical& constraint);
  void rename_index(const std::string& model, const std::string& old_name, const std::string& new_name);
  /// RenameIndex(old_fields=…): one of index_together gets a name.
  void name_index_together(const std::string& model, const Canonical& fields, const std::string& new_name);

  /// It may do something that can't be known, to `model` or, where that is empty, to anything in the app.
  void unknown(std::string_view model, std::string why);
  void apply(const Effect& effect);
  /// The operations of SeparateDatabaseAndState or RunSQL.
  void apply_nested(const Effect& effect);

 private:
  void refuse(Layer layer, std::string_view exception, std::string text);
  std::string shown(const std::string& model) const { return migration_.app + "." + model; }
  /// Says of each of `names` (of an index, of unique_together) that the model does not have it.
  void check_fields(const ModelState& model, const std::string& name, const Canonical& names);
  /// The model as it is; null, with a KeyError, where it is not there.
  const ModelState* look(const std::string& model);
  /// The same, to be changed.
  ModelState* edit(const std::string& model);

  ProjectState& state_;
  const MigrationKey& migration_;
  const std::size_t index_;
  const Operation& outer_;
  StateLog& log_;
  const Layers layers_;
};

/// Migration.mutate_state(): applies the operations of a migration one by one. One that is refused changes nothing, and the next one
/// is tried, so that all that is wrong is found.
void apply(std::span<const Effect> effects, const MigrationKey& migration, ProjectState& state, StateLog& log);

}  // namespace miggraph::django
