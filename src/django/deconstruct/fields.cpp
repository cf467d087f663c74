// SCHEMA.md, "Fields": Field.deconstruct() and its subclasses', by the table fields.def.
#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "django/deconstruct/deconstruction.h"
#include "django/deconstruct/relation.h"

namespace miggraph::django::deconstruction {
namespace {

using std::string_view;

struct Rule {
  enum class Kind { unless_equal, always, never, if_true };
  Kind kind = Kind::unless_equal;
  string_view name;
  Canonical value;
};

struct FieldType {
  std::vector<string_view> parameters;
  std::vector<Rule> rules;
};

std::vector<string_view> words(string_view text) {
  std::vector<string_view> found;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    found.push_back(text.substr(0, space));
    text = space == string_view::npos ? string_view() : text.substr(space + 1);
  }
  return found;
}

Canonical literal(string_view word) {
  if (word == "True") return {true};
  if (word == "False") return {false};
  if (word == "None") return {nullptr};
  if (word.starts_with('\'')) return text(word.substr(1, word.size() - 2));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc() && end == word.data() + word.size()) return {number};
  return reference(word);
}

std::vector<Rule> rules(string_view row) {
  std::vector<Rule> made;
  for (const string_view word : words(row)) {
    const std::size_t equals = word.find('=');
    const string_view name = word.substr(0, equals);
    const string_view value = equals == string_view::npos ? string_view() : word.substr(equals + 1);
    Rule rule;
    rule.name = name;
    if (word.front() == '-' || word.front() == '?' || word.front() == '!') rule.name.remove_prefix(1);
    if (word.front() == '-') rule.kind = Rule::Kind::never;
    if (word.front() == '?') rule.kind = Rule::Kind::if_true;
    if (word.front() == '!') rule.kind = Rule::Kind::always;
    if (equals != string_view::npos) rule.value = literal(value);
    made.push_back(rule);
  }
  return made;
}

/// What Field.deconstruct() leaves out of every field. An own rule for the same name takes the place of one of these.
const std::vector<Rule>& common_rules() {
  static const std::vector<Rule> made = rules(
      "verbose_name=None primary_key=False max_length=None unique=False blank=False null=False db_index=False "
      "default=django.db.models.NOT_PROVIDED default=django.db.models.fields.NOT_PROVIDED "
      "db_default=django.db.models.NOT_PROVIDED editable=True serialize=True unique_for_date=None unique_for_month=None "
      "unique_for_year=None choices=None help_text='' db_column=None db_comment=None db_tablespace='' db_tablespace=None "
      "auto_created=False error_messages=None -name -rel");
  return made;
}

const FieldType* find_field_type(string_view path) {
  static const std::unordered_map<string_view, FieldType> table = {
#define FIELD(name, package, parameters, own_rules) {package "." #name, {words(parameters), rules(own_rules)}},
#include "django/deconstruct/fields.def"
#undef FIELD
  };
  const auto found = table.find(path);
  return found != table.end() ? &found->second : nullptr;
}

/// Whether a keyword argument stays; `own` and then the common rules decide.
bool stays(string_view name, const Canonical& value, const std::vector<Rule>& own) {
  const auto decide = [&](const std::vector<Rule>& list, bool& found) {
    bool keep = true;
    for (const Rule& rule : list) {
      if (rule.name != name) continue;
      found = true;
      if (rule.kind == Rule::Kind::never) keep = false;
      if (rule.kind == Rule::Kind::if_true) keep = keep && !is_falsy(value);
      if (rule.kind == Rule::Kind::unless_equal) keep = keep && !(value == rule.value);
    }
    return keep;
  };
  bool found = false;
  const bool keep = decide(own, found);
  return found ? keep : decide(common_rules(), found);
}

/// Django 5's normalize_choices(): a mapping becomes a list of pairs, and so do the groups in it.
Canonical choices_of(Canonical choices, int depth = 0) {
  const Canonical* mapping = choices.entry("dict");
  if (depth > 4) return choices;
  Canonical::Array out;
  if (mapping != nullptr && mapping->array() != nullptr) {
    for (const Canonical& entry : *mapping->array()) {
      Canonical::Array pair = *entry.array();
      pair[1] = choices_of(std::move(pair[1]), depth + 1);
      out.push_back(object("tuple", {std::move(pair)}));
    }
    return {std::move(out)};
  }
  if (depth > 0) return choices;
  if (const Canonical* items = choices.entry("tuple"); items != nullptr) return *items;
  return choices;
}

void finish_date(Keywords& keywords) {
  if (keywords.contains("auto_now") || keywords.contains("auto_now_add")) {
    keywords.erase("editable");
    keywords.erase("blank");
  }
}

}  // namespace

std::optional<Canonical> Deconstruction::field(const std::string& path, const python::Call& call) {
  const FieldType* type = find_field_type(path);
  if (type == nullptr) return std::nullopt;
  Keywords given = keywords(call);
  Canonical::Array args;
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    if (i < type->parameters.size()) {
      given.insert_or_assign(std::string(type->parameters[i]), value(call.args[i]));
    } else {
      args.push_back(value(call.args[i]));
    }
  }
  if (path == "django.db.models.BinaryField" && !given.contains("editable")) given.emplace("editable", Canonical{false});
  Keywords kept;
  for (auto& [name, item] : given) {
    if (name == "validators" && is_falsy(item)) continue;
    if (stays(name, item, type->rules)) kept.emplace(name, std::move(item));
  }
  for (const Rule& rule : type->rules) {
    if (rule.kind == Rule::Kind::always) kept.try_emplace(std::string(rule.name), rule.value);
  }
  finish_date(kept);
  if (const auto to = kept.find("to"); is_relation_field(path) && to != kept.end()) to->second = relation_target(std::move(to->second), context_.settings);
  if (const auto choices = kept.find("choices"); choices != kept.end()) choices->second = choices_of(std::move(choices->second));
  return deconstruction::call(path, std::move(args), std::move(kept));
}

}  // namespace miggraph::django::deconstruction
