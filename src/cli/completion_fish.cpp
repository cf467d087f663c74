#include <string>
#include <vector>

#include "cli/completion.h"

namespace miggraph::cli {
namespace {

using Value = OptionEntry::Value;

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string listed(const std::vector<std::string>& words, const char* behind = "") {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word + behind;
  return out;
}

/// What is offered as value.
std::string offered(const OptionEntry& entry) {
  switch (entry.value) {
    case Value::choice:
      return " -f -a " + fish_quoted(listed(entry.choices));
    case Value::choice_and_file:
      return " -f -a " + fish_quoted("(__miggraph_also " + listed(entry.choices) + ")");
    case Value::file:
      return " -F";
    case Value::directory:
      return " -f -a '(__fish_complete_directories)'";
    case Value::ref:
      return " -f -a '(__miggraph_refs)'";
    case Value::none:
    case Value::other:
      break;
  }
  return " -f";
}

std::string option_line(const OptionEntry& option, const std::string& when) {
  std::string out = "complete -c miggraph -n " + fish_quoted(when);
  for (const std::string& name : option.names) out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (option.value != Value::none) out += (option.only_with_equals ? "" : " -r") + offered(option);
  return out + " -d " + fish_quoted(option.description) + "\n";
}

}  // namespace

std::string fish_completion(const CommandTree& tree) {
  std::string names;
  for (const CommandEntry& command : tree.commands) names += " " + command.name;
  std::string out = R"fish(# fish completion for miggraph, made by `miggraph completion fish`.

function __miggraph_refs
    git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null
end

function __miggraph_also
    set -l typed (commandline -ct | string replace -r '^--also=' '')
    if set -l format (string match -r '^[^=]+=' -- $typed)
        __fish_complete_suffix (string replace -r '^[^=]+=' '' -- $typed) '' | string replace -r '^' $format
    else
        printf '%s=\n' $argv
    end
end

complete -c miggraph -f
)fish";
  const std::string none = "not __fish_seen_subcommand_from" + names;
  for (const OptionEntry& option : tree.program.options) out += option_line(option, none);
  for (const CommandEntry& command : tree.commands) {
    out += "\ncomplete -c miggraph -n " + fish_quoted(none) + " -a " + command.name + " -d " + fish_quoted(command.summary) + "\n";
    const std::string here = "__fish_seen_subcommand_from " + command.name;
    for (const OptionEntry& option : command.options) out += option_line(option, here);
    for (const OptionEntry& argument : command.arguments)
      out += "complete -c miggraph -n " + fish_quoted(here) + offered(argument) + "\n";
  }
  return out;
}

}  // namespace miggraph::cli
