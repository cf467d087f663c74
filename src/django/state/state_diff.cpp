#include "django/state/state_diff.h"

#include <set>

#include "django/state/canonical_state.h"
#include "django/writer/serializer.h"

namespace miggraph::django {
namespace {

using Kind = ModelDiff::Kind;

std::string shown_name(const FieldState& field) {
  return field.name_text() != nullptr ? *field.name_text() : serialize(field.name);
}

const FieldPointer* find(const ModelState& model, const FieldState& wanted) {
  for (const FieldPointer& field : model.fields) {
    if (field->name == wanted.name) return &field;
  }
  return nullptr;
}

void compare_fields(ModelDiff& diff) {
  std::vector<std::string> before_names, after_names;
  for (const FieldPointer& field : diff.after->fields) {
    const FieldPointer* old = find(*diff.before, *field);
    if (old == nullptr) {
      diff.fields.push_back({Kind::added, shown_name(*field), nullptr, field});
    } else {
      after_names.push_back(shown_name(*field));
      if (*old != field && !((*old)->value == field->value)) diff.fields.push_back({Kind::changed, shown_name(*field), *old, field});
    }
  }
  for (const FieldPointer& field : diff.before->fields) {
    if (find(*diff.after, *field) == nullptr) {
      diff.fields.push_back({Kind::removed, shown_name(*field), field, nullptr});
    } else {
      before_names.push_back(shown_name(*field));
    }
  }
  diff.order = before_names != after_names;
}

std::shared_ptr<const Canonical> option_of(const ModelState& model, const std::string& name) {
  const auto found = model.options.find(name);
  return found != model.options.end() ? canonical_option(name, found->second) : nullptr;
}

void compare_options(ModelDiff& diff) {
  std::set<std::string> names;
  for (const auto& [name, value] : diff.before->options) names.insert(name);
  for (const auto& [name, value] : diff.after->options) names.insert(name);
  for (const std::string& name : names) {
    const auto before = option_of(*diff.before, name), after = option_of(*diff.after, name);
    if (before == after || (before && after && *before == *after)) continue;
    diff.options.push_back({!before ? Kind::added : !after ? Kind::removed : Kind::changed, name, before, after});
  }
}

}  // namespace

std::vector<ModelDiff> difference(const ProjectState& before, const ProjectState& after) {
  std::vector<ModelDiff> all;
  std::set<ModelKey> keys;
  before.for_each([&](const ModelKey& key, const ModelPointer&) { keys.insert(key); });
  after.for_each([&](const ModelKey& key, const ModelPointer&) { keys.insert(key); });
  for (const ModelKey& key : keys) {
    ModelDiff diff;
    diff.key = key;
    diff.before = before.pointer(key);
    diff.after = after.pointer(key);
    if (diff.before == diff.after) continue;
    if (!diff.before || !diff.after) {
      diff.kind = diff.before ? Kind::removed : Kind::added;
    } else {
      compare_fields(diff);
      compare_options(diff);
      diff.bases = !(diff.before->bases == diff.after->bases);
      diff.managers = !(diff.before->managers == diff.after->managers);
      if (diff.fields.empty() && diff.options.empty() && !diff.bases && !diff.managers && !diff.order && diff.before->name == diff.after->name) continue;
    }
    all.push_back(std::move(diff));
  }
  return all;
}

}  // namespace miggraph::django
