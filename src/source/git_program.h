#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace miggraph::source {

/// Which repository the git program is told to work on.
struct GitProgramPlace {
  std::string git_directory;  ///< "" to have git look for it in `work_tree`
  std::string work_tree;      ///< "" where there is none
  std::string index_file;     ///< "" for the usual one
};

/// A `git` that is running: what it is given and what it prints. Ended with the object.
class GitProcess {
 public:
  /// Starts `git <arguments>` so that nothing that the repository's configuration names is run on the way (hooks, a
  /// file system monitor, a pager), no lock is taken and no question asked.
  static Result<std::unique_ptr<GitProcess>> start(const GitProgramPlace& place,
                                                   const std::vector<std::string>& arguments);
  ~GitProcess();
  GitProcess(const GitProcess&) = delete;
  GitProcess& operator=(const GitProcess&) = delete;

  bool write(std::string_view bytes);  ///< false where git went away
  void close_input();
  /// Adds what git prints next to `bytes`; false at the end, and where nothing came for minutes.
  bool read_some(std::string& bytes);
  /// Waits for the end. True where git says that all went well.
  bool finish();
  /// What git said of its failure, the last line of it.
  std::string complaint() const;

 private:
  GitProcess() = default;
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  int status_ = -1;
  std::FILE* errors_ = nullptr;
};

/// Runs it to its end; what it printed.
Result<std::string> run_git(const GitProgramPlace& place, const std::vector<std::string>& arguments,
                            std::string_view input = "");

}  // namespace miggraph::source
