#include "cli/parser.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cli/command_tree.h"
#include "cli/completion.h"
#include "cli/suggest.h"
#include "report/version.h"

using namespace miggraph;
using namespace miggraph::cli;

namespace {

Invocation invocation(const std::vector<std::string>& words) {
  auto parsed = parse(words);
  INFO((parsed ? "" : parsed.error().message));
  REQUIRE(parsed.ok());
  REQUIRE(std::holds_alternative<Invocation>(*parsed));
  return std::get<Invocation>(*parsed);
}

Error error(const std::vector<std::string>& words) {
  const auto parsed = parse(words);
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.error().kind == Error::Kind::usage);
  return parsed.error();
}

std::string answer(const std::vector<std::string>& words) {
  const auto parsed = parse(words);
  REQUIRE(parsed.ok());
  return std::get<Answer>(*parsed).text;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("Options of check") {
  const Invocation line = invocation({"-C",
                                      "a",
                                      "check",
                                      "-C",
                                      "b",
                                      "--against",
                                      "main",
                                      "shop",
                                      "--against",
                                      "dev",
                                      "--strict",
                                      "--format",
                                      "json",
                                      "core",
                                      "--migration-module",
                                      "shop=shop/migrations",
                                      "--no-drift",
                                      "--no-lint",
                                      "--color",
                                      "never"});
  CHECK(line.command->name == "check");
  CHECK(line.options.directories == Words{"a", "b"});
  CHECK(line.options.against == Words{"main", "dev"});
  CHECK(line.options.arguments == Words{"shop", "core"});
  CHECK(line.options.strict == true);
  CHECK(line.options.format == "json");
  CHECK(line.options.migration_modules ==
        std::vector<std::pair<std::string, std::string>>{{"shop", "shop/migrations"}});
  CHECK(line.options.color == ColorChoice::never);
}

TEST_CASE("option --branches takes its pattern behind the sign only") {
  CHECK(invocation({"check", "--branches", "shop"}).options.branches == Words{"*"});
  CHECK(invocation({"check", "--branches", "shop"}).options.arguments == Words{"shop"});
  CHECK(invocation({"check", "--branches=feature/*", "--branches=fix/*"}).options.branches ==
        Words{"feature/*", "fix/*"});
}

TEST_CASE("option --output-format is --format, and dashes end options") {
  CHECK(invocation({"check", "--output-format=github"}).options.format == "github");
  CHECK(invocation({"check", "--", "-odd"}).options.arguments == Words{"-odd"});
}

TEST_CASE("Mistyped words bring the nearest name") {
  CHECK(error({"chekc"}).hint == "did you mean `miggraph check`?");
  CHECK(error({"check", "--stagd"}).message == "unknown option --stagd");
  CHECK(error({"check", "--stagd"}).hint == "did you mean --staged?");
  CHECK(error({"frobnicate"}).hint == "miggraph --help lists the commands");
  CHECK(error({}).message == "no command given");
}

TEST_CASE("What can't be is a usage error") {
  CHECK(error({"check", "--rev"}).message.find("--rev") != std::string::npos);
  error({"check", "--staged", "--rev", "main"});
  error({"check", "--no-against", "--against", "main"});
  error({"check", "--color", "sometimes"});
  error({"check", "--migration-module", "shop"});
  error({"explain", "--since", "long"});
  error({"explain", "a", "b"});
  error({"dump", "shop"});
}

TEST_CASE("Help teaches: every command has its examples, and no line is too wide") {
  CHECK(answer({"--version"}).starts_with("miggraph "));
  const std::string all = answer({"--help"});
  for (const Command& command : commands()) {
    CHECK((all.find("\n  " + std::string(command.name) + " ") != std::string::npos) != command.is_hidden());
    const std::string one = answer({std::string(command.name), "--help"});
    INFO(one);
    CHECK(one.find("Usage: miggraph " + std::string(command.name)) != std::string::npos);
    CHECK(one.find("Examples:\n  miggraph " + std::string(command.name)) != std::string::npos);
    for (std::size_t begin = 0; begin < one.size();) {
      const std::size_t end = one.find('\n', begin);
      CHECK(end - begin <= 124);
      begin = end + 1;
    }
  }
}

TEST_CASE("The environment's twins come second") {
  const Environment environment([](std::string_view name) -> std::optional<std::string> {
    if (name == "MIGGRAPH_FORMAT") return "github";
    if (name == "MIGGRAPH_AGAINST") return "origin/main origin/dev";
    return std::nullopt;
  });
  Options options;
  take_from_environment(options, environment);
  CHECK(options.format == "github");
  CHECK(options.against == Words{"origin/main", "origin/dev"});
  Options given;
  given.format = "json";
  given.no_against = true;
  take_from_environment(given, environment);
  CHECK(given.format == "json");
  CHECK(given.against.empty());
}

TEST_CASE("The nearest names") {
  const Words names = {"students", "exams", "core"};
  CHECK(closest("studnets", names) == "students");
  CHECK(closest("student", names) == "students");
  CHECK_FALSE(closest("zzz", names));
  CHECK(closest("", names) == std::nullopt);
}

TEST_CASE("Option --also takes a format and a file") {
  const Invocation line = invocation({"check", "--also", "sarif=a=b", "--also=markdown=c"});
  CHECK(line.options.also == std::vector<std::pair<std::string, std::string>>{{"sarif", "a=b"}, {"markdown", "c"}});
  for (const std::string wrong : {"sarif", "=x", "sarif="}) CHECK(error({"check", "--also", wrong}).message.find("FORMAT=FILE") != std::string::npos);
}

TEST_CASE("Option --version says with -v what else a bug report needs") {
  CHECK(answer({"--version"}) == "miggraph " + std::string(report::version()) + "\n");
  for (const Words& words : {Words{"--version", "-v"}, Words{"-v", "--version"}}) {
    const std::string text = answer(words);
    for (const std::string name : {"miggraph ", "\nlibgit2 ", "\ntree-sitter ", "\ntree-sitter-python "}) CHECK(text.find(name) != std::string::npos);
  }
}

TEST_CASE("Completions and the manual know every command and option") {
  const CommandTree tree = command_tree();
  CHECK(tree.commands.size() + 1 == commands().size());
  const std::string scripts[] = {bash_completion(tree), zsh_completion(tree), fish_completion(tree)};
  for (const CommandEntry& command : tree.commands) {
    for (const std::string& script : scripts) CHECK(script.find(command.name) != std::string::npos);
    for (const OptionEntry& option : command.options) {
      INFO(command.name << " " << option.names.back() << " " << option.value_name);
      // A value of a name that command_tree.cpp does not know is completed as nothing: add it there, or here.
      const bool known = option.value != OptionEntry::Value::other || option.value_name == "DAYS" || option.value_name == "MIGRATION" || option.value_name == "LABEL=DIR" || option.value_name == "NAME=VALUE";
      CHECK(known);
      CHECK((option.value != OptionEntry::Value::choice || !option.choices.empty()));
    }
  }
}
