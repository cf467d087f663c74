#include "cli/apps.h"

#include <algorithm>

#include "cli/suggest.h"

namespace miggraph::cli {
namespace {

std::size_t count_of(const django::Codebase& codebase, std::string_view label) {
  return static_cast<std::size_t>(
      std::count_if(codebase.apps.begin(), codebase.apps.end(), [&](const auto& app) { return app->label == label; }));
}

std::string listed(const std::vector<std::string>& names, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? std::string(last) : ", ";
    out += names[i];
  }
  return out;
}

}  // namespace

std::string title_of(const django::Codebase& codebase, const django::App& app) {
  return count_of(codebase, app.label) > 1 ? app.path + ":" + app.label : app.label;
}

Result<const django::App*> find_app(const django::Codebase& codebase, std::string_view name) {
  std::vector<const django::App*> found;
  for (const auto& app : codebase.apps) {
    if (app->label == name || app->path + ":" + app->label == name) found.push_back(app.get());
  }
  if (found.size() == 1) return found.front();
  const std::string typed(name);
  if (found.size() > 1) {
    std::vector<std::string> choices;
    for (const django::App* app : found) choices.push_back(app->path + ":" + app->label);
    return Error{Error::Kind::usage, "there are " + std::to_string(found.size()) + " apps with the label " + typed,
                 "name one of them: " + listed(choices, " or ")};
  }
  if (codebase.apps.empty()) {
    return Error{
        Error::Kind::usage, "no such app: " + typed,
        "no app with migrations was found; miggraph reads the project around the folder it is started in (or -C DIR)"};
  }
  std::vector<std::string> titles;
  for (const auto& app : codebase.apps) titles.push_back(title_of(codebase, *app));
  const std::vector<std::string> near = closest(name, titles, 3);
  if (!near.empty())
    return Error{Error::Kind::usage, "no such app: " + typed, "did you mean " + listed(near, " or ") + "?"};
  constexpr std::size_t few = 8;
  const bool all = titles.size() <= few;
  if (!all) titles.resize(few);
  return Error{Error::Kind::usage, "no such app: " + typed,
               "there are " + listed(titles, all ? " and " : ", ") + (all ? "" : ", …")};
}

AppArgument split_argument(std::string_view argument) {
  const std::size_t label = argument.rfind(':');
  const std::size_t dot = argument.find('.', label == std::string_view::npos ? 0 : label);
  if (dot == std::string_view::npos) return {std::string(argument), ""};
  return {std::string(argument.substr(0, dot)), std::string(argument.substr(dot + 1))};
}

}  // namespace miggraph::cli
