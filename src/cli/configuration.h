#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// The project's own wishes: `[tool.miggraph]` of pyproject.toml, or miggraph.toml.
namespace miggraph::cli {

/// Where a value stands.
struct ConfigurationPlace {
  std::string file;  ///< as seen from where the program runs
  std::uint32_t line = 0;

  std::string text() const { return file + ":" + std::to_string(line); }
};

template <class T>
struct Configured {
  T value;
  ConfigurationPlace place;
};

struct Configuration {
  using Text = std::string;
  using Texts = std::vector<std::string>;
  using Flag = bool;
  using Table = std::map<std::string, std::string>;

  std::string file;    ///< as seen from where the program runs; empty: there is none
  std::string folder;  ///< absolute, its folder: paths in it are relative to this

#define KEY(member, name, type, accepts, summary, example) std::optional<Configured<type>> member;
#include "cli/configuration_keys.def"
#undef KEY
};

/// The nearest configuration from `directory` upwards, as far as the top of the work tree; outside of git just in that folder.
/// miggraph.toml comes before pyproject.toml, and a pyproject.toml without the table is passed over. `formats`: the values of
/// `format`. Errors (configuration): no TOML, no such key, a value of another type, with file, line and key.
Result<Configuration> find_configuration(const std::string& directory, const std::vector<std::string>& formats);

/// The same of a file's text; absent where it is a pyproject.toml without the table. `file` is for the messages.
Result<std::optional<Configuration>> read_configuration(std::string_view text, const std::string& file, bool is_pyproject,
                                                        const std::vector<std::string>& formats);

/// An error about a value, with its place and key.
Error configuration_error(const ConfigurationPlace& place, std::string_view key, const std::string& what, std::string hint);

/// For editors: the JSON schema (draft 7) of miggraph.toml and of the table.
std::string configuration_schema(const std::vector<std::string>& formats);

}  // namespace miggraph::cli
