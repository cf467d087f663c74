#include <string>
#include <string_view>
#include <vector>

#include "base/shell_word.h"
#include "cli/completion.h"

namespace miggraph::cli {
namespace {

using Value = OptionEntry::Value;

/// Text in a specification of _arguments: brackets and colons part it.
std::string specified(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// ":name:action"
std::string value_of(const OptionEntry& entry) {
  std::string action = " ";
  std::string choices;
  for (const std::string& choice : entry.choices) choices += (choices.empty() ? "" : " ") + choice;
  switch (entry.value) {
    case Value::choice:
      action = "(" + choices + ")";
      break;
    case Value::choice_and_file:
      action = "_miggraph_also";
      break;
    case Value::file:
      action = "_files";
      break;
    case Value::directory:
      action = "_files -/";
      break;
    case Value::ref:
      action = "_miggraph_refs";
      break;
    case Value::none:
      return "";
    case Value::other:
      break;
  }
  return ":" + specified(entry.value_name) + ":" + action;
}

std::string specification(const OptionEntry& option, const std::string& name) {
  std::string out = "*" + name;  // repeatable or not: a second one is miggraph's to judge
  if (option.only_with_equals) {
    out += "=-";
  } else if (option.value != Value::none) {
    out += name.starts_with("--") ? "=" : "";
  }
  out += "[" + specified(option.description) + "]";
  return single_quoted(out + (option.only_with_equals ? ":" : "") + value_of(option));
}

std::string arguments_of(const CommandEntry& command) {
  std::string out;
  for (const OptionEntry& option : command.options)
    for (const std::string& name : option.names) out += " \\\n        " + specification(option, name);
  for (const OptionEntry& argument : command.arguments) {
    const bool several = argument.value_name.ends_with("…");
    out += " \\\n        " + single_quoted((several ? "*" : ":") + value_of(argument));
  }
  return out;
}

}  // namespace

std::string zsh_completion(const CommandTree& tree) {
  std::string formats;
  for (const CommandEntry& command : tree.commands)
    for (const OptionEntry& option : command.options)
      if (option.value == Value::choice_and_file)
        for (const std::string& choice : option.choices) formats += " " + choice;
  std::string out = R"zsh(#compdef miggraph
# zsh completion for miggraph, made by `miggraph completion zsh`.

_miggraph_refs() {
  local -a refs
  refs=("${(@f)$(git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null)}")
  compadd -a refs
}

_miggraph_also() {
  if compset -P '*='; then
    _files
  else
    compadd -S '=' --)zsh" + formats + R"zsh(
  fi
}

_miggraph() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
)zsh";
  for (const CommandEntry& command : tree.commands) out += "    " + single_quoted(command.name + ":" + specified(command.summary)) + "\n";
  out += "  )\n  _arguments -C" + arguments_of(tree.program) + R"zsh( \
        '1: :->command' \
        '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
)zsh";
  for (const CommandEntry& command : tree.commands) out += "      " + command.name + ") _arguments" + arguments_of(command) + " ;;\n";
  return out + R"zsh(      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _miggraph ]; then
  _miggraph "$@"
else
  compdef _miggraph miggraph
fi
)zsh";
}

}  // namespace miggraph::cli
