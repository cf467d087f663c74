#include "django/operations/earlier_models.h"

#include <utility>

#include "django/operations/families.h"

namespace miggraph::django {
namespace {

using operations::lower;

bool is_false(const python::Value* value) {
  const bool* flag = value != nullptr ? value->as<bool>() : nullptr;
  return flag != nullptr && !*flag;
}

bool is_true(const python::Value* value) {
  const bool* flag = value != nullptr ? value->as<bool>() : nullptr;
  return flag != nullptr && *flag;
}

python::Value argument_or_none(const python::Value* value) { return value != nullptr ? *value : python::Value{}; }

}  // namespace

const python::Value* option(const Operation& create_model, std::string_view name) {
  const python::Value* options = create_model.argument("options");
  const python::Dict* dict = options != nullptr ? options->dict() : nullptr;
  if (dict == nullptr) return nullptr;
  for (const auto& [key, value] : dict->items) {
    if (key.text() != nullptr && *key.text() == name) return &value;
  }
  return nullptr;
}

void EarlierModels::apply(const std::string& app, const Operation& operation) {
  if (operation.type == nullptr) {
    models_.erase({app, lower(operation, "model_name")});
    return;
  }
  const std::string_view what = operation.type->name;
  if (what == "CreateModel") return create(app, operation);
  if (what == "DeleteModel") return static_cast<void>(models_.erase({app, lower(operation, "name")}));
  if (what == "RenameModel") return rename(app, operation);
  if (what == "AlterModelOptions") {
    if (Model* model = find(app, lower(operation, "name"))) {
      const python::Value* managed = option(operation, "managed");
      if (managed != nullptr) model->in_database = !is_false(managed);
    }
    return;
  }
  if (what == "AlterUniqueTogether") {
    if (Model* model = find(app, lower(operation, "name")))
      model->unique_together = argument_or_none(operation.argument("unique_together"));
    return;
  }
  if (what == "AlterOrderWithRespectTo") {
    if (Model* model = find(app, lower(operation, "name")))
      model->order_with_respect_to = argument_or_none(operation.argument("order_with_respect_to"));
    return;
  }
  if (what == "RunSQL" || what == "SeparateDatabaseAndState") {
    for (const Operation& inner : operations::nested(operation, "state_operations")) apply(app, inner);
    return;
  }
  change_field(app, operation, what);
}

const EarlierModels::Model* EarlierModels::model(const std::string& app, std::string_view name) const {
  const auto found = models_.find({app, lower_name(name)});
  return found != models_.end() ? &found->second : nullptr;
}

const EarlierModels::Field* EarlierModels::field(const std::string& app, std::string_view model_name,
                                                 std::string_view name) const {
  const Model* owner = model(app, model_name);
  if (owner == nullptr) return nullptr;
  const auto found = owner->fields.find(lower_name(name));
  return found != owner->fields.end() ? &found->second : nullptr;
}

EarlierModels::Model* EarlierModels::find(const std::string& app, const std::string& lower_name) {
  const auto found = models_.find({app, lower_name});
  return found != models_.end() ? &found->second : nullptr;
}

void EarlierModels::create(const std::string& app, const Operation& operation) {
  Model made;
  made.name = operations::plain(operation, "name");
  if (made.name.empty()) return;
  made.in_database = !is_true(option(operation, "proxy")) && !is_false(option(operation, "managed"));
  made.unique_together = argument_or_none(option(operation, "unique_together"));
  made.order_with_respect_to = argument_or_none(option(operation, "order_with_respect_to"));
  for (const auto& [name, field] : operations::fields_of(operation)) made.fields[lower_name(name)] = {field, true};
  models_[{app, lower(operation, "name")}] = std::move(made);
}

void EarlierModels::rename(const std::string& app, const Operation& operation) {
  auto moved = models_.extract({app, lower(operation, "old_name")});
  if (moved.empty()) return;
  moved.key().second = lower(operation, "new_name");
  moved.mapped().name = operations::plain(operation, "new_name");
  models_.insert(std::move(moved));
}

void EarlierModels::change_field(const std::string& app, const Operation& operation, std::string_view what) {
  Model* model = find(app, lower(operation, "model_name"));
  if (model == nullptr) return;
  if (what == "RemoveField") {
    model->fields.erase(lower(operation, "name"));
  } else if (what == "RenameField") {
    auto moved = model->fields.extract(lower(operation, "old_name"));
    if (moved.empty()) return;
    moved.key() = lower(operation, "new_name");
    model->fields.insert(std::move(moved));
  } else if (what == "AddField" || what == "AlterField") {
    const python::Value* field = operation.argument("field");
    if (field == nullptr) return static_cast<void>(model->fields.erase(lower(operation, "name")));
    model->fields[lower(operation, "name")] = {*field, !is_false(operation.argument("preserve_default"))};
  }
}

}  // namespace miggraph::django
