// django/db/migrations/operations/models.py: state_forwards.
#include <array>

#include "django/operations/families.h"
#include "django/operations/state_arguments.h"

namespace miggraph::django::operations {
namespace {

/// AlterModelOptions.ALTER_OPTION_KEYS, the same from Django 3.2 to 6.0.
constexpr std::array<std::string_view, 11> kAlterOptionKeys = {
    "base_manager_name", "default_manager_name", "default_related_name", "get_latest_by",  "managed",     "ordering",
    "permissions",       "default_permissions",  "select_on_save",       "verbose_name",   "verbose_name_plural"};

void set_option(const Effect& effect, StateChange& change, std::string_view option, std::string_view parameter) {
  static const Canonical none;
  const Canonical* value = effect.argument(parameter);
  if (const auto name = required(effect, change, "name")) change.set_option(*name, option, value != nullptr ? *value : none);
}

}  // namespace

void CreateModel::state_forwards(const Effect& effect, StateChange& change) { change.create_model(effect); }

void DeleteModel::state_forwards(const Effect& effect, StateChange& change) {
  if (const auto name = required(effect, change, "name")) change.delete_model(*name);
}

void RenameModel::state_forwards(const Effect& effect, StateChange& change) {
  const auto old_name = required(effect, change, "old_name"), new_name = required(effect, change, "new_name");
  if (old_name && new_name) change.rename_model(*old_name, *new_name);
}

void AlterModelTable::state_forwards(const Effect& effect, StateChange& change) { set_option(effect, change, "db_table", "table"); }

void AlterModelTableComment::state_forwards(const Effect& effect, StateChange& change) {
  set_option(effect, change, "db_table_comment", "table_comment");
}

void AlterUniqueTogether::state_forwards(const Effect& effect, StateChange& change) {
  set_option(effect, change, "unique_together", "unique_together");
}

void AlterIndexTogether::state_forwards(const Effect& effect, StateChange& change) {
  set_option(effect, change, "index_together", "index_together");
}

void AlterOrderWithRespectTo::state_forwards(const Effect& effect, StateChange& change) {
  set_option(effect, change, "order_with_respect_to", "order_with_respect_to");
}

void AlterModelOptions::state_forwards(const Effect& effect, StateChange& change) {
  const auto name = required(effect, change, "name");
  if (const Canonical* options = effect.argument("options"); name && options != nullptr) {
    change.alter_model_options(*name, *options, kAlterOptionKeys);
  }
}

void AlterModelManagers::state_forwards(const Effect& effect, StateChange& change) {
  const auto name = required(effect, change, "name");
  if (const Canonical* managers = effect.argument("managers"); name && managers != nullptr) change.alter_model_managers(*name, *managers);
}

void AddIndex::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name");
  if (const Canonical* index = effect.argument("index"); model && index != nullptr) change.append(*model, "indexes", *index);
}

void RemoveIndex::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), name = required(effect, change, "name");
  if (model && name) change.remove(*model, "indexes", *name);
}

void RenameIndex::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), new_name = required(effect, change, "new_name");
  if (!model || !new_name) return;
  if (const Canonical* fields = effect.argument("old_fields")) {
    change.name_index_together(*model, *fields, *new_name);
  } else if (const auto old_name = required(effect, change, "old_name")) {
    change.rename_index(*model, *old_name, *new_name);
  }
}

void AddConstraint::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name");
  if (const Canonical* constraint = effect.argument("constraint"); model && constraint != nullptr) {
    change.append(*model, "constraints", *constraint);
  }
}

void RemoveConstraint::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), name = required(effect, change, "name");
  if (model && name) change.remove(*model, "constraints", *name);
}

void AlterConstraint::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), name = required(effect, change, "name");
  if (const Canonical* constraint = effect.argument("constraint"); model && name && constraint != nullptr) {
    change.alter_constraint(*model, *name, *constraint);
  }
}

}  // namespace miggraph::django::operations
