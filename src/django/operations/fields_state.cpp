// django/db/migrations/operations/fields.py: state_forwards.
#include "django/operations/families.h"
#include "django/operations/state_arguments.h"

namespace miggraph::django::operations {
namespace {

bool preserves_default(const Effect& effect) {
  const Canonical* value = effect.argument("preserve_default");
  const bool* flag = value != nullptr ? std::get_if<bool>(&value->data) : nullptr;
  return flag == nullptr || *flag;
}

}  // namespace

void AddField::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name");
  if (model && !effect.fields.empty()) change.add_field(*model, effect.fields.front(), preserves_default(effect));
}

void RemoveField::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), name = required(effect, change, "name");
  if (model && name) change.remove_field(*model, *name);
}

void AlterField::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name");
  if (model && !effect.fields.empty()) change.alter_field(*model, effect.fields.front(), preserves_default(effect));
}

void RenameField::state_forwards(const Effect& effect, StateChange& change) {
  const auto model = required(effect, change, "model_name"), old_name = required(effect, change, "old_name"),
             new_name = required(effect, change, "new_name");
  if (model && old_name && new_name) change.rename_field(*model, *old_name, *new_name);
}

}  // namespace miggraph::django::operations
