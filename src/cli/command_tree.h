#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace miggraph::cli {

/// What the command line takes, as completions and the manual need it: read from CLI11's own structure, so that what a
/// command declares appears in them by itself.
struct OptionEntry {
  /// What its value is; `other`: nothing that could be listed.
  enum class Value { none, choice, file, directory, ref, choice_and_file, other };

  std::vector<std::string> names;  ///< "-q", "--quiet"; empty: an argument
  std::string value_name;          ///< "FORMAT", "[=GLOB]", "PATH…"; empty: a flag
  Value value = Value::none;
  std::vector<std::string> choices;
  bool only_with_equals = false;   ///< `--branches[=GLOB]`: the value is optional, and stands in the same word
  std::string group;
  std::string description;
};

struct CommandEntry {
  std::string name;     ///< empty: the program itself
  std::string summary;  ///< one line
  std::vector<OptionEntry> options;
  std::vector<OptionEntry> arguments;
  std::string examples;
};

struct CommandTree {
  CommandEntry program;
  std::vector<CommandEntry> commands;  ///< without the hidden ones
};

CommandTree command_tree();

}  // namespace miggraph::cli
