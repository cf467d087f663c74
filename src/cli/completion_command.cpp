/// `miggraph completion SHELL`

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/suggest.h"

namespace miggraph::cli {
namespace {

struct Shell {
  std::string_view name;
  std::string (*script)(const CommandTree&);
};
constexpr Shell kShells[] = {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

}  // namespace

void declare_completion(CLI::App& app, Options& options) {
  app.add_option("shell", options.arguments, "bash|zsh|fish")->type_name("SHELL")->expected(0, 1);
  app.add_option("--output-file", options.output_file, "write there instead of to the terminal")
      ->type_name("FILE")
      ->group("Output");
  app.footer(
      "Examples:\n"
      "  miggraph completion bash --output-file ~/.local/share/bash-completion/completions/miggraph\n"
      "  miggraph completion zsh --output-file ~/.zsh/completions/_miggraph    (a folder of $fpath)\n"
      "  miggraph completion fish --output-file ~/.config/fish/completions/miggraph.fish\n"
      "\n"
      "For bash without the package bash-completion: echo 'source <(miggraph completion bash)' >> ~/.bashrc");
}

Result<ExitCode> run_completion(const Options& options, Console& console) {
  if (options.arguments.empty())
    return Error{Error::Kind::usage, "which shell?", "miggraph completion bash, zsh or fish"};
  const std::string& wanted = options.arguments.front();
  std::vector<std::string> names;
  for (const Shell& shell : kShells) {
    names.emplace_back(shell.name);
    if (shell.name != wanted) continue;
    const Status written = console.write_result(shell.script(command_tree()));
    if (!written) return written.error();
    return 0;
  }
  const auto near = closest(wanted, names);
  return Error{Error::Kind::usage, "no completions for " + wanted, near ? "did you mean " + *near + "?" : "there are bash, zsh and fish"};
}

}  // namespace miggraph::cli
