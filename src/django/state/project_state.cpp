#include "django/state/project_state.h"

#include <algorithm>

namespace miggraph::django {
namespace {

/// The items of a list, tuple or set; of a string its characters, as Python iterates.
Canonical::Array iterated(const Canonical& value) {
  if (value.items() != nullptr) return *value.items();
  Canonical::Array characters;
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    for (const char c : *text) {
      const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
      if (continues && !characters.empty()) {
        std::get<std::string>(characters.back().data) += c;
      } else {
        characters.push_back(Canonical{std::string(1, c)});
      }
    }
  }
  return characters;
}

/// [[new if n == old else n for n in together] for together in option]: of `unique_together = ("a", "b")`, as one may write in
/// CreateModel, this makes lists of letters, in Django too.
Canonical with_name_replaced(const Canonical& option, const std::string& old_name, const std::string& new_name) {
  Canonical::Array changed;
  for (const Canonical& together : iterated(option)) {
    Canonical::Array names = iterated(together);
    for (Canonical& name : names) {
      if (const auto* text = std::get_if<std::string>(&name.data); text != nullptr && *text == old_name) name = Canonical{new_name};
    }
    changed.push_back({std::move(names)});
  }
  return {std::move(changed)};
}

}  // namespace

const ModelState* ProjectState::find(const ModelKey& key) const {
  const ModelPointer* found = models_.find(key);
  return found != nullptr ? found->get() : nullptr;
}

ModelPointer ProjectState::pointer(const ModelKey& key) const {
  const ModelPointer* found = models_.find(key);
  return found != nullptr ? *found : nullptr;
}

std::vector<ModelPointer> ProjectState::models_of(const std::string& app) const {
  std::vector<ModelPointer> found;
  models_.for_each_from({app, ""}, [&](const ModelKey& key, const ModelPointer& model) {
    if (key.app != app) return false;
    found.push_back(model);
    return true;
  });
  return found;
}

std::vector<ModelKey> ProjectState::referring_to(const ModelKey& key) const {
  std::vector<ModelKey> owners;
  references_.for_each_from({key, {}}, [&](const std::pair<ModelKey, ModelKey>& reference, bool) {
    if (reference.first != key) return false;
    owners.push_back(reference.second);
    return true;
  });
  return owners;
}

void ProjectState::note_references(const ModelKey& owner, const FieldState& field) {
  for (const auto& target : {field.target(owner), field.through(owner)}) {
    if (target && references_.find(std::pair(*target, owner)) == nullptr) references_.insert_or_assign({*target, owner}, true);
  }
}

void ProjectState::add_model(ModelState model) {
  const ModelKey key = model.key();
  for (const FieldPointer& field : model.fields) note_references(key, *field);
  models_.insert_or_assign(key, std::make_shared<ModelState>(std::move(model)));
}

void ProjectState::remove_model(const ModelKey& key) {
  models_.erase(key);
}

ModelState& ProjectState::edit(const ModelKey& key) {
  ModelPointer& model = *models_.edit(key);
  if (model.use_count() > 1) model = std::make_shared<ModelState>(*model);
  return const_cast<ModelState&>(*model);  // every one is made above as a ModelState that is not const
}

void ProjectState::add_field(const ModelKey& key, FieldPointer field) {
  note_references(key, *field);
  ModelState& model = edit(key);
  const std::size_t place = field->name_text() != nullptr ? model.place_of(*field->name_text()) : model.fields.size();
  if (place < model.fields.size()) {
    model.fields[place] = std::move(field);  // dict[name] = field keeps the place
  } else {
    model.fields.push_back(std::move(field));
  }
}

void ProjectState::remove_field(const ModelKey& key, std::string_view name) {
  ModelState& model = edit(key);
  model.fields.erase(model.fields.begin() + static_cast<std::ptrdiff_t>(model.place_of(name)));
}

void ProjectState::rename_field(const ModelKey& key, const std::string& old_name, const std::string& new_name) {
  {
    ModelState& model = edit(key);
    const FieldPointer found = model.fields[model.place_of(old_name)];
    remove_field(key, old_name);
    add_field(key, renamed(found, new_name, settings()));
    for (FieldPointer& field : edit(key).fields) field = with_own_field_renamed(field, old_name, new_name, settings());
  }
  ModelState& model = edit(key);
  for (const std::string_view option : {"index_together", "unique_together"}) {
    const Canonical* value = model.option(option);
    if (value == nullptr || value->entry("opaque") != nullptr) continue;
    if (std::holds_alternative<std::nullptr_t>(value->data)) return;  // Django's TypeError leaves the rest undone
    model.set_option(option, with_name_replaced(*value, old_name, new_name));
  }
  for (const ModelKey& owner : referring_to(key)) {
    const ModelState* referring = find(owner);
    if (referring == nullptr) continue;
    for (std::size_t i = 0; i < referring->fields.size(); ++i) {
      const FieldPointer& field = referring->fields[i];
      if (field->target(owner) != key) continue;
      FieldPointer changed = with_target_field_renamed(field, old_name, new_name, settings());
      if (changed == field) continue;
      edit(owner).fields[i] = std::move(changed);
      referring = find(owner);
    }
  }
}

void ProjectState::rename_model(const std::string& app, const std::string& old_name, const std::string& new_name) {
  const ModelKey old_key = model_key(app, old_name), new_key = model_key(app, new_name);
  ModelState model = *find(old_key);
  model.name = new_name;
  add_model(std::move(model));
  const std::string written = app + "." + new_name;
  for (const ModelKey& owner : referring_to(old_key)) {
    const ModelState* referring = find(owner);
    if (referring == nullptr) continue;
    for (std::size_t i = 0; i < referring->fields.size(); ++i) {
      const FieldPointer field = referring->fields[i];
      const bool to = field->target(owner) == old_key, through = field->through(owner) == old_key;
      if (!to && !through) continue;
      FieldPointer changed = repointed(field, to ? written : "", through ? written : "", settings());
      note_references(owner, *changed);
      edit(owner).fields[i] = std::move(changed);
      referring = find(owner);
    }
  }
  // After a rename that changes only the case this takes the renamed model away again, as it does in Django.
  remove_model(old_key);
}

void ProjectState::add_unknown(const std::string& app, UnknownChange change) {
  unknown_.insert_or_assign({app, unknown_.size()}, std::make_shared<const UnknownChange>(std::move(change)));
}

bool ProjectState::has_unknown(const std::string& app) const {
  bool found = false;
  unknown_.for_each_from({app, 0}, [&](const auto& key, const auto&) {
    found = key.first == app;
    return false;
  });
  return found;
}

std::vector<std::pair<std::string, UnknownChange>> ProjectState::unknown() const {
  std::vector<std::pair<std::string, UnknownChange>> all;
  unknown_.for_each([&](const auto& key, const auto& change) { all.emplace_back(key.first, *change); });
  return all;
}

}  // namespace miggraph::django
