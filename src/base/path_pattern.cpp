#include "base/path_pattern.h"

#include <algorithm>

#include "base/glob.h"

namespace miggraph {
namespace {

std::vector<std::string_view> names_in(std::string_view path) {
  std::vector<std::string_view> names;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, slash);
    if (!name.empty() && name != ".") names.push_back(name);
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return names;
}

}  // namespace

PathPattern::PathPattern(std::string_view pattern, std::string_view folder) {
  for (const std::string_view name : names_in(folder)) parts_.push_back({std::string(name), true, false});
  const bool anchored = pattern.substr(0, pattern.find_last_not_of('/') + 1).find('/') != std::string_view::npos;
  if (!anchored) parts_.push_back({"", false, true});
  for (const std::string_view name : names_in(pattern)) parts_.push_back({std::string(name), false, name == "**"});
}

bool PathPattern::matches(std::string_view path) const {
  // reached[i]: the names so far are taken by the first i parts.
  std::vector<bool> reached(parts_.size() + 1, false);
  const auto skip_any_folders = [&] {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (reached[i] && parts_[i].any_folders) reached[i + 1] = true;
    }
  };
  reached[0] = true;
  skip_any_folders();
  for (const std::string_view name : names_in(path)) {
    std::vector<bool> next(parts_.size() + 1, false);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (!reached[i]) continue;
      if (parts_[i].any_folders) next[i] = true;
      else if (parts_[i].literal ? parts_[i].text == name : miggraph::matches(parts_[i].text, name)) next[i + 1] = true;
    }
    reached = std::move(next);
    skip_any_folders();
    if (reached.back()) return true;
  }
  return reached.back();
}

}  // namespace miggraph
