#include "cli/command_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/parser.h"
#include "report/rules.h"

namespace miggraph::cli {
namespace {

using Value = OptionEntry::Value;

constexpr std::pair<std::string_view, Value> kValues[] = {
    {"FILE", Value::file},  {"DIR", Value::directory}, {"PATH…", Value::directory},
    {"REF", Value::ref},    {"REV", Value::ref},       {"[=GLOB]", Value::ref},
    {"FORMAT", Value::choice}, {"WHEN", Value::choice}, {"SHELL", Value::choice},
    {"CODE", Value::choice},   {"FORMAT=FILE", Value::choice_and_file},
};

/// "text|json|github (MIGGRAPH_FORMAT)", "json (MIGGRAPH_FORMAT)": a description that begins with the choices.
std::vector<std::string> choices_in(std::string_view description) {
  std::vector<std::string> choices;
  std::string_view word = description.substr(0, description.find(' '));
  while (true) {
    const std::size_t end = word.find('|');
    choices.emplace_back(word.substr(0, end));
    if (end == std::string_view::npos) return choices;
    word.remove_prefix(end + 1);
  }
}

OptionEntry entry_of(const CLI::Option& option) {
  OptionEntry entry;
  if (!option.get_positional()) {
    for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  }
  entry.value_name = option.get_type_name();
  entry.group = option.get_group();
  entry.description = option.get_description();
  entry.only_with_equals = entry.value_name.starts_with("[=");
  if (entry.value_name.empty()) return entry;
  const auto known = std::find_if(std::begin(kValues), std::end(kValues), [&](const auto& row) { return row.first == entry.value_name; });
  entry.value = known == std::end(kValues) ? Value::other : known->second;
  if (entry.value_name == "CODE") {
    for (const report::Rule& rule : report::rules()) entry.choices.emplace_back(rule.about->code);
  } else if (entry.value == Value::choice) {
    entry.choices = choices_in(entry.description);
  }
  return entry;
}

CommandEntry command_of(const CLI::App& app, bool is_program) {
  CommandEntry entry;
  if (!is_program) entry.name = app.get_name();
  entry.summary = app.get_description();
  entry.examples = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? entry.arguments : entry.options).push_back(entry_of(*option));
  }
  // What --also writes is one of the formats of --format.
  for (OptionEntry& also : entry.options) {
    if (also.value != Value::choice_and_file) continue;
    for (const OptionEntry& format : entry.options)
      if (format.value_name == "FORMAT") also.choices = format.choices;
  }
  return entry;
}

}  // namespace

CommandTree command_tree() {
  Options options;
  CLI::App root;
  declare(root, options);
  CommandTree tree;
  tree.program = command_of(root, true);
  for (const CLI::App* app : root.get_subcommands([](const CLI::App*) { return true; }))
    if (!app->get_group().empty()) tree.commands.push_back(command_of(*app, false));
  return tree;
}

}  // namespace miggraph::cli
