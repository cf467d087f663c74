#pragma once

#include <optional>
#include <string>
#include <vector>

namespace miggraph::source {

/// The variables by which git tells the programs that it runs (hooks, above all) which repository it is about; see
/// git(1), "ENVIRONMENT VARIABLES". What is set but empty counts as not set.
struct GitEnvironment {
  static GitEnvironment of_process();

  std::optional<std::string> git_directory;               ///< GIT_DIR
  std::optional<std::string> work_tree;                   ///< GIT_WORK_TREE
  std::optional<std::string> index_file;                  ///< GIT_INDEX_FILE: of `git commit -a` and `git commit PATH`
  std::optional<std::string> object_directory;            ///< GIT_OBJECT_DIRECTORY: where a push waits to be accepted
  std::vector<std::string> alternate_object_directories;  ///< GIT_ALTERNATE_OBJECT_DIRECTORIES
  std::vector<std::string> ceiling_directories;           ///< GIT_CEILING_DIRECTORIES
  std::optional<std::string> graft_file;                  ///< GIT_GRAFT_FILE
  bool across_file_systems = false;                       ///< GIT_DISCOVERY_ACROSS_FILESYSTEM
  bool no_replace_objects = false;                        ///< GIT_NO_REPLACE_OBJECTS
  bool no_lazy_fetch = false;                             ///< GIT_NO_LAZY_FETCH
};

/// `path` as seen from `directory`, where it is not absolute.
std::string path_from(const std::string& directory, const std::string& path);

}  // namespace miggraph::source
