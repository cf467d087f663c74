#include "django/salvage.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace miggraph::django {
namespace {

constexpr std::array<std::string_view, 3> attributes = {"dependencies", "run_before", "replaces"};

/// The end of the bracket that opens at `begin`; nothing where it is not closed, or a string in it is not.
std::optional<std::size_t> end_of_bracket(std::string_view text, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '[' || c == '(' || c == '{') ++depth;
    if ((c == ']' || c == ')' || c == '}') && --depth == 0) return i + 1;
    if (c == '#') i = std::min(text.find('\n', i), text.size());
    if (c == '"' || c == '\'') {
      const std::size_t line_end = std::min(text.find('\n', i), text.size());
      i = text.find(c, i + 1);
      if (i >= line_end) return std::nullopt;
    }
  }
  return std::nullopt;
}

struct List {
  std::size_t attribute;  ///< index into `attributes`
  std::size_t begin;      ///< of its bracket
};

/// The list that begins in a line `    dependencies = [`.
std::optional<List> list_in(std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t");
  if (indent == 0 || indent == std::string_view::npos) return std::nullopt;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (!line.substr(indent).starts_with(attributes[i])) continue;
    std::size_t at = line.find_first_not_of(" \t", indent + attributes[i].size());
    if (at == std::string_view::npos || line[at] != '=') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at != std::string_view::npos && (line[at] == '[' || line[at] == '(')) return List{i, at};
  }
  return std::nullopt;
}

bool is_import(std::string_view line) {
  // Those from __future__ may be what is wrong with the file, and mean nothing here.
  return (line.starts_with("from ") || line.starts_with("import ")) && !line.starts_with("from __future__") &&
         line.find_first_of("(\\") == std::string_view::npos;
}

bool is_class_line(std::string_view line) {
  constexpr std::string_view begin = "class Migration";
  if (!line.starts_with(begin) || line.size() == begin.size()) return false;
  const char next = line[begin.size()];
  const std::size_t last = line.find_last_not_of(" \t\r");
  return (next == '(' || next == ':' || next == ' ') && line[last] == ':';
}

}  // namespace

std::string place_in_the_graph(std::string_view text) {
  std::string kept(text.size(), ' ');
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || text[i] == '\r') kept[i] = text[i];
  const auto keep = [&](std::size_t begin, std::size_t end) { text.copy(kept.data() + begin, end - begin, begin); };
  std::optional<std::string_view> indent;  // of the class's body
  std::array<std::vector<std::pair<std::size_t, std::size_t>>, attributes.size()> lists;
  bool inside = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    std::size_t next = end + 1;
    if (is_import(line)) {
      keep(begin, end);
    } else if (is_class_line(line)) {
      keep(begin, end);
      inside = true;
    } else if (const auto list = inside ? list_in(line) : std::nullopt) {
      const std::string_view own = line.substr(0, line.find_first_not_of(" \t"));
      const auto list_end = end_of_bracket(text, begin + list->begin);
      if (list_end && (!indent || *indent == own)) {
        indent = own;
        lists[list->attribute].emplace_back(begin, *list_end);
        next = std::min(text.find('\n', *list_end), text.size()) + 1;
      }
    }
    begin = next;
  }
  // Two of them (a conflict that git left in the file): which one will stay is not known.
  for (const auto& found : lists)
    if (found.size() == 1) keep(found.front().first, found.front().second);
  return kept;
}

std::shared_ptr<const Migration> salvage(const MigrationModule& source) {
  struct Salvaged {
    std::string text;  // what the migration points into
    Migration migration;
  };
  const auto salvaged = std::make_shared<Salvaged>();
  salvaged->text = place_in_the_graph(source.module->text());
  MigrationModule rest = source;
  rest.module = python::evaluate(python::parse(salvaged->text), {source.module_name, false});
  auto read = read_migration(rest);
  Migration& migration = salvaged->migration;
  if (Migration* found = std::get_if<Migration>(&read)) migration = std::move(*found);
  migration.name = source.name;
  migration.file = source.file;
  migration.module_name = source.module_name;
  migration.module = rest.module;
  migration.inherits_from.clear();
  migration.unreadable = true;
  if (migration.dependencies.empty()) {
    Dependency unknown;
    unknown.target = Dependency::Unknown{"", "the file cannot be read", true};
    unknown.module = rest.module.get();
    migration.dependencies.push_back(std::move(unknown));
  }
  return {salvaged, &migration};
}

}  // namespace miggraph::django
