#include "django/deconstruct/canonical.h"

#include <fmt/format.h>
#include <utility>

#include "django/deconstruct/deconstruction.h"

namespace miggraph::django {
namespace {

/// A code point from `at` on, which is moved behind it. A byte that is no UTF-8 stands for itself.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return lead;
  char32_t character = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) character = character << 6 | (byte(at++) & 0x3Fu);
  return character;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c >= 0x20 && c < 0x7F) {
      out += static_cast<char>(c);
    } else if (c < 0x10000) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      const unsigned rest = static_cast<unsigned>(c) - 0x10000;
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
  }
  return out + '"';
}

struct JsonText {
  std::string operator()(std::nullptr_t) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    std::string shown = fmt::format("{}", value);
    return shown.find_first_of(".en") == std::string::npos ? shown + ".0" : shown;
  }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const Canonical::Array& items) const {
    std::string out;
    for (const Canonical& item : items) out += (out.empty() ? "" : ", ") + json_text(item);
    return "[" + out + "]";
  }
  std::string operator()(const Canonical::Object& entries) const {
    std::string out;
    for (const auto& [key, value] : entries) out += (out.empty() ? "" : ", ") + quoted(key) + ": " + json_text(value);
    return "{" + out + "}";
  }
};

Canonical pair(std::string_view first, std::string_view second) {
  return {Canonical::Array{deconstruction::text(first), deconstruction::text(second)}};
}

}  // namespace

const Canonical* Canonical::entry(std::string_view key) const {
  if (object() == nullptr) return nullptr;
  for (const auto& [name, value] : *object()) {
    if (name == key) return &value;
  }
  return nullptr;
}

Canonical* Canonical::entry(std::string_view key) {
  return const_cast<Canonical*>(std::as_const(*this).entry(key));  // of an object that is not const
}

const Canonical::Array* Canonical::items() const {
  if (array() != nullptr) return array();
  for (const std::string_view kind : {"tuple", "set"}) {
    if (const Canonical* inner = entry(kind); inner != nullptr && inner->array() != nullptr) return inner->array();
  }
  return nullptr;
}

bool Canonical::operator==(const Canonical&) const = default;

std::string json_text(const Canonical& value) { return std::visit(JsonText(), value.data); }

Canonical canonical_value(const python::Value& value, const DeconstructContext& context) {
  return deconstruction::Deconstruction(context).value(value);
}

Canonical canonical_operation(const Operation& operation, const DeconstructContext& context) {
  return deconstruction::Deconstruction(context).operation(operation);
}

Canonical canonical_dependency(const Dependency& dependency, const DeconstructContext& context) {
  if (const auto* key = dependency.key()) return pair(key->app, key->name);
  if (const auto* setting = std::get_if<Dependency::Setting>(&dependency.target)) return pair("__setting__", setting->name);
  if (const auto* model = std::get_if<Dependency::Swappable>(&dependency.target)) return pair("__swappable__", model->model);
  if (dependency.value.is_sequence()) {  // a tuple with an unknown part
    Canonical::Array parts;
    for (const python::Value& part : dependency.value.items()) parts.push_back(canonical_value(part, context));
    return {std::move(parts)};
  }
  const auto& unknown = std::get<Dependency::Unknown>(dependency.target);
  return pair("__ref__", (unknown.spread ? "*" : "") + unknown.path);
}

DeconstructContext deconstruct_context(const Migration& migration, const ModelSettings& settings) {
  return {{migration.module.get(), migration.module_name}, &settings};
}

}  // namespace miggraph::django
