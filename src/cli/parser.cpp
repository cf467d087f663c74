#include "cli/parser.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/help.h"
#include "cli/suggest.h"
#include "python/versions.h"
#include "report/version.h"
#include "source/versions.h"

namespace miggraph::cli {
namespace {

constexpr const char* kIntroduction =
    "miggraph finds Django migrations that collide, before they are merged: it reads the files of every branch "
    "straight from\n"
    "git, without running Python and without a database, and says who forked where, what clashes and what to do.";

constexpr const char* kExamples =
    "Examples:\n"
    "  miggraph check                      would this branch break the one it goes into?\n"
    "  miggraph check --staged             the same for what is about to be committed (pre-commit hook)\n"
    "  miggraph explain                    every app in conflict, over all branches, as a story\n"
    "  miggraph graph shop                 the migrations of one app, drawn like `git log --graph`\n"
    "\n"
    "Exit codes: 0 all is well, 1 something would break, 2 miggraph could not do its work.\n"
    "`miggraph COMMAND --help` says more about a command.";

std::vector<std::string> names_of_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

Error usage(std::string message, std::string hint) {
  return {Error::Kind::usage, std::move(message), std::move(hint)};
}

/// A word that nothing on the line asked for: a mistyped option or command.
Error unexpected(const std::string& word, const CLI::App& root, const CLI::App* chosen) {
  if (word.starts_with("-") && word.size() > 1) {
    const CLI::App& app = chosen ? *chosen : root;
    const std::string name = word.substr(0, word.find('='));
    const auto near = closest(name, names_of_options(app));
    const std::string where = chosen ? "miggraph " + chosen->get_name() : "miggraph";
    return usage("unknown option " + word, near ? "did you mean " + *near + "?" : where + " --help lists the options");
  }
  if (chosen)
    return usage("unexpected argument " + word, "miggraph " + chosen->get_name() + " --help shows what it takes");
  std::vector<std::string> names;
  for (const Command& command : commands())
    if (!command.is_hidden()) names.emplace_back(command.name);
  const auto near = closest(word, names);
  return usage("no such command: " + word,
               near ? "did you mean `miggraph " + *near + "`?" : "miggraph --help lists the commands");
}

/// What a bug report needs besides the version.
std::string built_on() {
  const auto [libgit2, built_with] = source::libgit2_versions();
  std::string out = "libgit2 " + libgit2 + (libgit2 == built_with ? "" : " (built with " + built_with + ")") + "\n";
  out += "tree-sitter " + std::string(python::tree_sitter_version()) + "\n";
  out += "tree-sitter-python " + std::string(python::grammar_version()) + "\n";
  return out;
}

/// The first sentence of what CLI11 says, without its full stop.
std::string sentence(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text;
}

}  // namespace

void declare(CLI::App& root, Options& options) {
  root.name("miggraph");
  root.description(kIntroduction);
  root.footer(kExamples);
  root.formatter(std::make_shared<HelpFormatter>());
  root.set_help_flag("-h,--help", "this text")->group("Options");
  root.set_version_flag("--version", "miggraph " + std::string(report::version()), "the version; with -v also those of what it is built on")
      ->group("Options");
  add_directory_option(root, options);
  for (const Command& command : commands()) {
    CLI::App* app = root.add_subcommand(std::string(command.name), std::string(command.summary));
    if (command.is_hidden()) app->group("");
    command.declare(*app, options);
    app->set_help_flag("-h,--help", "this text")
        ->group("Output");  // last, so that it does not make that group the first
  }
}

Result<std::variant<Invocation, Answer>> parse(const std::vector<std::string>& words) {
  Invocation invocation;
  Options& options = invocation.options;
  CLI::App root;
  declare(root, options);
  const auto chosen = [&]() -> const CLI::App* {
    const auto parsed = root.get_subcommands();
    return parsed.empty() ? nullptr : parsed.front();
  };
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    root.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    const CLI::App* app = chosen();
    return std::variant<Invocation, Answer>(Answer{app ? app->help() : root.help()});
  } catch (const CLI::CallForVersion& version) {
    const auto asks = [](const std::string& word) { return word == "-v" || word == "--verbose"; };
    const bool verbose = std::any_of(words.begin(), words.end(), asks);
    return std::variant<Invocation, Answer>(Answer{std::string(version.what()) + "\n" + (verbose ? built_on() : "")});
  } catch (const CLI::ExtrasError&) {
    std::vector<std::string> left = root.remaining(true);
    const auto option =
        std::find_if(left.begin(), left.end(), [](const std::string& word) { return word.starts_with("-"); });
    const std::string word = option != left.end() ? *option : left.empty() ? "" : left.front();
    return unexpected(word, root, chosen());
  } catch (const CLI::ParseError& error) {
    const CLI::App* app = chosen();
    return usage(sentence(error.what()),
                 std::string("miggraph ") + (app ? app->get_name() + " " : "") + "--help shows what it takes");
  }
  const CLI::App* app = chosen();
  if (!app) return usage("no command given", "miggraph check is the usual one; miggraph --help lists them all");
  for (const CLI::Option* option : app->get_options()) {
    const auto& given = option->results();
    if (std::find(given.begin(), given.end(), "") == given.end()) continue;
    return usage(option->get_name() + " was given an empty value", "give it a value, or leave it out");
  }
  const auto& all = commands();
  invocation.command =
      &*std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == app->get_name(); });
  return std::variant<Invocation, Answer>(std::move(invocation));
}

}  // namespace miggraph::cli
