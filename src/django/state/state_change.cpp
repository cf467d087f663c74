#include "django/state/state_change.h"

#include <algorithm>
#include <fmt/format.h>

#include "django/operations/families.h"
#include "django/state/columns.h"

namespace miggraph::django {
namespace {

Canonical::Array list_of(const Canonical* option) {
  return option != nullptr && option->array() != nullptr ? *option->array() : Canonical::Array();
}

/// Whether it has no name for certain: none is given, or None, or "".
bool lacks_name(const Canonical& index) {
  const Canonical* kwargs = index.entry("kwargs");
  const Canonical* name = kwargs != nullptr ? kwargs->entry("name") : nullptr;
  if (kwargs == nullptr || kwargs->object() == nullptr || kwargs->entry("**") != nullptr) return false;
  if (name == nullptr || std::holds_alternative<std::nullptr_t>(name->data)) return true;
  const auto* text = std::get_if<std::string>(&name->data);
  return text != nullptr && text->empty();
}

}  // namespace

void StateChange::refuse(Layer layer, std::string_view exception, std::string text) {
  if (layer == Layer::state && layers_ == Layers::database) return;
  if (layer == Layer::database && layers_ == Layers::state) return;
  // What an operation that can't be read did to the app, it may have done to just this.
  const bool certain = !state_.has_unknown(migration_.app);
  log_.refusals.push_back({layer, migration_, index_, outer_.name, outer_.span, std::string(exception), std::move(text), certain});
}

const ModelState* StateChange::look(const std::string& model) {
  const ModelState* found = state_.find(model_key(migration_.app, model));
  if (found == nullptr) refuse(Layer::state, "KeyError", fmt::format("there is no model {}", shown(model)));
  return found;
}

ModelState* StateChange::edit(const std::string& model) {
  if (look(model) == nullptr) return nullptr;
  log_.touched.push_back(model_key(migration_.app, model));
  return &state_.edit(log_.touched.back());
}

void StateChange::create_model(const Effect& effect) {
  const std::string* name = effect.text("name");
  if (name == nullptr) return unknown("", "it makes a model whose name can't be known");
  ModelState model;
  model.app_label = migration_.app;
  model.name = *name;
  model.fields = effect.fields;
  if (const Canonical* options = effect.argument("options")) {
    const Canonical* dict = options->entry("dict");
    if (dict == nullptr || dict->array() == nullptr) {
      unknown(*name, "its options can't be read");
    } else {
      for (const Canonical& pair : *dict->array()) {
        if (const auto* key = std::get_if<std::string>(&pair.array()->front().data)) model.set_option(*key, pair.array()->back());
      }
    }
  }
  if (const Canonical* bases = effect.argument("bases"); bases != nullptr && bases->items() != nullptr) {
    model.bases = *bases->items();
  } else {
    if (bases != nullptr) unknown(*name, "its bases can't be read");
    model.bases = {Canonical{Canonical::Object{{"ref", Canonical{std::string("django.db.models.Model")}}}}};
  }
  if (const Canonical* managers = effect.argument("managers")) model.managers = list_of(managers);
  // ModelState.__init__()
  for (const Canonical& index : list_of(model.option("indexes"))) {
    if (index.entry("call") != nullptr && lacks_name(index)) {
      return refuse(Layer::state, "ValueError", fmt::format("an index of {} has no name: indexes of CreateModel need one", shown(*name)));
    }
  }
  const ModelKey key = model.key();
  if (const ModelState* old = state_.find(key); old != nullptr && has_table(*old) && has_table(model) && table_of(*old) == table_of(model)) {
    refuse(Layer::database, "DatabaseError", fmt::format("{} is there already: its table would be made twice", shown(*name)));
  }
  state_.add_model(std::move(model));
  log_.touched.push_back(key);
}

void StateChange::delete_model(const std::string& name) {
  if (look(name) == nullptr) return;
  log_.touched.push_back(model_key(migration_.app, name));
  state_.remove_model(log_.touched.back());
}

void StateChange::rename_model(const std::string& old_name, const std::string& new_name) {
  if (look(old_name) == nullptr) return;
  const ModelKey old_key = model_key(migration_.app, old_name), new_key = model_key(migration_.app, new_name);
  log_.touched.insert(log_.touched.end(), {old_key, new_key});
  for (const ModelKey& owner : state_.referring_to(old_key)) log_.touched.push_back(owner);
  state_.rename_model(migration_.app, old_name, new_name);
}

void StateChange::alter_model_options(const std::string& name, const Canonical& options, std::span<const std::string_view> dropped) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  const Canonical* dict = options.entry("dict");
  if (dict == nullptr || dict->array() == nullptr) return unknown(name, "its options can't be read");
  std::vector<std::string_view> given;
  for (const Canonical& pair : *dict->array()) {
    const auto* key = std::get_if<std::string>(&pair.array()->front().data);
    if (key == nullptr) continue;
    given.push_back(*key);
    model->set_option(*key, pair.array()->back());
  }
  for (const std::string_view key : dropped) {
    if (std::find(given.begin(), given.end(), key) == given.end()) {
      if (const auto old = model->options.find(key); old != model->options.end()) model->options.erase(old);
    }
  }
}

void StateChange::set_option(const std::string& name, std::string_view option, const Canonical& value) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  if (option == "unique_together" || option == "index_together") {
    // AlterTogetherOptionOperation.database_forwards() looks each field up.
    if (const Canonical::Array* together = value.items()) {
      for (const Canonical& names : *together) check_fields(*model, name, names);
    }
  }
  model->set_option(option, value);
}

void StateChange::check_fields(const ModelState& model, const std::string& name, const Canonical& names) {
  const Canonical::Array* items = names.items();
  if (items == nullptr || !has_table(model)) return;
  for (const Canonical& item : *items) {
    const auto* text = std::get_if<std::string>(&item.data);
    if (text == nullptr) continue;
    const std::string field = text->starts_with('-') ? text->substr(1) : *text;
    // Options.get_field() knows a foreign key by its attname too.
    const bool by_attname = field.ends_with("_id") && model.field(std::string_view(field).substr(0, field.size() - 3)) != nullptr;
    if (model.field(field) != nullptr || by_attname || field == "pk" || !certainly_lacks(model, field)) continue;
    refuse(Layer::database, "FieldDoesNotExist", fmt::format("{} has no field {}", shown(name), field));
  }
}

void StateChange::alter_model_managers(const std::string& name, const Canonical& managers) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  if (managers.items() == nullptr) return unknown(name, "its managers can't be read");
  model->managers = *managers.items();
}

void StateChange::add_field(const std::string& name, FieldPointer field, bool preserve_default) {
  const ModelState* model = look(name);
  if (model == nullptr) return;
  if (const std::string* field_name = field->name_text()) {
    const FieldState* old = model->field(*field_name);
    if (old != nullptr && has_table(*model) && stored_as(*old) && stored_as(*old) == stored_as(*field)) {
      refuse(Layer::database, "DatabaseError", fmt::format("{} has a field {} already: its column would be made twice", shown(name), *field_name));
    }
  }
  if (!preserve_default) field = without_default(field, state_.settings());
  const ModelKey key = model->key();
  log_.touched.push_back(key);
  state_.add_field(key, std::move(field));
}

void StateChange::remove_field(const std::string& name, const std::string& field_name) {
  const ModelState* model = look(name);
  if (model == nullptr) return;
  if (model->field(field_name) == nullptr) {
    if (!model->unknown.empty()) return;  // it may be there, by what could not be read
    return refuse(Layer::state, "KeyError", fmt::format("{} has no field {}", shown(name), field_name));
  }
  const ModelKey key = model->key();
  log_.touched.push_back(key);
  state_.remove_field(key, field_name);
}

void StateChange::alter_field(const std::string& name, FieldPointer field, bool preserve_default) {
  const ModelState* model = look(name);
  if (model == nullptr) return;
  const std::string* field_name = field->name_text();
  if (field_name != nullptr && model->field(*field_name) == nullptr && certainly_lacks(*model, *field_name)) {
    refuse(Layer::database, "FieldDoesNotExist", fmt::format("{} has no field {} that could be altered", shown(name), *field_name));
  }
  if (!preserve_default) field = without_default(field, state_.settings());
  const ModelKey key = model->key();
  log_.touched.push_back(key);
  state_.add_field(key, std::move(field));
}

void StateChange::rename_field(const std::string& name, const std::string& old_name, const std::string& new_name) {
  const ModelState* model = look(name);
  if (model == nullptr) return;
  if (model->field(old_name) == nullptr) {
    if (!model->unknown.empty()) return;
    return refuse(Layer::state, "FieldDoesNotExist", fmt::format("{} has no field {}", shown(name), old_name));
  }
  for (const std::string_view option : {"index_together", "unique_together"}) {
    const Canonical* value = model->option(option);
    if (value != nullptr && std::holds_alternative<std::nullptr_t>(value->data)) {
      refuse(Layer::state, "TypeError", fmt::format("{} of {} was set to None, which Django can't look through when a field is renamed", option, shown(name)));
      break;  // by then Django has given the field its new name
    }
  }
  if (old_name != new_name && model->field(new_name) != nullptr) {
    refuse(Layer::database, "DatabaseError", fmt::format("{} has a field {} already", shown(name), new_name));
  }
  const ModelKey key = model->key();
  log_.touched.push_back(key);
  for (const ModelKey& owner : state_.referring_to(key)) log_.touched.push_back(owner);
  state_.rename_field(key, old_name, new_name);
}

void StateChange::append(const std::string& name, std::string_view option, const Canonical& item) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  const std::string_view wanted = name_of_call(item);
  if (!wanted.empty() && has_table(*model) && model->named(option, wanted) != nullptr) {
    refuse(Layer::database, "DatabaseError",
           fmt::format("{} has {} {} already", shown(name), option == "indexes" ? "an index" : "a constraint", wanted));
  }
  const Canonical* kwargs = item.entry("kwargs");
  if (const Canonical* fields = kwargs != nullptr ? kwargs->entry("fields") : nullptr) check_fields(*model, name, *fields);
  Canonical::Array items = list_of(model->option(option));
  items.push_back(item);
  model->set_option(option, {std::move(items)});
}

void StateChange::remove(const std::string& name, std::string_view option, const std::string& wanted) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  Canonical::Array items = list_of(model->option(option));
  const std::size_t before = items.size();
  const bool all_known = std::all_of(items.begin(), items.end(), [](const Canonical& item) { return !name_of_call(item).empty(); });
  std::erase_if(items, [&](const Canonical& item) { return name_of_call(item) == wanted; });
  if (items.size() == before && all_known && model->unknown.empty()) {
    refuse(Layer::database, "ValueError",
           fmt::format("{} has no {} {}", shown(name), option == "indexes" ? "index" : "constraint", wanted));
  }
  model->set_option(option, {std::move(items)});
}

void StateChange::alter_constraint(const std::string& name, const std::string& wanted, const Canonical& constraint) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  Canonical::Array items = list_of(model->option("constraints"));
  for (Canonical& item : items) {
    if (name_of_call(item) == wanted) item = constraint;
  }
  model->set_option("constraints", {std::move(items)});
}

void StateChange::rename_index(const std::string& name, const std::string& old_name, const std::string& new_name) {
  ModelState* model = edit(name);
  if (model == nullptr) return;
  Canonical::Array items = list_of(model->option("indexes"));
  bool found = false, all_known = true;
  for (Canonical& item : items) {
    all_known = all_known && !name_of_call(item).empty();
    if (name_of_call(item) != old_name) continue;
    found = true;
    for (auto& [key, value] : std::get<Canonical::Object>(item.entry("kwargs")->data)) {
      if (key == "name") value = Canonical{new_name};
    }
  }
  if (!found && all_known && model->unknown.empty()) {
    refuse(Layer::database, "ValueError", fmt::format("{} has no index {}", shown(name), old_name));
  }
  model->set_option("indexes", {std::move(items)});
}

void StateChange::name_index_together(const std::string& name, const Canonical& fields, const std::string& new_name) {
  const Canonical::Array* names = fields.items();
  if (names == nullptr) return unknown(name, "its old_fields can't be read");
  const auto object = [](Canonical::Object entries) { return Canonical{std::move(entries)}; };
  Canonical keywords = object({{"fields", Canonical{*names}}, {"name", Canonical{new_name}}});
  {
    ModelState* model = edit(name);
    if (model == nullptr) return;
    // One that has this name already may be the very one: its name was made by Django, and then nothing is renamed.
    Canonical::Array items = list_of(model->option("indexes"));
    items.push_back(object({{"call", Canonical{std::string("django.db.models.Index")}}, {"args", Canonical{Canonical::Array()}}, {"kwargs", std::move(keywords)}}));
    model->set_option("indexes", {std::move(items)});
  }
  const ModelState* model = state_.find(model_key(migration_.app, name));
  const Canonical* together = model != nullptr ? model->option("index_together") : nullptr;
  if (together == nullptr || together->items() == nullptr) return;
  Canonical::Array kept;
  for (const Canonical& one : *together->items()) {
    if (one.items() == nullptr || *one.items() != *names) kept.push_back(one);
  }
  edit(name)->set_option("index_together", object({{"set", Canonical{std::move(kept)}}}));
}

void StateChange::unknown(std::string_view model, std::string why) {
  UnknownChange change{migration_, index_, outer_.span, std::move(why)};
  const ModelKey key = model_key(migration_.app, model);
  if (!model.empty() && state_.find(key) != nullptr) {
    state_.edit(key).unknown.push_back(std::move(change));
  } else {
    state_.add_unknown(migration_.app, std::move(change));
  }
}

void StateChange::apply_nested(const Effect& effect) {
  if (!effect.database.empty()) {
    // SeparateDatabaseAndState.database_forwards() keeps a state of its own for them.
    ProjectState aside = state_;
    StateLog other;
    StateChange database(aside, migration_, index_, outer_, other, Layers::database);
    for (const Effect& inner : effect.database) database.apply(inner);
    if (layers_ != Layers::state) log_.refusals.insert(log_.refusals.end(), other.refusals.begin(), other.refusals.end());
  }
  StateChange only(state_, migration_, index_, outer_, log_, layers_ == Layers::database ? layers_ : Layers::state);
  for (const Effect& inner : effect.nested) {
    const std::size_t before = log_.refusals.size();
    only.apply(inner);
    // Django's exception leaves the rest of the list undone.
    if (log_.refusals.size() > before && log_.refusals.back().layer == Layer::state) return;
  }
}

void StateChange::apply(const Effect& effect) {
  const Operation& operation = *effect.operation;
  if (operation.type == nullptr) {
    return unknown(operations::plain(operation, "model_name"),
                   fmt::format("{} is no operation of Django's, and what it does to the models can't be read", operation.name));
  }
  operation.type->state_forwards(effect, *this);
  if (effect.unknown.empty()) return;
  const std::string* model = effect.text("model_name") != nullptr ? effect.text("model_name") : effect.text("name");
  unknown(model != nullptr ? *model : "", operation.name + ": " + effect.unknown);
}

void apply(std::span<const Effect> effects, const MigrationKey& migration, ProjectState& state, StateLog& log) {
  for (std::size_t i = 0; i < effects.size(); ++i) {
    StateChange change(state, migration, i, *effects[i].operation, log);
    change.apply(effects[i]);
  }
}

std::string_view name_of(Layer layer) {
  switch (layer) {
    case Layer::state: return "state";
    case Layer::rendering: return "rendering";
    case Layer::database: return "database";
  }
  return "";
}

}  // namespace miggraph::django
