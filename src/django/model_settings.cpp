#include "django/model_settings.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "django/installed_apps.h"

namespace miggraph::django {
namespace {

std::string app_of(const std::string& model) { return model.substr(0, model.find('.')); }

}  // namespace

bool is_one_of(std::string_view path, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    if (name == path) return true;
    std::string module = name;
    std::replace(module.begin(), module.end(), '.', '/');
    for (const std::string_view end : {".py", "/__init__.py"}) {
      if (!path.ends_with(end)) continue;
      const std::string_view stem = path.substr(0, path.size() - end.size());
      if (stem.ends_with(module) && (stem.size() == module.size() || stem[stem.size() - module.size() - 1] == '/')) return true;
    }
    return false;
  });
}

ModelSettings vote_on_settings(const std::vector<TreeFindings::Settings>& files, const std::set<std::string>& labels) {
  std::map<std::string, std::map<std::string, long>> votes;
  for (const TreeFindings::Settings& file : files) {
    const bool looks_like_tests = file.path.find("test") != std::string::npos;
    for (const ModelSettingLine& line : file.facts->model_settings) {
      const bool known_app = labels.contains(app_of(line.model));
      votes[line.name][line.model] += (looks_like_tests ? 1 : 100) * (known_app ? 2 : 1);
    }
  }
  ModelSettings settings = {{"AUTH_USER_MODEL", "auth.User"}};
  for (const auto& [name, candidates] : votes) {
    const auto rank = [&](const auto& candidate) {
      return std::tuple(!labels.contains(app_of(candidate.first)), -candidate.second, candidate.first);
    };
    const auto best = std::min_element(candidates.begin(), candidates.end(),
                                       [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    settings[name] = best->first;
  }
  return settings;
}

std::optional<std::vector<std::string>> installed_labels(const std::vector<TreeFindings::Settings>& files,
                                                         const std::vector<FoundApp>& apps) {
  std::set<std::string> labels;
  bool any = false;
  for (const TreeFindings::Settings& file : files) {
    if (!file.facts->assigns_installed_apps) continue;
    if (!file.facts->installed_apps_readable) return std::nullopt;
    any = true;
    for (const std::string& entry : file.facts->installed_apps) {
      std::string folder(app_name_of_entry(entry));
      const std::size_t dot = folder.rfind('.');
      const std::string last = dot == std::string::npos ? folder : folder.substr(dot + 1);
      std::replace(folder.begin(), folder.end(), '.', '/');
      bool found = false;
      for (const FoundApp& app : apps) {
        if (app.folder != folder && !app.folder.ends_with("/" + folder)) continue;
        labels.insert(app.label);
        found = true;
      }
      if (!found) labels.insert(last);
    }
  }
  if (!any) return std::nullopt;
  return std::vector(labels.begin(), labels.end());
}

}  // namespace miggraph::django
