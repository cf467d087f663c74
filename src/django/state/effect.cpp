#include "django/state/effect.h"

#include "django/operations/families.h"
#include "django/operations/operation_type.h"

namespace miggraph::django {
namespace {

/// `to` of a field's call, where it is a string.
std::string written_to(const python::Value* field) {
  const python::Call* call = field != nullptr ? field->call() : nullptr;
  if (call == nullptr) return {};
  const python::Value* to = call->keyword("to");
  if (to == nullptr && !call->args.empty()) to = &call->args.front();
  return to != nullptr && to->text() != nullptr ? std::string(*to->text()) : std::string();
}

FieldPointer field(const Canonical& name, const Canonical& value, const ModelSettings& settings, const python::Value* source) {
  return std::make_shared<const FieldState>(name, value, settings, written_to(source));
}

/// The second item of each pair of a list of (name, field) pairs, as written; null where there is none.
const python::Value* field_of(const python::Value* list, std::size_t place, std::size_t count) {
  if (list == nullptr || list->items().size() != count) return nullptr;
  const python::Value& pair = list->items()[place];
  return pair.items().size() == 2 ? &pair.items()[1] : nullptr;
}

/// The fields of a list of (name, field) pairs. What is no pair is not known, and said.
void read_fields(const Canonical& list, const python::Value* source, const ModelSettings& settings, Effect& effect) {
  const Canonical::Array* items = list.items();
  if (items == nullptr) {
    effect.unknown = "its list of fields can't be read";
    return;
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Canonical::Array* pair = (*items)[i].items();
    if (pair != nullptr && pair->size() == 2) {
      FieldPointer made = field((*pair)[0], (*pair)[1], settings, field_of(source, i, items->size()));
      // dict(fields): of two with one name the last one, in the place of the first.
      bool placed = false;
      for (FieldPointer& known : effect.fields) {
        if (!placed && made->name_text() != nullptr && known->name == made->name) {
          known = made;
          placed = true;
        }
      }
      if (!placed) effect.fields.push_back(std::move(made));
    } else {
      effect.unknown = "a part of its list of fields can't be read";
    }
  }
}

std::vector<Effect> effects_of(std::vector<Operation> operations, const DeconstructContext& context);

/// Whether the state does not ask for an operation's own arguments, which can be large (SQL, dicts of rows).
bool changes_nothing_itself(const OperationType& type) {
  return type.category == OperationCategory::python || type.category == OperationCategory::sql ||
         type.category == OperationCategory::mixed;
}

std::vector<Effect> inner(const Operation& operation, std::string_view parameter, const DeconstructContext& context, std::string& unknown) {
  const python::Value* list = operation.argument(parameter);
  if (list == nullptr || list->is_none()) return {};
  if (!list->is_sequence()) {
    unknown = "its " + std::string(parameter) + " can't be read";
    return {};
  }
  auto operations = operations::nested(operation, parameter);
  if (operations.size() < list->items().size()) unknown = "its operations are nested too deep";
  return effects_of(std::move(operations), context);
}

Effect effect_of(const Operation& operation, const DeconstructContext& context) {
  Effect effect;
  effect.operation = &operation;
  if (operation.type == nullptr) return effect;
  if (!changes_nothing_itself(*operation.type)) {
    Canonical whole = canonical_operation(operation, context);
    if (Canonical* arguments = whole.entry("kwargs")) effect.arguments = std::move(*arguments);
    if (const Canonical* fields = effect.argument("fields")) read_fields(*fields, operation.argument("fields"), *context.settings, effect);
    const Canonical *value = effect.argument("field"), *name = effect.argument("name");
    if (value != nullptr && name != nullptr) effect.fields.push_back(field(*name, *value, *context.settings, operation.argument("field")));
    if (effect.argument("**") != nullptr || !operation.args.empty()) effect.unknown = "its arguments can't be read";
  }
  effect.nested = inner(operation, "state_operations", context, effect.unknown);
  effect.database = inner(operation, "database_operations", context, effect.unknown);
  return effect;
}

std::vector<Effect> effects_of(std::vector<Operation> operations, const DeconstructContext& context) {
  std::vector<Effect> effects;
  for (Operation& operation : operations) {
    const auto owned = std::make_shared<const Operation>(std::move(operation));
    effects.push_back(effect_of(*owned, context));
    effects.back().owned = owned;
  }
  return effects;
}

}  // namespace

const std::string* Effect::text(std::string_view name) const {
  const Canonical* value = argument(name);
  return value != nullptr ? std::get_if<std::string>(&value->data) : nullptr;
}

std::vector<Effect> effects_of(const Migration& migration, const ModelSettings& settings) {
  const DeconstructContext context = deconstruct_context(migration, settings);
  std::vector<Effect> effects;
  for (const Operation& operation : migration.operations) effects.push_back(effect_of(operation, context));
  return effects;
}

}  // namespace miggraph::django
