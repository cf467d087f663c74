#include "git_sandbox.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace miggraph::source {
namespace {

void collect(const Directory& directory, const std::string& prefix, std::map<std::string, BlobId>& found) {
  for (const File& file : directory.files()) found[prefix + file.name] = file.blob;
  for (const Subdirectory& below : directory.directories()) collect(*below.directory, prefix + below.name + "/", found);
}

}  // namespace

GitSandbox::GitSandbox() {
  std::string pattern = std::filesystem::temp_directory_path() / "miggraph-test-XXXXXX";
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = std::filesystem::canonical(pattern);
}

GitSandbox::~GitSandbox() {
  if (std::getenv("MIGGRAPH_KEEP_SANDBOX") != nullptr) return;  // for a person who looks into a failure
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void GitSandbox::write(const std::string& path, std::string_view content) const {
  const std::filesystem::path whole = path_ + "/" + path;
  std::filesystem::create_directories(whole.parent_path());
  std::ofstream(whole, std::ios::binary) << content;
}

void GitSandbox::remove(const std::string& path) const {
  std::filesystem::remove_all(path_ + "/" + path);
}

std::string GitSandbox::run_anyway(const std::string& command) {
  clock_ += 60;
  const std::string date = "'" + std::to_string(clock_) + " +0100'";
  const std::string whole = "cd '" + path_ +
                            "' && export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 "
                            "GIT_AUTHOR_NAME='Ada Ä' GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Bob "
                            "GIT_COMMITTER_EMAIL=bob@example.org GIT_AUTHOR_DATE=" +
                            date + " GIT_COMMITTER_DATE=" + date + " && { " + command + "\n} 2>'" + path_ + ".err'";
  std::string output;
  FILE* pipe = popen(whole.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t count; (count = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, count);
  const int status = pclose(pipe);
  std::ifstream errors(path_ + ".err");
  const std::string message((std::istreambuf_iterator<char>(errors)), std::istreambuf_iterator<char>());
  std::filesystem::remove(path_ + ".err");
  if (status != 0) UNSCOPED_INFO(command << "\n" << message);
  exit_ = status;
  return output;
}

std::string GitSandbox::run(const std::string& command) {
  std::string output = run_anyway(command);
  REQUIRE(exit_ == 0);
  return output;
}

void GitSandbox::init() {
  git("init -q -b main");
}

CommitId GitSandbox::commit(const std::string& message) {
  const std::string id = run("git add -A && git commit -q --allow-empty -m '" + message + "' && git rev-parse HEAD");
  return ObjectId::from_hex(id.substr(0, 40)).value();
}

std::unique_ptr<Repository> open_repository(const std::string& directory) {
  return take(Repository::open(directory));
}

std::map<std::string, BlobId> blobs_of(const Directory& root) {
  std::map<std::string, BlobId> found;
  collect(root, "", found);
  return found;
}

std::map<std::string, std::string> contents(Repository& repository, const Directory& root) {
  std::map<std::string, std::string> found;
  for (const auto& [path, blob] : blobs_of(root)) found[path] = take(repository.read(blob));
  return found;
}

std::vector<std::string> paths_of(const Directory& root) {
  std::vector<std::string> paths;
  for (const auto& [path, blob] : blobs_of(root)) paths.push_back(path);
  return paths;
}

std::vector<std::string> conflict_paths(const Snapshot& snapshot) {
  std::vector<std::string> paths;
  for (const PathConflict& conflict : snapshot.path_conflicts) paths.push_back(conflict.path);
  return paths;
}

}  // namespace miggraph::source
