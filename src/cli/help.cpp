#include "cli/help.h"

#include <algorithm>
#include <sstream>
#include <vector>

namespace miggraph::cli {
namespace {

constexpr std::size_t kColumn = 28;
constexpr std::size_t kWidth = 100;

void wrapped(std::string& out, const std::string& left, const std::string& text) {
  std::string line = "  " + left;
  if (line.size() + 2 > kColumn) {
    out += line + "\n";
    line.clear();
  }
  line.resize(kColumn, ' ');
  bool empty = true;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!empty && line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line.assign(kColumn, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  out += line + "\n";
}

std::string left_of(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  std::string names;
  for (const std::string& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames()) names += (names.empty() ? "--" : ", --") + name;
  const std::string type = option.get_type_name();
  if (type.empty()) return names;
  return names + (type.front() == '[' ? "" : " ") + type;  // `--branches[=GLOB]`: only with the sign
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
  const CLI::App* parent = app->get_parent();
  std::string out = app->get_description();
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z' && parent)
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  out += "\n\nUsage: " + (parent ? parent->get_name() + " " : "") + app->get_name();
  if (!parent) out += " [-C DIR] COMMAND";
  out += " [OPTION…]";
  const auto positionals = app->get_options([](const CLI::Option* option) { return option->get_positional(); });
  for (const CLI::Option* option : positionals) out += " [" + option->get_type_name() + "]";
  out += "\n";

  const auto children = app->get_subcommands([](const CLI::App* child) { return !child->get_group().empty(); });
  if (!children.empty()) {
    out += "\nCommands:\n";
    for (const CLI::App* child : children) wrapped(out, child->get_name(), child->get_description());
  }
  if (!positionals.empty()) {
    out += "\nArguments:\n";
    for (const CLI::Option* option : positionals) wrapped(out, option->get_type_name(), option->get_description());
  }
  std::vector<std::string> groups;
  for (const CLI::Option* option : app->get_options()) {
    if (!option->get_positional() && std::find(groups.begin(), groups.end(), option->get_group()) == groups.end())
      groups.push_back(option->get_group());
  }
  for (const std::string& group : groups) {
    if (group.empty()) continue;
    out += "\n" + group + ":\n";
    for (const CLI::Option* option :
         app->get_options([&](const CLI::Option* o) { return o->get_group() == group && !o->get_positional(); })) {
      wrapped(out, left_of(*option), option->get_description());
    }
  }
  if (!app->get_footer().empty()) out += "\n" + app->get_footer() + "\n";
  return out;
}

}  // namespace miggraph::cli
