#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/repository.h"

namespace miggraph::source {

/// A temporary folder in which tests make real repositories with the real git. Gone with the object.
class GitSandbox {
 public:
  GitSandbox();
  ~GitSandbox();
  GitSandbox(const GitSandbox&) = delete;
  GitSandbox& operator=(const GitSandbox&) = delete;

  const std::string& path() const { return path_; }  ///< of the folder, without links on the way
  std::string path(std::string_view below) const { return path_ + "/" + std::string(below); }

  void write(const std::string& path, std::string_view content) const;  ///< with the folders on the way
  void remove(const std::string& path) const;

  /// Runs a shell command in the folder, away from the user's own git configuration and with a clock of its own, one
  /// minute later each time. Returns its standard output; fails the test where the command fails.
  std::string run(const std::string& command);
  /// The same, whatever its exit code.
  std::string run_anyway(const std::string& command);
  bool succeeded() const { return exit_ == 0; }  ///< the last command
  std::string git(const std::string& arguments) { return run("git " + arguments); }

  /// `git init` with branch main.
  void init();
  /// Everything in the work tree as a commit; its id.
  CommitId commit(const std::string& message = "commit");

 private:
  std::string path_;
  long clock_ = 1700000000;
  int exit_ = 0;
};

std::unique_ptr<Repository> open_repository(const std::string& directory);

/// The value of a Result that must be one; fails the test with its error otherwise.
template <class T>
T take(Result<T> result);

/// All files of a Directory, by path.
std::map<std::string, std::string> contents(Repository& repository, const Directory& root);
std::map<std::string, BlobId> blobs_of(const Directory& root);
std::vector<std::string> paths_of(const Directory& root);
std::vector<std::string> conflict_paths(const Snapshot& snapshot);

}  // namespace miggraph::source

#include <catch2/catch.hpp>

template <class T>
T miggraph::source::take(Result<T> result) {
  if (!result) FAIL(result.error().message << " / " << result.error().hint);
  return std::move(result).value();
}
