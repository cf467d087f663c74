#include "django/django_requirement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace miggraph::django {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

/// A line that is longer holds no requirement that a person or a tool wrote.
constexpr std::size_t longest_line = 4096;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
bool is_quote(char c) {
  return c == '"' || c == '\'';
}

string_view trimmed(string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_django(string_view name) {
  constexpr string_view django = "django";
  return name.size() == django.size() &&
         std::equal(name.begin(), name.end(), django.begin(), [](char a, char b) { return lower(a) == b; });
}

/// Calls take(line, number) for each line that is short enough to mean something.
template <class Take>
void for_lines(string_view text, const Take& take) {
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    ++number;
    if (end - at <= longest_line) take(trimmed(text.substr(at, end - at)), number);
    at = end + 1;
  }
}

/// "4.2.11", "4.2", "4" and how many numbers were written. What follows ("rc1", ".*") is passed over.
struct Written {
  DjangoVersion version;
  int numbers = 0;
  bool any_further = false;  ///< ended with ".*"
};

std::optional<Written> written_version(string_view text) {
  Written written;
  const std::array<std::int64_t*, 3> parts = {&written.version.major, &written.version.minor, &written.version.micro};
  if (text.starts_with('v')) text.remove_prefix(1);
  for (std::int64_t* part : parts) {
    const auto [rest, wrong] = std::from_chars(text.data(), text.data() + text.size(), *part);
    if (wrong != std::errc() || *part < 0 || *part > 999) break;
    ++written.numbers;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  written.any_further = text.starts_with('*');
  if (written.numbers == 0) return std::nullopt;
  return written;
}

DjangoVersion after(DjangoVersion version) {
  return ++version.micro, version;
}

/// The first release after all that begin with the numbers written: 4.2 → 5.0, 4 → 5.0, 4.2.1 → 4.2.2.
DjangoVersion after_all_of(const Written& written) {
  if (written.numbers == 1) return {written.version.major + 1, 0, 0};
  return written.numbers == 2 ? next_minor(written.version) : after(written.version);
}

void raise(std::optional<DjangoVersion>& lowest, const DjangoVersion& to) {
  if (!lowest || *lowest < to) lowest = to;
}

void restrict(std::optional<DjangoVersion>& below, const DjangoVersion& to) {
  if (!below || to < *below) below = to;
}

void between(DjangoRequirement& requirement, const DjangoVersion& lowest, const DjangoVersion& below) {
  raise(requirement.lowest, lowest);
  restrict(requirement.below, below);
}

/// One clause: ">=4.2". False where it can't be read.
bool add_clause(DjangoRequirement& requirement, string_view clause) {
  constexpr std::array<string_view, 11> operators = {"===", "==", "~=", "!=", "<=", ">=", "<", ">", "^", "~", "="};
  string_view by;
  for (const string_view one : operators) {
    if (clause.starts_with(one)) {
      by = one;
      break;
    }
  }
  const auto written = written_version(trimmed(clause.substr(by.size())));
  if (!written) return false;
  const DjangoVersion& version = written->version;
  if (by == "!=") return true;
  if (by == ">=" || by == ">") raise(requirement.lowest, version);
  if (by == "<") restrict(requirement.below, version);
  if (by == "<=") restrict(requirement.below, after(version));
  if (by == "^") between(requirement, version, {version.major + 1, 0, 0});
  if (by == "~") between(requirement, version, written->numbers == 1 ? after_all_of(*written) : next_minor(version));
  if (by == "~=")
    between(requirement, version, written->numbers == 3 ? next_minor(version) : DjangoVersion{version.major + 1, 0, 0});
  if (by == "==" || by == "===" || by == "=" || by.empty()) {
    if (written->any_further) {
      between(requirement, version, after_all_of(*written));
    } else {
      requirement.exact = true;
      between(requirement, version, after(version));
    }
  }
  return true;
}

/// What several requirements of Django have in common; null where there is none so far.
void join(std::optional<DjangoRequirement>& all, const DjangoRequirement& one) {
  if (!all) {
    all = one;
    return;
  }
  all->exact = all->exact && one.exact && all->lowest == one.lowest;
  all->lowest = all->lowest && one.lowest ? std::optional(std::min(*all->lowest, *one.lowest)) : std::nullopt;
  all->below = all->below && one.below ? std::optional(std::max(*all->below, *one.below)) : std::nullopt;
}

void join(std::optional<DjangoRequirement>& all, std::optional<DjangoRequirement> one, std::uint32_t line) {
  if (!one) return;
  one->line = line;
  join(all, *one);
}

/// A requirement as pip takes it: `Django[argon2]>=4.2,<5 ; python_version < "3.10"  # why`. Absent where it is of
/// another package or names no release.
std::optional<DjangoRequirement> pip_requirement(string_view text) {
  constexpr std::size_t name = 6;
  if (text.size() < name || !is_django(text.substr(0, name))) return std::nullopt;
  text = text.substr(name);
  for (const string_view end : {";", " #", "\t#", " --", "\\"}) text = text.substr(0, text.find(end));
  text = trimmed(text);
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == npos) return std::nullopt;
    text = trimmed(text.substr(close + 1));
  }
  if (text.starts_with('(') && text.ends_with(')')) text = trimmed(text.substr(1, text.size() - 2));
  if (text.empty() || string_view("=<>~!").find(text.front()) == npos) return std::nullopt;
  return django_specifiers(text);
}

std::optional<DjangoRequirement> of_pip_lines(string_view text) {
  std::optional<DjangoRequirement> found;
  for_lines(text, [&](string_view line, std::uint32_t number) { join(found, pip_requirement(line), number); });
  return found;
}

/// [options] install_requires of setup.cfg.
std::optional<DjangoRequirement> of_setup_cfg(string_view text) {
  std::optional<DjangoRequirement> found;
  bool inside = false;
  for_lines(text, [&](string_view line, std::uint32_t number) {
    if (line.starts_with('[')) inside = line == "[options]";
    if (!inside) return;
    if (line.starts_with("install_requires"))
      line = trimmed(line.substr(std::min(line.find('='), line.size() - 1) + 1));
    join(found, pip_requirement(line), number);
  });
  return found;
}

/// Calls take(text) for each string literal of a line.
template <class Take>
void for_strings(string_view line, const Take& take) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '#') return;
    if (!is_quote(line[at])) continue;
    const std::size_t end = line.find(line[at], at + 1);
    if (end == npos) return;
    take(line.substr(at + 1, end - at - 1));
    at = end;
  }
}

/// The literal install_requires of setup.py: the texts in its brackets.
std::optional<DjangoRequirement> of_setup_py(string_view text) {
  const std::size_t begin = text.find("install_requires");
  if (begin == npos) return std::nullopt;
  std::optional<DjangoRequirement> found;
  const std::size_t open = text.find_first_not_of("= \t\r\n", begin + string_view("install_requires").size());
  if (open == npos || text[open] != '[') return found;
  auto line =
      static_cast<std::uint32_t>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
  for (std::size_t at = open; at < text.size() && text[at] != ']'; ++at) {
    if (text[at] == '#') at = std::min(text.find('\n', at), text.size() - 1);
    if (text[at] == '\n') ++line;
    if (!is_quote(text[at])) continue;
    const std::size_t end = text.find_first_of(text[at] == '"' ? "\"\n" : "'\n", at + 1);
    if (end == npos) break;
    join(found, pip_requirement(trimmed(text.substr(at + 1, end - at - 1))), line);
    at = text[end] == '\n' ? end - 1 : end;
  }
  return found;
}

string_view unquoted(string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && is_quote(text.front()) && text.back() == text.front()) return text.substr(1, text.size() - 2);
  return text;
}

/// `key = value` of a TOML line; the value ends before a comment. False where it is no such line.
bool key_and_value(string_view line, string_view& key, string_view& value) {
  const std::size_t equals = line.find('=');
  if (equals == npos || line.starts_with('[') || line.starts_with('#')) return false;
  key = unquoted(line.substr(0, equals));
  value = trimmed(line.substr(equals + 1));
  bool quoted = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_quote(value[i])) quoted = !quoted;
    if (value[i] == '#' && !quoted) {
      value = trimmed(value.substr(0, i));
      break;
    }
  }
  return true;
}

/// What stands in a table of Poetry or pipenv behind `django =`: a text, a table with `version`, or a list of such
/// tables.
std::optional<DjangoRequirement> of_toml_value(string_view value) {
  if (!value.empty() && is_quote(value.front())) return django_specifiers(unquoted(value));
  std::optional<DjangoRequirement> found;
  constexpr string_view version = "version";
  for (std::size_t at = value.find(version); at != npos; at = value.find(version, at + 1)) {
    if (at > 0 && string_view("{, \t").find(value[at - 1]) == npos) continue;  // python_version
    string_view rest = trimmed(value.substr(at + version.size()));
    if (!rest.starts_with('=')) continue;
    rest = trimmed(rest.substr(1));
    if (rest.empty() || !is_quote(rest.front())) continue;
    const std::size_t end = rest.find(rest.front(), 1);
    if (end != npos) join(found, django_specifiers(rest.substr(1, end - 1)), 0);
  }
  return found;
}

enum class TomlTable { other, requirements, packages, django_itself };

struct TableKind {
  TomlTable kind = TomlTable::other;
  bool main = false;  ///< what the project itself runs on
};

TableKind table_kind(string_view header) {
  const std::size_t end = header.find(']');
  const string_view name = trimmed(header.substr(1, end == npos ? npos : end - 1));
  if (name == "project") return {TomlTable::requirements, true};
  if (name == "project.optional-dependencies" || name == "dependency-groups" || name == "tool.uv" ||
      name == "tool.pdm.dev-dependencies")
    return {TomlTable::requirements, false};
  if (name == "packages" || name == "tool.poetry.dependencies") return {TomlTable::packages, true};
  if (name == "dev-packages" || name == "tool.poetry.dev-dependencies") return {TomlTable::packages, false};
  if (name.starts_with("tool.poetry.group.") && name.ends_with(".dependencies")) return {TomlTable::packages, false};
  constexpr string_view poetry = "tool.poetry.dependencies.";
  if (name.starts_with(poetry) && is_django(unquoted(name.substr(poetry.size()))))
    return {TomlTable::django_itself, true};
  return {};
}

/// pyproject.toml (PEP 621, PEP 735, Poetry, PDM, uv) and Pipfile.
std::optional<DjangoRequirement> of_toml(string_view text) {
  std::optional<DjangoRequirement> main, other;
  TableKind table;
  for_lines(text, [&](string_view line, std::uint32_t number) {
    if (line.starts_with('[')) {
      table = table_kind(line);
      return;
    }
    std::optional<DjangoRequirement>& found = table.main ? main : other;
    string_view key, value;
    if (table.kind == TomlTable::requirements) {
      for_strings(line, [&](string_view one) { join(found, pip_requirement(trimmed(one)), number); });
    } else if (table.kind != TomlTable::other && key_and_value(line, key, value)) {
      const bool of_django = table.kind == TomlTable::packages ? is_django(key) : key == "version";
      if (of_django) join(found, of_toml_value(value), number);
    }
  });
  return main ? main : other;
}

/// poetry.lock, uv.lock, pdm.lock, pylock.toml: [[package]] tables with name and version.
std::optional<DjangoRequirement> of_lock(string_view text) {
  std::optional<DjangoRequirement> found;
  bool in_package = false, of_django = false;
  for_lines(text, [&](string_view line, std::uint32_t number) {
    string_view key, value;
    if (line.starts_with('[')) {
      in_package = line == "[[package]]" || line == "[[packages]]";
      of_django = false;
    } else if (in_package && (line.starts_with("name") || line.starts_with("version")) &&
               key_and_value(line, key, value)) {
      if (key == "name") of_django = is_django(unquoted(value));
      const auto version = key == "version" && of_django ? written_version(unquoted(value)) : std::nullopt;
      if (version && version->numbers > 1)
        join(found, DjangoRequirement{version->version, after(version->version), true, true, number}, number);
    }
  });
  return found;
}

/// Pipfile.lock: JSON, "django": {…, "version": "==4.2.16"}.
std::optional<DjangoRequirement> of_pipfile_lock(string_view text) {
  std::optional<DjangoRequirement> found;
  bool of_django = false;
  for_lines(text, [&](string_view line, std::uint32_t number) {
    const std::size_t colon = line.find(':');
    if (colon == npos) {
      of_django = of_django && !line.starts_with('}');
      return;
    }
    const string_view key = unquoted(line.substr(0, colon));
    const string_view value = trimmed(line.substr(colon + 1));
    if (value.starts_with('{')) of_django = is_django(key);
    if (!of_django || key != "version") return;
    const std::size_t end = value.rfind('"');
    auto one = value.starts_with('"') && end > 0 ? django_specifiers(value.substr(1, end - 1)) : std::nullopt;
    if (one) one->locked = true;
    // "default" comes before "develop".
    if (one && !found) join(found, one, number);
  });
  return found;
}

bool named_for_a_release(string_view name) {
  std::string text(name);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  for (const string_view start : {"django", "dj"}) {
    for (std::size_t at = text.find(start); at != npos; at = text.find(start, at + 1)) {
      std::size_t digit = at + start.size();
      while (digit < text.size() && string_view("-_=~. ").find(text[digit]) != npos) ++digit;
      if (digit < text.size() && is_digit(text[digit])) return true;
    }
  }
  return false;
}

bool ends_as_pip_file(string_view name) {
  return name.ends_with(".txt") || name.ends_with(".in");
}

}  // namespace

bool DjangoRequirement::of_one_minor() const {
  return exact || (lowest && below && *below <= next_minor(*lowest));
}

DjangoVersion next_minor(const DjangoVersion& version) {
  const std::int64_t last = version.major == 1 ? 11 : version.major == 0 ? 99 : 2;
  return version.minor >= last ? DjangoVersion{version.major + 1, 0, 0}
                               : DjangoVersion{version.major, version.minor + 1, 0};
}

std::optional<DjangoRequirement> django_specifiers(string_view text) {
  DjangoRequirement requirement;
  if (text.find("||") != npos) return std::nullopt;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const string_view clause = trimmed(text.substr(0, comma));
    if (!clause.empty() && !add_clause(requirement, clause)) return std::nullopt;
    text = comma == npos ? string_view() : text.substr(comma + 1);
  }
  if (!requirement.lowest && !requirement.below) return std::nullopt;
  return requirement;
}

bool is_requirement_file(string_view name, string_view folder) {
  constexpr std::array<string_view, 8> known = {"pyproject.toml", "Pipfile",  "Pipfile.lock", "poetry.lock",
                                                "uv.lock",        "pdm.lock", "pylock.toml",  "setup.cfg"};
  if (std::find(known.begin(), known.end(), name) != known.end() || name == "setup.py") return true;
  if (!ends_as_pip_file(name) || named_for_a_release(name)) return false;
  return name.find("requirements") != npos || name.starts_with("constraints") || folder == "requirements" ||
         folder == "reqs";
}

std::optional<DjangoRequirement> read_django_requirement(string_view name, string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (ends_as_pip_file(name)) return of_pip_lines(text);
  if (name == "setup.cfg") return of_setup_cfg(text);
  if (name == "setup.py") return of_setup_py(text);
  if (name == "Pipfile.lock") return of_pipfile_lock(text);
  if (name.ends_with(".lock") || name == "pylock.toml") return of_lock(text);
  return of_toml(text);
}

}  // namespace miggraph::django
