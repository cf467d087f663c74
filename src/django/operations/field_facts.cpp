#include "django/operations/field_facts.h"

#include <algorithm>
#include <array>

#include "django/public_paths.h"

namespace miggraph::django {
namespace {

/// Field.empty_strings_allowed of Django's classes.
bool empty_strings_allowed(std::string_view type) {
  static constexpr std::array<std::string_view, 10> types = {
      "BinaryField", "CharField", "CommaSeparatedIntegerField", "EmailField", "FileField", "FilePathField", "ImageField",
      "SlugField",   "TextField", "URLField"};
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

template <std::size_t N>
const Width* find(const std::array<Width, N>& table, std::string_view type) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Width& row) { return row.type == type; });
  return found != table.end() ? &*found : nullptr;
}

/// Field.non_db_attrs of Django 5.2.
bool is_in_database(std::string_view keyword) {
  static constexpr std::array<std::string_view, 11> not_there = {
      "blank",     "choices",      "editable",           "error_messages", "help_text", "limit_choices_to",
      "on_delete", "related_name", "related_query_name", "validators",     "verbose_name"};
  return std::find(not_there.begin(), not_there.end(), keyword) == not_there.end();
}

}  // namespace

FieldFacts::FieldFacts(const python::Value& field, bool default_counts)
    : call_(field.call()), default_counts_(default_counts) {
  if (call_ == nullptr) {
    type_ = python::describe(field);
    return;
  }
  std::string path;
  if (const std::string_view* reference = call_->callee.reference()) {
    path = public_path(*reference);
  } else if (const python::Class* klass = call_->callee.klass()) {
    path = klass->qualified;
  } else {
    path = python::describe(call_->callee);
  }
  known_ = path.starts_with("django.");
  type_ = path.substr(path.rfind('.') + 1);
  // What a `**mapping` that isn't known may say, nobody knows.
  if (keyword("**") != nullptr) known_ = false;
}

const python::Value* FieldFacts::keyword(std::string_view name) const {
  return call_ != nullptr ? call_->keyword(name) : nullptr;
}

bool FieldFacts::flag(std::string_view name) const {
  const python::Value* value = keyword(name);
  const bool* flag = value != nullptr ? value->as<bool>() : nullptr;
  return flag != nullptr && *flag;
}

FieldFacts::Place FieldFacts::place() const {
  if (type_ == "GeneratedField") return Place::computed;
  if (!type_.ends_with("ManyToManyField")) return Place::column;
  const python::Value* through = keyword("through");
  return through == nullptr || through->is_none() ? Place::own_table : Place::other_model;
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
  if (call_ == nullptr || other.call_ == nullptr || type_ != other.type_ || keyword("**") != nullptr || other.keyword("**") != nullptr)
    return false;
  const auto within = [](const FieldFacts& a, const FieldFacts& b) {
    return std::all_of(a.call_->keywords.begin(), a.call_->keywords.end(), [&](const python::Keyword& one) {
      if (!is_in_database(one.name)) return true;
      const python::Value* twin = b.keyword(one.name);
      bool known = false;
      return twin != nullptr && python::equal(one.value, *twin, &known) && known;
    });
  };
  // The only argument that is written without its name is the verbose_name; relations have others.
  const bool plain = kind() != "relation" && call_->args.size() <= 1 && other.call_->args.size() <= 1;
  return plain && within(*this, other) && within(other, *this);
}

bool FieldFacts::null() const { return type_ == "NullBooleanField" || flag("null"); }

bool FieldFacts::unique() const { return flag("unique") || flag("primary_key") || type_ == "OneToOneField"; }

std::optional<std::int64_t> FieldFacts::number(std::string_view name) const {
  const python::Value* value = keyword(name);
  const auto* number = value != nullptr ? value->as<std::int64_t>() : nullptr;
  return number != nullptr ? std::optional(*number) : std::nullopt;
}

std::string FieldFacts::to() const {
  const python::Value* value = keyword("to");
  if (value == nullptr) return "";
  return value->text() != nullptr ? std::string(*value->text()) : python::describe(*value);
}

FieldFacts::Filling FieldFacts::filling() const {
  const auto says = [&](std::string_view name) {
    const python::Value* value = keyword(name);
    return value != nullptr && !value->is_none();
  };
  if (null()) {
    // A default fills a column that may be NULL too.
    return default_counts_ && says("default") ? Filling::default_value : Filling::null;
  }
  if ((default_counts_ && says("default")) || keyword("db_default") != nullptr) return Filling::default_value;
  if (!known_) return Filling::not_known;
  if (flag("auto_now") || flag("auto_now_add")) return Filling::now;
  if (flag("blank") && empty_strings_allowed(type_)) return Filling::empty_string;
  return Filling::nothing;
}

}  // namespace miggraph::django
