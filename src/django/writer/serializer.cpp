#include "django/writer/serializer.h"

#include <fmt/format.h>
#include <vector>

namespace miggraph::django {
namespace {

using std::string_view;

/// A value taken apart for writing: what stands before its items, the items, what stands behind them. A value without items is
/// all `open`.
struct Layout {
  struct Item {
    std::string prefix;  ///< "max_length=", "'key': "
    const Canonical* value = nullptr;
  };
  std::string open, close;
  std::vector<Item> items;
  bool single_tuple = false;  ///< (1,)
};

const std::string* text_of(const Canonical* value) { return value != nullptr ? std::get_if<std::string>(&value->data) : nullptr; }

std::string number(double value) {
  std::string shown = fmt::format("{}", value);
  return shown.find_first_of(".en") == std::string::npos ? shown + ".0" : shown;
}

void add_items(const Canonical::Array& values, Layout& layout) {
  for (const Canonical& value : values) layout.items.push_back({"", &value});
}

Layout call_layout(string_view path, const Canonical* args, const Canonical* kwargs) {
  Layout layout{written_path(path) + "(", ")", {}};
  if (args != nullptr && args->array() != nullptr) add_items(*args->array(), layout);
  if (kwargs != nullptr && kwargs->object() != nullptr) {
    for (const auto& [name, value] : *kwargs->object()) layout.items.push_back({name == "**" ? "**" : name + "=", &value});
  }
  return layout;
}

Layout object_layout(const Canonical::Object& object) {
  const auto entry = [&](string_view key) -> const Canonical* {
    for (const auto& [name, value] : object) {
      if (name == key) return &value;
    }
    return nullptr;
  };
  if (const std::string* path = text_of(entry("call"))) return call_layout(*path, entry("args"), entry("kwargs"));
  if (const Canonical* operation = entry("operation"); operation != nullptr && text_of(operation->entry("path")) != nullptr) {
    return call_layout(*text_of(operation->entry("path")), operation->entry("args"), operation->entry("kwargs"));
  }
  if (const std::string* path = text_of(entry("ref"))) return {written_path(*path), "", {}};
  if (const std::string* name = text_of(entry("setting"))) return {"settings." + *name, "", {}};
  if (const std::string* bytes = text_of(entry("bytes"))) return {"b" + quoted_text(*bytes), "", {}};
  if (entry("lambda") != nullptr) return {"<lambda>", "", {}};
  if (const std::string* why = text_of(entry("opaque"))) return {"<unknown: " + *why + ">", "", {}};
  if (const Canonical* tuple = entry("tuple"); tuple != nullptr && tuple->array() != nullptr) {
    Layout layout{"(", ")", {}, tuple->array()->size() == 1};
    add_items(*tuple->array(), layout);
    return layout;
  }
  if (const Canonical* set = entry("set"); set != nullptr && set->array() != nullptr) {
    if (set->array()->empty()) return {"set()", "", {}};
    Layout layout{"{", "}", {}};
    add_items(*set->array(), layout);
    return layout;
  }
  if (const Canonical* dict = entry("dict"); dict != nullptr && dict->array() != nullptr) {
    Layout layout{"{", "}", {}};
    for (const Canonical& pair : *dict->array()) {
      if (pair.array() != nullptr && pair.array()->size() == 2) layout.items.push_back({serialize(pair.array()->front()) + ": ", &pair.array()->back()});
    }
    return layout;
  }
  return {"<unknown>", "", {}};
}

struct LayoutOf {
  Layout operator()(std::nullptr_t) const { return {"None", "", {}}; }
  Layout operator()(bool value) const { return {value ? "True" : "False", "", {}}; }
  Layout operator()(std::int64_t value) const { return {std::to_string(value), "", {}}; }
  Layout operator()(double value) const { return {number(value), "", {}}; }
  Layout operator()(const std::string& value) const { return {quoted_text(value), "", {}}; }
  Layout operator()(const Canonical::Array& items) const {
    Layout layout{"[", "]", {}};
    add_items(items, layout);
    return layout;
  }
  Layout operator()(const Canonical::Object& object) const { return object_layout(object); }
};

/// Appends a value on one line. Stops early, and says so, once the text is longer than `most`.
bool write_flat(const Canonical& value, std::string& out, std::size_t most) {
  const Layout layout = std::visit(LayoutOf(), value.data);
  out += layout.open;
  bool is_first = true;
  for (const Layout::Item& item : layout.items) {
    if (!is_first) out += ", ";
    is_first = false;
    out += item.prefix;
    if (!write_flat(*item.value, out, most)) return false;
  }
  if (layout.single_tuple) out += ',';
  out += layout.close;
  return out.size() <= most;
}

void write(const Canonical& value, std::string& out, std::size_t column, std::size_t indentation, std::size_t width) {
  std::string flat;
  if (write_flat(value, flat, width > column ? width - column : 0)) {
    out += flat;
    return;
  }
  const Layout layout = std::visit(LayoutOf(), value.data);
  out += layout.open;
  if (layout.items.empty()) {
    out += layout.close;
    return;
  }
  constexpr std::size_t step = 4;
  for (const Layout::Item& item : layout.items) {
    out += "\n" + std::string(indentation + step, ' ') + item.prefix;
    write(*item.value, out, indentation + step + item.prefix.size() + 1, indentation + step, width);  // + 1: the comma
    out += ',';
  }
  out += "\n" + std::string(indentation, ' ') + layout.close;
}

}  // namespace

std::string written_path(string_view path) {
  constexpr string_view models = "django.db.models.", migrations = "django.db.migrations.";
  // models.functions and kin are modules of their own, which the writer imports by their whole name.
  if (path.starts_with(models) && path.find('.', models.size()) == string_view::npos) return std::string(path.substr(10));
  if (path.starts_with(migrations) && path.find('.', migrations.size()) == string_view::npos) return std::string(path.substr(10));
  return std::string(path);
}

std::string quoted_text(string_view text) {
  const char quote = text.find('\'') != string_view::npos && text.find('"') == string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + quote;
}

std::string serialize(const Canonical& value) {
  std::string out;
  write_flat(value, out, std::string::npos);
  return out;
}

std::string serialize_wrapped(const Canonical& value, std::size_t column, std::size_t indentation, std::size_t width) {
  std::string out;
  write(value, out, column, indentation, width);
  return out;
}

}  // namespace miggraph::django
