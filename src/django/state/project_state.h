#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/persistent_map.h"
#include "django/state/model_state.h"

namespace miggraph::django {

using ModelPointer = std::shared_ptr<const ModelState>;

/// django/db/migrations/state.py, ProjectState: all models after some migrations. A value: a copy costs nothing, and a change to a
/// copy costs what changed.
///
/// Its methods are Django's, with what they take for granted as preconditions; StateChange (state_change.h) asks first and
/// refuses as Django does.
class ProjectState {
 public:
  /// `settings` must outlive it.
  explicit ProjectState(const ModelSettings& settings) : settings_(&settings) {}

  const ModelState* find(const ModelKey& key) const;
  std::size_t size() const { return models_.size(); }
  /// In order of the keys: `visit(const ModelKey&, const ModelPointer&)`.
  template <class Visit>
  void for_each(Visit visit) const {
    models_.for_each(visit);
  }
  /// The models of one app, in order of their names.
  std::vector<ModelPointer> models_of(const std::string& app) const;
  ModelPointer pointer(const ModelKey& key) const;
  /// Those with a field that refers to `key`, sorted. May name a few that did so once.
  std::vector<ModelKey> referring_to(const ModelKey& key) const;

  void add_model(ModelState model);
  void remove_model(const ModelKey& key);
  /// Precondition: it is there. Valid until the next change.
  ModelState& edit(const ModelKey& key);

  // Preconditions: the model is there, and the field where one is removed or renamed.
  void add_field(const ModelKey& key, FieldPointer field);
  void remove_field(const ModelKey& key, std::string_view name);
  void rename_field(const ModelKey& key, const std::string& old_name, const std::string& new_name);
  void rename_model(const std::string& app, const std::string& old_name, const std::string& new_name);

  /// What may have changed anything in an app: an operation of an unknown class that names no model.
  void add_unknown(const std::string& app, UnknownChange change);
  bool has_unknown(const std::string& app) const;
  /// All of it, by app in the order of the plan.
  std::vector<std::pair<std::string, UnknownChange>> unknown() const;

  const ModelSettings& settings() const { return *settings_; }

 private:
  void note_references(const ModelKey& owner, const FieldState& field);

  const ModelSettings* settings_;
  PersistentMap<ModelKey, ModelPointer> models_;
  /// (target, owner) for each relation that there is or was: so that a rename looks at few models.
  PersistentMap<std::pair<ModelKey, ModelKey>, bool> references_;
  PersistentMap<std::pair<std::string, std::size_t>, std::shared_ptr<const UnknownChange>> unknown_;
};

}  // namespace miggraph::django
