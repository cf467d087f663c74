#include "django/operations/field_facts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace miggraph::django {
namespace {

/// Field.empty_strings_allowed of Django's classes.
bool empty_strings_allowed(std::string_view type) {
  static constexpr std::array<std::string_view, 10> types = {"BinaryField", "CharField", "CommaSeparatedIntegerField",
                                                             "EmailField",  "FileField", "FilePathField",
                                                             "ImageField",  "SlugField", "TextField",
                                                             "URLField"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

struct Width {
  std::string_view type;
  std::int64_t width;
};

/// Fields on varchar columns, with the max_length that they have of themselves (0: none).
constexpr std::array<Width, 8> texts = {{{"CharField", 0},
                                         {"CommaSeparatedIntegerField", 0},
                                         {"EmailField", 254},
                                         {"FileField", 100},
                                         {"FilePathField", 100},
                                         {"ImageField", 100},
                                         {"SlugField", 50},
                                         {"URLField", 200}}};
constexpr std::array<Width, 9> integers = {{{"AutoField", 4},
                                            {"BigAutoField", 8},
                                            {"BigIntegerField", 8},
                                            {"IntegerField", 4},
                                            {"PositiveBigIntegerField", 8},
                                            {"PositiveIntegerField", 4},
                                            {"PositiveSmallIntegerField", 2},
                                            {"SmallAutoField", 2},
                                            {"SmallIntegerField", 2}}};

bool is_none(const Canonical* value) {
  return value == nullptr || std::holds_alternative<std::nullptr_t>(value->data);
}

template <std::size_t N>
const Width* find(const std::array<Width, N>& table, std::string_view type) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Width& row) { return row.type == type; });
  return found != table.end() ? &*found : nullptr;
}

/// Field.non_db_attrs of Django 5.2.
bool is_in_database(std::string_view keyword) {
  static constexpr std::array<std::string_view, 11> not_there = {
      "blank",     "choices",      "editable",           "error_messages", "help_text",   "limit_choices_to",
      "on_delete", "related_name", "related_query_name", "validators",     "verbose_name"};
  return std::find(not_there.begin(), not_there.end(), keyword) == not_there.end();
}

}  // namespace

FieldFacts::FieldFacts(const FieldState& field) : field_(&field) {
  const std::string_view path = field.class_path();
  // What a `**mapping` that isn't known may say, nobody knows.
  known_ = path.starts_with("django.") && keyword("**") == nullptr;
  type_ = path.empty() ? "a field that is not known" : std::string(path.substr(path.rfind('.') + 1));
}

bool FieldFacts::flag(std::string_view name) const {
  const Canonical* value = keyword(name);
  const bool* flag = value != nullptr ? std::get_if<bool>(&value->data) : nullptr;
  return flag != nullptr && *flag;
}

FieldFacts::Place FieldFacts::place() const {
  if (type_ == "GeneratedField") return Place::computed;
  if (known_ && (type_ == "ForeignObject" || type_ == "CompositePrimaryKey")) return Place::nowhere;
  if (!type_.ends_with("ManyToManyField")) return Place::column;
  return is_none(keyword("through")) ? Place::own_table : Place::other_model;
}

bool FieldFacts::null() const {
  return type_ == "NullBooleanField" || flag("null");
}

bool FieldFacts::unique() const {
  return flag("unique") || flag("primary_key") || type_ == "OneToOneField";
}

std::optional<std::int64_t> FieldFacts::number(std::string_view name) const {
  const Canonical* value = keyword(name);
  const auto* number = value != nullptr ? std::get_if<std::int64_t>(&value->data) : nullptr;
  return number != nullptr ? std::optional(*number) : std::nullopt;
}

std::string FieldFacts::to() const {
  return field_->relation ? field_->relation->to : "";
}

std::string FieldFacts::kind() const {
  if (find(texts, type_) != nullptr || type_ == "TextField") return "text";
  if (find(integers, type_) != nullptr) return "integer";
  if (type_.ends_with("ForeignKey") || type_ == "OneToOneField") return "relation";
  return type_;
}

std::optional<std::int64_t> FieldFacts::size() const {
  if (const Width* row = find(integers, type_)) return row->width;
  const Width* row = find(texts, type_);
  if (row == nullptr) return std::nullopt;
  if (keyword("max_length") != nullptr) return number("max_length");
  return row->width > 0 ? std::optional(row->width) : std::nullopt;
}

bool FieldFacts::is_same_in_database(const FieldFacts& other) const {
  if (!known_ || !other.known_ || type_ != other.type_) return false;
  const auto relevant = [](const FieldState& field) {
    Canonical::Object kept;
    const Canonical *args = field.value.entry("args"), *kwargs = field.value.entry("kwargs");
    if (args != nullptr) kept.emplace_back("args", *args);
    if (kwargs != nullptr && kwargs->object() != nullptr) {
      std::copy_if(kwargs->object()->begin(), kwargs->object()->end(), std::back_inserter(kept),
                   [](const auto& one) { return is_in_database(one.first); });
    }
    return json_text(Canonical{std::move(kept)});
  };
  const std::string mine = relevant(*field_);
  // Two things that can't be known may be two things.
  return mine.find("{\"opaque\"") == std::string::npos && mine == relevant(*other.field_);
}

FieldFacts::Filling FieldFacts::filling() const {
  if (null()) {
    // A default fills a column that may be NULL too.
    return keyword("default") != nullptr ? Filling::default_value : Filling::null;
  }
  if (keyword("default") != nullptr || keyword("db_default") != nullptr) return Filling::default_value;
  if (!known_) return Filling::not_known;
  if (flag("auto_now") || flag("auto_now_add")) return Filling::now;
  if (flag("blank") && empty_strings_allowed(type_)) return Filling::empty_string;
  return Filling::nothing;
}

}  // namespace miggraph::django
