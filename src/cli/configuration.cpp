#include "cli/configuration.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

// What TOML 1.1 allows too (line breaks in inline tables): packaging tools may read such a pyproject.toml already.
#define TOML_ENABLE_UNRELEASED_FEATURES 1
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include "cli/suggest.h"

namespace miggraph::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view FORMATS = "*";
/// Far more than anybody writes by hand.
constexpr std::uintmax_t kLargest = 16 << 20;

struct Key {
  std::string_view name;
  Status (*read)(Configuration&, const toml::node&, const ConfigurationPlace&, const Key&, const std::vector<std::string>&);
  std::string_view accepts;
};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::string listed(const std::vector<std::string>& all, const std::string& last) {
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) out += (i == 0 ? "" : i + 1 == all.size() ? last : ", ") + all[i];
  return out;
}

std::string_view kind_of(const toml::node& node) {
  if (node.is_string()) return "a text";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (node.is_integer() || node.is_floating_point()) return "a number";
  return "a date or time";
}

/// What is wrong with a value, to be read behind its key; empty: nothing.
std::string take(const toml::node& node, std::string& into) {
  const auto text = node.value_exact<std::string>();
  if (!text) return "has to be a text, not " + std::string(kind_of(node));
  if (text->empty()) return "is empty";
  if (text->find('\0') != std::string::npos) return "holds a zero byte";
  into = *text;
  return "";
}

std::string take(const toml::node& node, std::vector<std::string>& into) {
  const toml::array* list = node.as_array();
  if (!list && node.is_string()) return take(node, into.emplace_back());
  if (!list) return "has to be a text or a list of texts, not " + std::string(kind_of(node));
  for (const toml::node& item : *list) {
    const std::string wrong = take(item, into.emplace_back());
    if (!wrong.empty()) return "has an entry that " + wrong;
  }
  return "";
}

std::string take(const toml::node& node, bool& into) {
  const auto flag = node.value_exact<bool>();
  if (!flag) return "has to be true or false, not " + std::string(kind_of(node));
  into = *flag;
  return "";
}

std::string take(const toml::node& node, std::map<std::string, std::string>& into) {
  const toml::table* table = node.as_table();
  if (!table) return "has to be a table, not " + std::string(kind_of(node));
  for (const auto& [name, value] : *table) {
    const std::string wrong = take(value, into[std::string(name.str())]);
    if (!wrong.empty()) return "has an entry " + std::string(name.str()) + " that " + wrong;
  }
  return "";
}

/// A value that is none of those that a key accepts.
Status check_accepted(const std::string& value, const Key& key, const ConfigurationPlace& place, const std::vector<std::string>& formats) {
  const std::vector<std::string> accepted = key.accepts == FORMATS ? formats : words(key.accepts);
  if (accepted.empty() || std::find(accepted.begin(), accepted.end(), value) != accepted.end()) return Nothing{};
  const auto near = closest(value, accepted);
  return configuration_error(place, key.name, "can't be " + value,
                             near ? "did you mean " + *near + "?" : "it can be " + listed(accepted, " or "));
}
template <class Other>
Status check_accepted(const Other&, const Key&, const ConfigurationPlace&, const std::vector<std::string>&) {
  return Nothing{};
}

template <class T>
Status read_value(std::optional<Configured<T>>& into, const toml::node& node, const ConfigurationPlace& place, const Key& key,
                  const std::vector<std::string>& formats) {
  T value{};
  const std::string wrong = take(node, value);
  if (!wrong.empty()) return configuration_error(place, key.name, wrong, "");
  if (Status accepted = check_accepted(value, key, place, formats); !accepted) return accepted;
  into = Configured<T>{std::move(value), place};
  return Nothing{};
}

constexpr Key kKeys[] = {
#define KEY(member, name, type, accepts, summary, example)                                                        \
  {name,                                                                                                          \
   [](Configuration& into, const toml::node& node, const ConfigurationPlace& place, const Key& key,               \
      const std::vector<std::string>& formats) { return read_value(into.member, node, place, key, formats); },    \
   accepts},
#include "cli/configuration_keys.def"
#undef KEY
};

/// A file as the user would name it.
std::string shown(const fs::path& file) {
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  const fs::path seen = failed ? file : file.lexically_relative(here);
  return seen.empty() || seen.string().starts_with("../../..") ? file.string() : seen.string();
}

Error unreadable(const fs::path& file, const std::string& why) {
  return {Error::Kind::configuration, shown(file) + " can't be read: " + why, ""};
}

/// The table of a file that is miggraph's; null where there is none.
Result<const toml::table*> own_table(const toml::table& whole, bool is_pyproject, const std::string& file) {
  if (!is_pyproject) return &whole;
  const toml::node* node = &whole;
  std::string path;
  for (const std::string part : {"tool", "miggraph", ""}) {
    const toml::table* table = node->as_table();
    if (!table) {
      return configuration_error({file, node->source().begin.line}, path, "has to be a table, not " + std::string(kind_of(*node)),
                                 "write [tool.miggraph] on a line of its own, and the keys below it");
    }
    if (part.empty()) return table;
    node = table->get(part);
    if (!node) return nullptr;
    path += (path.empty() ? "" : ".") + part;
  }
  return nullptr;
}

Status read_table(const toml::table& table, const std::string& file, Configuration& into, const std::vector<std::string>& formats) {
  // In the order of the file: the first error is the one that is nearest to its top.
  std::vector<std::pair<const toml::key*, const toml::node*>> rows;
  for (const auto& [key, node] : table) rows.emplace_back(&key, &node);
  const auto place_of = [](const auto& row) { return std::pair(row.first->source().begin.line, row.first->source().begin.column); };
  std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
  for (const auto& [key, node] : rows) {
    const std::string_view name = key->str();
    const ConfigurationPlace place{file, key->source().begin.line};
    const auto known = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& one) { return one.name == name; });
    if (known == std::end(kKeys)) {
      std::vector<std::string> names;
      for (const Key& one : kKeys) names.emplace_back(one.name);
      const auto near = closest(name, names);
      return Error{Error::Kind::configuration, place.text() + ": unknown key " + std::string(name),
                   near ? "did you mean " + *near + "?" : "there are " + listed(names, " and ")};
    }
    if (Status read = known->read(into, *node, place, *known, formats); !read) return read;
  }
  return Nothing{};
}

/// Whether the file holds a configuration, which then is in `into`.
Result<bool> read_file(const fs::path& file, bool is_pyproject, Configuration& into, const std::vector<std::string>& formats) {
  std::error_code failed;
  const auto status = fs::status(file, failed);
  if (!fs::exists(status)) return false;
  if (!fs::is_regular_file(status)) return unreadable(file, "it is no file");
  if (fs::file_size(file, failed) > kLargest) return unreadable(file, "it is larger than 16 MB");
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.is_open() || stream.bad()) return unreadable(file, "may you read it?");
  auto read = read_configuration(text, shown(file), is_pyproject, formats);
  if (!read) return read.error();
  if (!*read) return false;
  into = std::move(**read);
  into.folder = file.parent_path().string();
  return true;
}

/// From `directory` to the top of its work tree; only itself outside of git.
std::vector<fs::path> folders_to_search(const fs::path& directory) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (fs::path folder = directory;; folder = folder.parent_path()) {
    folders.push_back(folder);
    if (fs::exists(folder / ".git", ignored)) return folders;
    if (folder == folder.parent_path()) break;
  }
  return {directory};
}

}  // namespace

Error configuration_error(const ConfigurationPlace& place, std::string_view key, const std::string& what, std::string hint) {
  return {Error::Kind::configuration, place.text() + ": " + std::string(key) + " " + what, std::move(hint)};
}

Result<std::optional<Configuration>> read_configuration(std::string_view text, const std::string& file, bool is_pyproject,
                                                        const std::vector<std::string>& formats) {
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    const toml::source_position at = error.source().begin;
    return Error{Error::Kind::configuration,
                 file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": no valid TOML: " + std::string(error.description()), ""};
  }
  const auto own = own_table(parsed.table(), is_pyproject, file);
  if (!own) return own.error();
  if (!*own) return std::optional<Configuration>();
  Configuration found;
  found.file = file;
  if (Status read = read_table(**own, file, found, formats); !read) return read.error();
  return std::optional(std::move(found));
}

Result<Configuration> find_configuration(const std::string& directory, const std::vector<std::string>& formats) {
  std::error_code failed;
  const fs::path start = fs::canonical(directory, failed);
  if (failed) return Configuration();  // who opens the repository says so
  for (const fs::path& folder : folders_to_search(start)) {
    Configuration found;
    for (const auto& [name, is_pyproject] : {std::pair("miggraph.toml", false), std::pair("pyproject.toml", true)}) {
      const Result<bool> has = read_file(folder / name, is_pyproject, found, formats);
      if (!has) return has.error();
      if (*has) return found;
    }
  }
  return Configuration();
}

}  // namespace miggraph::cli
