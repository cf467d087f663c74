// SCHEMA.md, "Values".
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "django/deconstruct/deconstruction.h"
#include "django/public_paths.h"
#include "django/regex_flags.h"

namespace miggraph::django::deconstruction {
namespace {

using python::Value;
using std::string_view;

constexpr string_view settings_prefix = "django.conf.settings.";
constexpr string_view builtins_prefix = "builtins.";

/// Attributes of Django and the standard library that stand for something else than their path.
std::optional<Canonical> constant(string_view path) {
  if (const auto flag = regex_flag(path)) return reference("re.RegexFlag." + std::string(flag->name));
  if (path == "django.db.migrations.RunSQL.noop") return text("");
  return std::nullopt;
}

std::string latin1_as_utf8(string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | (byte >> 6));
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

}  // namespace

Canonical text(string_view value) { return {std::string(value)}; }

Canonical object(string_view key, Canonical value) {
  return {Canonical::Object{{std::string(key), std::move(value)}}};
}

Canonical reference(string_view path) { return object("ref", text(path)); }
Canonical opaque(string_view why) { return object("opaque", text(why)); }

Canonical call(string_view path, Canonical::Array args, Keywords keywords) {
  Canonical::Object sorted;
  for (auto& [name, value] : keywords) sorted.emplace_back(name, std::move(value));
  return {Canonical::Object{{"call", text(path)}, {"args", {std::move(args)}}, {"kwargs", {std::move(sorted)}}}};
}

bool is_null(const Canonical& value) { return std::holds_alternative<std::nullptr_t>(value.data); }

bool is_falsy(const Canonical& value) {
  struct Falsy {
    bool operator()(std::nullptr_t) const { return true; }
    bool operator()(bool b) const { return !b; }
    bool operator()(std::int64_t i) const { return i == 0; }
    bool operator()(double d) const { return d == 0; }
    bool operator()(const std::string& s) const { return s.empty(); }
    bool operator()(const Canonical::Array& items) const { return items.empty(); }
    bool operator()(const Canonical::Object& entries) const {
      const bool collection = entries.size() == 1 && (entries[0].first == "tuple" || entries[0].first == "set" || entries[0].first == "dict");
      return collection && entries[0].second.array() != nullptr && entries[0].second.array()->empty();
    }
  };
  return std::visit(Falsy(), value.data);
}

bool Deconstruction::may_write(std::size_t bytes) {
  constexpr std::size_t bytes_of_a_value = 64;
  const auto depth = static_cast<std::size_t>(depth_);
  const std::size_t cost = 1 + depth * depth / 16 + bytes / bytes_of_a_value;  // what is deep is indented far, and copied often
  const bool enough = *context_.values_left >= cost;
  *context_.values_left -= enough ? cost : *context_.values_left;
  return enough;
}

Canonical::Array Deconstruction::array(std::span<const Value> items) {
  Canonical::Array out;
  for (const Value& item : items) {
    out.push_back(value(item));
    if (*context_.values_left == 0) break;
  }
  return out;
}

Canonical Deconstruction::set(std::span<const Value> items) {
  std::vector<std::pair<std::string, Canonical>> keyed;
  for (const Value& item : items) {
    Canonical one = value(item);
    std::string key = json_text(one);
    keyed.emplace_back(std::move(key), std::move(one));
  }
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Canonical::Array sorted;
  for (auto& [key, one] : keyed) sorted.push_back(std::move(one));
  return object("set", {std::move(sorted)});
}

Canonical Deconstruction::dict(const python::Dict& dict) {
  Canonical::Array entries;
  for (const auto& [key, item] : dict.items) entries.push_back({Canonical::Array{value(key), value(item)}});
  return object("dict", {std::move(entries)});
}

Canonical Deconstruction::reference_to(string_view path) {
  if (path.starts_with(settings_prefix)) return object("setting", text(path.substr(path.rfind('.') + 1)));
  if (path.starts_with(builtins_prefix)) return reference(path.substr(builtins_prefix.size()));
  const std::string shortest = public_path(path);
  if (auto plain = constant(shortest)) return std::move(*plain);
  if (shortest.starts_with("django.db.models.Deferrable.")) {  // an enum member goes by its class's own module
    return reference("django.db.models.constraints" + shortest.substr(std::string_view("django.db.models").size()));
  }
  return reference(shortest);
}

Canonical Deconstruction::value(const Value& v) {
  if (depth_ >= max_depth) return opaque("nested too deep");
  if (!may_write(v.text() != nullptr ? v.text()->size() : 0)) return opaque("too large");
  ++depth_;
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  const auto local = [](string_view path) { return path.find("<locals>") != string_view::npos; };

  if (v.is_none()) return {nullptr};
  if (const bool* b = v.as<bool>()) return {*b};
  if (const auto* i = v.as<std::int64_t>()) return {*i};
  if (const auto* d = v.as<double>()) {
    if (std::isfinite(*d)) return {*d};
    return call("float", {text(std::isnan(*d) ? "nan" : *d > 0 ? "inf" : "-inf")});
  }
  if (const string_view* t = v.text()) return text(*t);
  if (const auto* bytes = v.as<python::Bytes>()) return object("bytes", text(latin1_as_utf8(bytes->bytes)));
  if (v.as<python::List*>() != nullptr) return {array(v.items())};
  if (v.as<const python::Tuple*>() != nullptr) return object("tuple", {array(v.items())});
  if (v.as<python::Set*>() != nullptr) return set(v.items());
  if (v.dict() != nullptr) return dict(*v.dict());
  if (const string_view* path = v.reference()) return reference_to(*path);
  if (const python::Call* called_value = v.call()) {
    if (auto q = q_object(v, [this](const Value& part) { return value(part); })) return std::move(*q);
    return called(*called_value);
  }
  if (const python::Function* function = v.function()) {
    if (function->is_lambda) return object("lambda", {true});
    const std::string path = context_.module.path_of(*function);
    return local(path) ? opaque(path) : reference(path);
  }
  if (const python::Class* klass = v.klass()) {
    const std::string path = context_.module.path_of(*klass);
    return local(path) ? opaque(path) : reference(path);
  }
  if (const auto* module = v.as<const python::Module*>()) return reference(context_.module.name_of(*module));
  if (const auto* bound = v.as<const python::Bound*>(); bound != nullptr && (*bound)->function != nullptr) {
    return reference(context_.module.path_of(*(*bound)->function));
  }
  if (const python::Unknown* unknown = v.unknown()) {
    return opaque((unknown->spread ? "*" : "") + std::string(unknown->path));
  }
  return opaque(python::describe(v));
}

}  // namespace miggraph::django::deconstruction
