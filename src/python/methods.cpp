#include <fmt/format.h>

#include <algorithm>

#include "python/evaluator.h"
#include "python/find_text.h"

/// Methods of str, list, dict and set, and the two ways of formatting text.
namespace miggraph::python {
namespace {

std::string_view strip(std::string_view text, std::string_view characters, bool left, bool right) {
  if (left) {
    const std::size_t begin = text.find_first_not_of(characters);
    text = begin == std::string_view::npos ? std::string_view() : text.substr(begin);
  }
  if (right) text = text.substr(0, text.find_last_not_of(characters) + 1);
  return text;
}

std::vector<std::string_view> split_white_space(std::string_view text) {
  constexpr std::string_view white = " \t\n\r\f\v";
  std::vector<std::string_view> out;
  for (std::size_t begin = text.find_first_not_of(white); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(white, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(white, end);
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator, std::int64_t most) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  while (most < 0 || static_cast<std::int64_t>(out.size()) < most) {
    const std::size_t at = find_text(text, separator, begin);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(begin, at - begin));
    begin = at + separator.size();
  }
  out.push_back(text.substr(begin));
  return out;
}

std::vector<std::string_view> split_right(std::string_view text, std::string_view separator, std::int64_t most) {
  std::vector<std::string_view> out;
  while (most < 0 || static_cast<std::int64_t>(out.size()) < most) {
    const std::size_t at = text.rfind(separator);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(at + separator.size()));
    text = text.substr(0, at);
  }
  out.push_back(text);
  std::reverse(out.begin(), out.end());
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string changed_case(std::string_view text, std::string_view how) {
  std::string out(text);
  bool word = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool raise = how == "upper" || (how == "title" && word) || (how == "capitalize" && i == 0);
    word = lower(out[i]) == upper(out[i]);
    out[i] = raise ? upper(out[i]) : lower(out[i]);
  }
  return out;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t begin = 0;;) {
    const std::size_t at = from.empty() ? std::string_view::npos : find_text(text, from, begin);
    out += text.substr(begin, at == std::string_view::npos ? at : at - begin);
    if (at == std::string_view::npos) return out;
    out += to;
    begin = at + from.size();
  }
}

constexpr std::size_t widest = 1000;

/// Nothing where the width is beyond all use.
std::optional<std::string> padded(std::string text, std::string_view format) {
  // [0][width][.precision][type], of which only a width is of use in names: f"{i:04}", "%04d".
  const bool zero = format.starts_with('0');
  std::size_t width = 0;
  for (const char c : format) {
    if (c < '0' || c > '9') break;
    width = width * 10 + static_cast<std::size_t>(c - '0');
    if (width > widest) return std::nullopt;
  }
  if (text.size() < width) {
    const bool negative = zero && text.starts_with('-');
    text.insert(negative ? 1 : 0, width - text.size(), zero ? '0' : ' ');
  }
  return text;
}

}  // namespace

Value Evaluator::method(const Bound& bound, const Values& args, const Keywords& keywords, Span span) {
  std::optional<Value> out;
  if (const std::string_view* self = bound.self.text()) {
    out = text_method(*self, bound.method, args, keywords, span);
  } else if (List* const* list_self = bound.self.as<List*>()) {
    out = list_method(**list_self, bound.method, args, keywords, span);
  } else if (Dict* const* dict_self = bound.self.as<Dict*>()) {
    out = dict_method(**dict_self, bound.method, args, keywords, span);
  } else if (Set* const* set_self = bound.self.as<Set*>()) {
    out = set_method(**set_self, bound.method, args, span);
  } else if (const Bytes* bytes = bound.self.as<Bytes>(); bytes != nullptr && bound.method == "decode" && is_ascii(bytes->bytes)) {
    out = make(Text{bytes->bytes}, span);
  }
  if (out) return *out;
  return unknown("the method is not followed", describe(bound.self) + "." + std::string(bound.method) + "()", span);
}

std::optional<Value> Evaluator::text_method(std::string_view self, std::string_view name, const Values& given, const Keywords& keywords,
                                            Span span) {
  Values args;
  std::size_t size = self.size();
  for (const Value& arg : given) {
    args.push_back(known(arg));
    if (args.back().text() != nullptr) size += args.back().text()->size();
  }
  if (!read(size)) return std::nullopt;
  const auto argument = [&](std::size_t i) -> const std::string_view* { return i < args.size() ? args[i].text() : nullptr; };
  const auto texts = [&](const std::vector<std::string_view>& parts) {
    Values items;
    for (const std::string_view part : parts) items.push_back(text(part, span));
    return list(items, span);
  };
  if (name == "format") {
    const auto out = format_text(self, args, keywords, span);
    if (out) return text(*out, span);
    return unknown("a part of the text is not known", source_of(span), span);
  }
  if (name == "join" && args.size() == 1) {
    const auto items = items_of(args[0]);
    if (!items) return unknown_because(args[0], span);
    std::string out;
    for (const Value& item : *items) {
      const Value part = known(item);
      if (part.text() == nullptr) return unknown_because(part, span);
      if (!room_for(out.size() + self.size() + part.text()->size())) return unknown("a text that is too long", source_of(span), span);
      if (&item != &items->front()) out += self;
      out += *part.text();
    }
    return text(out, span);
  }
  if (name == "strip" || name == "lstrip" || name == "rstrip") {
    const std::string_view characters = argument(0) ? *argument(0) : std::string_view(" \t\n\r\f\v");
    return make(Text{strip(self, characters, name != "rstrip", name != "lstrip")}, span);
  }
  if (name == "lower" || name == "upper" || name == "title" || name == "capitalize") {
    if (!is_ascii(self)) return std::nullopt;
    return text(changed_case(self, name), span);
  }
  if (name == "replace" && argument(0) && argument(1) && args.size() == 2) {
    const std::size_t growth = argument(1)->size() * (self.size() / std::max<std::size_t>(argument(0)->size(), 1) + 1);
    if (!room_for(self.size() + growth)) return unknown("a text that is too long", source_of(span), span);
    return text(replaced(self, *argument(0), *argument(1)), span);
  }
  if (name == "split" || name == "rsplit" || name == "splitlines" || name == "partition" || name == "rpartition") {
    const bool one_cut = name == "partition" || name == "rpartition" || (args.size() > 1 && name != "splitlines");
    if (!step(one_cut ? 1 : self.size() / 8 + 1)) return std::nullopt;
    constexpr std::size_t longest_separator = 64;  // rfind takes text times separator
    if (name.starts_with('r') && argument(0) != nullptr && argument(0)->size() > longest_separator) return std::nullopt;
    const std::int64_t* most = args.size() > 1 ? args[1].as<std::int64_t>() : nullptr;
    if (name == "splitlines") {
      auto lines = split(self, "\n", -1);
      if (!lines.empty() && lines.back().empty()) lines.pop_back();
      return texts(lines);
    }
    if (argument(0) == nullptr) return args.empty() ? std::optional(texts(split_white_space(self))) : std::nullopt;
    if (argument(0)->empty()) return std::nullopt;
    if (name == "split") return texts(split(self, *argument(0), most ? *most : -1));
    if (name == "rsplit") return texts(split_right(self, *argument(0), most ? *most : -1));
    const auto parts = name == "partition" ? split(self, *argument(0), 1) : split_right(self, *argument(0), 1);
    Values items;
    if (parts.size() == 2) {
      items = {text(parts[0], span), args[0], text(parts[1], span)};
    } else {
      items = {text(name == "partition" ? self : "", span), text("", span), text(name == "partition" ? "" : self, span)};
    }
    return tuple(items, span);
  }
  if ((name == "startswith" || name == "endswith") && argument(0)) {
    return make(name == "startswith" ? self.starts_with(*argument(0)) : self.ends_with(*argument(0)), span);
  }
  if ((name == "find" || name == "rfind") && argument(0) && is_ascii(self)) {
    if (name == "rfind" && !read(self.size() * argument(0)->size())) return std::nullopt;
    const std::size_t at = name == "find" ? find_text(self, *argument(0)) : self.rfind(*argument(0));
    return make(at == std::string_view::npos ? std::int64_t{-1} : static_cast<std::int64_t>(at), span);
  }
  if (name == "isdigit") return make(!self.empty() && self.find_first_not_of("0123456789") == std::string_view::npos, span);
  if (const auto* width = args.empty() ? nullptr : args[0].as<std::int64_t>(); width != nullptr && name == "zfill") {
    const auto filled = padded(std::string(self), fmt::format("0{}", *width));
    if (filled) return text(*filled, span);
  }
  if (name == "encode") return make(Bytes{self}, span);
  return std::nullopt;
}

std::optional<Value> Evaluator::list_method(List& self, std::string_view name, const Values& args, const Keywords& keywords, Span span) {
  const bool changes = name == "append" || name == "extend" || name == "insert" || name == "remove" || name == "pop" || name == "reverse" ||
                       name == "sort" || name == "clear" || name == "__iadd__";
  if (changes && !owns(self)) {
    note(span, "left out a change to a list of another module");
    return make(None{}, span);
  }
  const auto position = [&](const Value& index) -> std::optional<std::size_t> {
    const auto* at = index.as<std::int64_t>();
    const auto size = static_cast<std::int64_t>(self.items.size());
    if (at == nullptr || *at < -size || *at >= size) return std::nullopt;
    return static_cast<std::size_t>(*at < 0 ? *at + size : *at);
  };
  const bool looks_through = name == "insert" || name == "remove" || name == "pop" || name == "reverse" || name == "index" || name == "count";
  if (!(looks_through && !args.empty() ? look_through(self.items.size()) : step()) || !room_for(sizeof(Value))) return std::nullopt;
  if (name == "append" && args.size() == 1) {
    self.items.push_back(args[0]);
    return make(None{}, span);
  }
  if ((name == "extend" || name == "__iadd__") && args.size() == 1) {
    if (auto items = items_of(args[0])) {
      if (!room_for(2 * (self.items.size() + items->size()) * sizeof(Value))) return std::nullopt;
      self.items.insert(self.items.end(), items->begin(), items->end());
    } else {
      note(span, describe(args[0]) + ", which extends a list, is not known");
      self.items.push_back(unknown_because(args[0], span, true));
    }
    return make(None{}, span);
  }
  if (name == "insert" && args.size() == 2) {
    const auto* at = args[0].as<std::int64_t>();
    const auto size = static_cast<std::int64_t>(self.items.size());
    const std::int64_t index = at == nullptr ? size : std::clamp<std::int64_t>(*at < 0 ? *at + size : *at, 0, size);
    self.items.insert(self.items.begin() + index, args[1]);
    return make(None{}, span);
  }
  if (name == "remove" && args.size() == 1) {
    const auto found = std::find_if(self.items.begin(), self.items.end(), [&](const Value& item) {
      bool certain = false;
      return same(item, args[0], &certain) && certain;
    });
    if (found != self.items.end()) self.items.erase(found);
    return make(None{}, span);
  }
  if (name == "pop") {
    const auto at = args.empty() ? (self.items.empty() ? std::nullopt : std::optional(self.items.size() - 1)) : position(args[0]);
    if (!at) return unknown("there is no item of that number", source_of(span), span);
    const Value value = self.items[*at];
    self.items.erase(self.items.begin() + static_cast<std::ptrdiff_t>(*at));
    return value;
  }
  if (name == "reverse") {
    std::reverse(self.items.begin(), self.items.end());
    return make(None{}, span);
  }
  if (name == "clear") {
    self.items.clear();
    return make(None{}, span);
  }
  if (name == "copy" && step(self.items.size())) return list(Values(self.items.begin(), self.items.end()), span);
  if (name == "sort") {
    if (const auto sorted = builtin("sorted", {make(&self, span)}, keywords, span); sorted && sorted->is_sequence()) {
      const auto items = sorted->items();
      self.items.assign(items.begin(), items.end());
    }
    return make(None{}, span);
  }
  if ((name == "index" || name == "count") && args.size() == 1) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < self.items.size(); ++i) {
      bool certain = false;
      const bool found = same(self.items[i], args[0], &certain) && certain;
      if (found && name == "index") return make(static_cast<std::int64_t>(i), span);
      count += found;
    }
    if (name == "count") return make(count, span);
  }
  return std::nullopt;
}

std::optional<Value> Evaluator::dict_method(Dict& self, std::string_view name, const Values& args, const Keywords& keywords, Span span) {
  const auto find = [&](const Value& key) {
    return std::find_if(self.items.rbegin(), self.items.rend(), [&](const auto& entry) {
      bool certain = false;
      return same(entry.first, key, &certain) && certain;
    });
  };
  const bool changes = name == "update" || name == "pop" || name == "setdefault" || name == "__setitem__" || name == "clear";
  if (changes && !owns(self)) {
    note(span, "left out a change to a dict of another module");
    return make(None{}, span);
  }
  if (!step(1 + self.items.size() / 16) || !room_for(2 * sizeof(Value))) return std::nullopt;
  const auto set_item = [&](const Value& key, const Value& value) {
    if (!step(1 + self.items.size() / 16)) return;  // looking for an equal key is linear
    const auto found = find(key);
    if (found != self.items.rend()) {
      found->second = value;
    } else {
      self.items.emplace_back(key, value);
    }
  };
  if (name == "__setitem__" && args.size() == 2) {
    set_item(args[0], args[1]);
    return make(None{}, span);
  }
  if ((name == "get" || name == "pop" || name == "setdefault") && !args.empty()) {
    const auto found = find(args[0]);
    const Value otherwise = args.size() > 1 ? args[1] : make(None{}, span);
    if (found == self.items.rend()) {
      if (name == "setdefault") self.items.emplace_back(args[0], otherwise);
      return otherwise;
    }
    const Value value = found->second;
    if (name == "pop") self.items.erase(std::next(found).base());
    return value;
  }
  if (name == "keys" || name == "values" || name == "items") {
    if (!step(self.items.size())) return std::nullopt;
    Values out;
    for (const auto& [key, value] : self.items) {
      out.push_back(name == "keys" ? key : name == "values" ? value : tuple({key, value}, span));
    }
    return list(out, span);
  }
  if (name == "update") {
    for (const Value& arg : args) {
      const Value mapping = known(arg);
      if (mapping.dict() != nullptr) {
        for (const auto& [key, value] : mapping.dict()->items) set_item(key, value);
      } else if (auto pairs = items_of(mapping)) {
        for (const Value& pair : *pairs) {
          if (pair.items().size() == 2) set_item(pair.items()[0], pair.items()[1]);
        }
      } else {
        note(span, describe(arg) + ", which a dict takes in, is not known");
        const Value rest = unknown_because(arg, span, true);
        self.items.emplace_back(rest, rest);
      }
    }
    for (const Keyword& keyword : keywords) set_item(text(keyword.name, span), keyword.value);
    return make(None{}, span);
  }
  if (name == "copy" && step(self.items.size())) return make(module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(self.items, module_.arena.resource())}), span);
  if (name == "clear") {
    self.items.clear();
    return make(None{}, span);
  }
  return std::nullopt;
}

std::optional<Value> Evaluator::set_method(Set& self, std::string_view name, const Values& args, Span span) {
  const auto has = [&](const ArenaVector<Value>& items, const Value& value) {
    return std::any_of(items.begin(), items.end(), [&](const Value& item) {
      bool certain = false;
      return same(item, value, &certain) && certain;
    });
  };
  if (!step(1 + self.items.size() / 16) || !room_for(sizeof(Value))) return std::nullopt;
  if ((name == "add" || name == "discard" || name == "remove" || name == "update") && !owns(self)) {
    note(span, "left out a change to a set of another module");
    return make(None{}, span);
  }
  if (name == "add" && args.size() == 1) {
    if (!has(self.items, args[0])) self.items.push_back(args[0]);
    return make(None{}, span);
  }
  if ((name == "discard" || name == "remove") && args.size() == 1) {
    std::erase_if(self.items, [&](const Value& item) {
      bool certain = false;
      return same(item, args[0], &certain) && certain;
    });
    return make(None{}, span);
  }
  if ((name == "union" || name == "update" || name == "intersection" || name == "difference") && args.size() == 1) {
    const auto items = items_of(args[0]);
    if (!items) return unknown_because(args[0], span);
    const Value other = set(*items, span);
    const auto& others = (*other.as<Set*>())->items;
    Values out;
    for (const Value& item : self.items) {
      const bool both = has(others, item);
      if (name == "union" || name == "update" || both == (name == "intersection")) out.push_back(item);
    }
    if (name == "union" || name == "update") out.insert(out.end(), others.begin(), others.end());
    const Value made = set(out, span);
    if (name != "update") return made;
    self.items.assign((*made.as<Set*>())->items.begin(), (*made.as<Set*>())->items.end());
    return make(None{}, span);
  }
  return std::nullopt;
}

/// str.format with {}, {0}, {name}, and a width; anything else is not followed.
std::optional<std::string> Evaluator::format_text(std::string_view format, const Values& args, const Keywords& keywords, Span) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size();) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      out += c;
      i += 2;
      continue;
    }
    if (c != '{') {
      out += c;
      ++i;
      continue;
    }
    const std::size_t end = format.find('}', i);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view field = format.substr(i + 1, end - i - 1);
    std::string_view width;
    if (const std::size_t colon = field.find(':'); colon != std::string_view::npos) {
      width = field.substr(colon + 1);
      field = field.substr(0, colon);
    }
    if (width.find_first_not_of("0123456789ds") != std::string_view::npos) return std::nullopt;
    std::optional<Value> value;
    if (field.empty()) {
      if (next < args.size()) value = args[next++];
    } else if (field.find_first_not_of("0123456789") == std::string_view::npos && field.size() < 6) {
      const std::size_t index = std::stoul(std::string(field));
      if (index < args.size()) value = args[index];
    } else {
      for (const Keyword& keyword : keywords) {
        if (keyword.name == field) value = keyword.value;
      }
    }
    const auto shown = value ? as_text(*value) : std::nullopt;
    const auto filled = shown ? padded(*shown, width) : std::nullopt;
    if (!filled || !step() || !room_for(out.size() + filled->size())) return std::nullopt;
    out += *filled;
    i = end + 1;
  }
  return out;
}

/// "…" % (a, b) and "…" % {"name": a} with %s, %d, %r and a width.
Value Evaluator::format_percent(std::string_view format, Value argument, Span span) {
  Values values;
  if (argument.as<const Tuple*>() != nullptr) {
    values.assign(argument.items().begin(), argument.items().end());
  } else {
    values = {argument};
  }
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size();) {
    if (format[i] != '%') {
      out += format[i++];
      continue;
    }
    ++i;
    if (i < format.size() && format[i] == '%') {
      out += '%';
      ++i;
      continue;
    }
    std::optional<Value> value;
    if (i < format.size() && format[i] == '(') {
      const std::size_t end = format.find(')', i);
      if (end == std::string_view::npos || argument.dict() == nullptr) break;
      value = item(argument, text(format.substr(i + 1, end - i - 1), span), span);
      i = end + 1;
    } else if (next < values.size()) {
      value = values[next++];
    }
    const std::size_t width = i;
    while (i < format.size() && format[i] >= '0' && format[i] <= '9') ++i;
    const char kind = i < format.size() ? format[i] : 0;
    const auto shown = value && (kind == 's' || kind == 'd' || kind == 'r') ? as_text(*value, kind == 'r' ? 'r' : 0) : std::nullopt;
    const auto filled = shown ? padded(*shown, format.substr(width, i - width)) : std::nullopt;
    if (!filled || !step() || !room_for(out.size() + filled->size())) {
      return value && value->is_unknown() ? unknown_because(*value, span) : unknown("a part of the text is not known", source_of(span), span);
    }
    out += *filled;
    ++i;
  }
  return text(out, span);
}

}  // namespace miggraph::python
