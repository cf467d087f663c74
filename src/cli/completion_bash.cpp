#include <string>
#include <vector>

#include "base/shell_word.h"
#include "cli/completion.h"

namespace miggraph::cli {
namespace {

using Value = OptionEntry::Value;

// bash 3.2 (macOS) has it all, and nothing of the package bash-completion is needed. `=` and `:` end words there.
constexpr const char* kFunctions = R"bash(# bash completion for miggraph, made by `miggraph completion bash`.

_miggraph_words() {  # those of the words given that begin with what was typed
  local word
  for word in "$@"; do
    [[ $word == "$_miggraph_typed"* ]] && COMPREPLY+=("$word")
  done
}

_miggraph_refs() {
  local ref
  while IFS= read -r ref; do
    [[ $ref == "$_miggraph_typed"* ]] && COMPREPLY+=("$(printf %q "$ref")")
  done < <(git for-each-ref --format='%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null)
}

_miggraph_files() {  # -f or -d
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen "$1" -- "$_miggraph_typed")
}

)bash";

constexpr const char* kMain = R"bash(
_miggraph() {
  local _miggraph_typed=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} equals= command= i
  COMPREPLY=()
  if [[ $_miggraph_typed == '=' ]]; then
    _miggraph_typed= equals='='
  elif [[ $before == '=' && COMP_CWORD -gt 1 ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]} equals='='
    if [[ $before != -* && COMP_CWORD -gt 3 && ${COMP_WORDS[COMP_CWORD-3]} == --also ]]; then
      _miggraph_files -f
      return
    fi
  fi
  if [[ $equals && $before != -* && COMP_CWORD -gt 2 && ${COMP_WORDS[COMP_CWORD-2]} == --also ]]; then
    _miggraph_files -f
    return
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -C) ((i++)) ;;
      -*) ;;
      *) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  _miggraph_value "$command" "$before" "$equals" && return
  case $_miggraph_typed in
    -*) _miggraph_options "$command" ;;
    *) _miggraph_arguments "$command" ;;
  esac
}
complete -F _miggraph miggraph
)bash";

std::string words(const std::vector<std::string>& list, const char* behind = "") {
  std::string out;
  for (const std::string& word : list) out += " " + single_quoted(word + behind);
  return out;
}

/// What offers the values of an option or argument; empty: nothing does.
std::string offer(const OptionEntry& entry) {
  switch (entry.value) {
    case Value::choice:
      return "_miggraph_words" + words(entry.choices);
    case Value::choice_and_file:
      return "compopt -o nospace 2>/dev/null; _miggraph_words" + words(entry.choices, "=");
    case Value::file:
      return "_miggraph_files -f";
    case Value::directory:
      return "_miggraph_files -d";
    case Value::ref:
      return "_miggraph_refs";
    case Value::none:
    case Value::other:
      break;
  }
  return ":";
}

}  // namespace

std::string bash_completion(const CommandTree& tree) {
  std::vector<const CommandEntry*> all = {&tree.program};
  for (const CommandEntry& command : tree.commands) all.push_back(&command);

  std::string values = "_miggraph_value() {  # of the option before; false: there is none that takes one\n  case $1:$2:$3 in\n";
  std::string options = "_miggraph_options() {\n  case $1 in\n";
  std::string arguments = "_miggraph_arguments() {\n  case $1 in\n";
  for (const CommandEntry* command : all) {
    std::string names, positional = ":";
    for (const OptionEntry& option : command->options) {
      for (const std::string& name : option.names) {
        names += " " + single_quoted(name);
        if (option.value == Value::none) continue;
        values += "    " + single_quoted(command->name + ":" + name) + (option.only_with_equals ? ":=" : ":*") + ") " + offer(option) + " ;;\n";
      }
    }
    for (const OptionEntry& argument : command->arguments) positional = offer(argument);
    if (command == &tree.program) {
      positional = "_miggraph_words";
      for (const CommandEntry& one : tree.commands) positional += " " + single_quoted(one.name);
    }
    options += "    " + single_quoted(command->name) + ") _miggraph_words" + names + " ;;\n";
    arguments += "    " + single_quoted(command->name) + ") " + positional + " ;;\n";
  }
  values += "    *) return 1 ;;\n  esac\n  return 0\n}\n\n";
  options += "  esac\n}\n\n";
  arguments += "  esac\n}\n";
  return kFunctions + values + options + arguments + kMain;
}

}  // namespace miggraph::cli
