#include "source/git_environment.h"

#include <cstdlib>
#include <string_view>

#include "source/quoted_path.h"

namespace miggraph::source {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

bool is_on(const char* name) {
  const std::optional<std::string> value = variable(name);
  return value && *value != "0" && *value != "false" && *value != "no" && *value != "off";
}

std::vector<std::string> list(const char* name) {
  const std::string text = variable(name).value_or("");
  std::vector<std::string> found;
  for (std::string_view rest = text; !rest.empty();) {
    std::string path = take_path(rest, ':');
    if (!path.empty()) found.push_back(std::move(path));
  }
  return found;
}

}  // namespace

GitEnvironment GitEnvironment::of_process() {
  GitEnvironment environment;
  environment.git_directory = variable("GIT_DIR");
  environment.work_tree = variable("GIT_WORK_TREE");
  environment.index_file = variable("GIT_INDEX_FILE");
  environment.object_directory = variable("GIT_OBJECT_DIRECTORY");
  environment.alternate_object_directories = list("GIT_ALTERNATE_OBJECT_DIRECTORIES");
  environment.ceiling_directories = list("GIT_CEILING_DIRECTORIES");
  environment.graft_file = variable("GIT_GRAFT_FILE");
  environment.across_file_systems = is_on("GIT_DISCOVERY_ACROSS_FILESYSTEM");
  environment.no_replace_objects = std::getenv("GIT_NO_REPLACE_OBJECTS") != nullptr;
  environment.no_lazy_fetch = is_on("GIT_NO_LAZY_FETCH");
  return environment;
}

std::string path_from(const std::string& directory, const std::string& path) {
  return path.starts_with('/') ? path : directory + "/" + path;
}

}  // namespace miggraph::source
