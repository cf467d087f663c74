#include "source/git_directory.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "source/file_bytes.h"

namespace miggraph::source {
namespace {

// What git writes into these files is a line; more is no such file.
constexpr std::size_t largest_line = 64 << 10;
// More than any index or list of refs has: it would only fill the memory.
constexpr off_t largest_file = off_t{1} << 30;

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string real(const std::string& path) {
  char resolved[PATH_MAX];
  return realpath(path.c_str(), resolved) != nullptr ? resolved : path;
}

std::string common_of(const std::string& directory) {
  const FileBytes file = read_file(directory + "/commondir", largest_line);
  const std::string path = file ? trimmed(file.bytes) : "";
  return path.empty() ? directory : real(path_from(directory, path));
}

Error damaged(std::string what, std::string hint) {
  return Error{Error::Kind::environment, std::move(what), std::move(hint)};
}

// "" where HEAD says something, else what is wrong with it.
std::string wrong_with_head(const std::string& directory) {
  struct stat status {};
  const std::string path = directory + "/HEAD";
  if (lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) return "";  // as git made it long ago
  const FileBytes head = read_file(path, largest_line);
  if (head.error_number == ENOENT) return "is not there";
  if (head.error_number == EINVAL) return "is no regular file";
  if (!head) return std::string("cannot be read: ") + std::strerror(head.error_number);
  const std::string text = trimmed(head.bytes);
  if (text.find_first_not_of('\0') == std::string::npos) return "is empty";
  if (text.starts_with("ref:")) {
    const std::size_t name = text.find_first_not_of(" \t", 4);
    return name != std::string::npos && text.compare(name, 5, "refs/") == 0 ? "" : "names no ref";
  }
  const bool hex = text.size() >= 40 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  return hex ? "" : "is neither a branch nor a commit";
}

bool is_git_directory(const std::string& directory) {
  const std::string common = common_of(directory);
  return wrong_with_head(directory).empty() && is_folder(common + "/objects") && is_folder(common + "/refs");
}

// A folder that is no git directory, but has `enough` of the four parts of one: damaged.
Status check_parts(const std::string& directory, int enough) {
  const std::string common = common_of(directory);
  const char* parts[] = {"HEAD", "config", "objects", "refs"};
  const auto there = std::count_if(std::begin(parts), std::end(parts), [&](const char* part) {
    return exists_on_disk((std::strcmp(part, "HEAD") == 0 ? directory : common) + "/" + part);
  });
  if (there < enough) return Nothing{};
  if (const std::string wrong = wrong_with_head(directory); !wrong.empty()) {
    return damaged(
        "the repository is damaged: " + directory + "/HEAD " + wrong,
        "write into it the branch that was checked out: echo 'ref: refs/heads/main' >" + directory + "/HEAD");
  }
  for (const char* part : {"objects", "refs"}) {
    if (is_folder(common + "/" + part)) continue;
    return damaged("the repository is damaged: " + common + "/" + part + " is not there",
                   std::strcmp(part, "refs") == 0 ? "mkdir " + common + "/refs" : "clone it anew");
  }
  return Nothing{};
}

// Where the .git file of a linked worktree or submodule leads.
Result<std::string> follow(const std::string& file) {
  const FileBytes bytes = read_file(file, largest_line);
  if (bytes.error_number == EINVAL)
    return damaged(file + " is neither a folder nor a file", "git init makes a new one");
  if (!bytes) return damaged(file + " cannot be read: " + std::strerror(bytes.error_number), "");
  constexpr std::string_view key = "gitdir:";
  std::string text = trimmed(bytes.bytes);
  if (!text.starts_with(key)) {
    return damaged(file + " is damaged: it does not say `gitdir: FOLDER`",
                   "write into it where the repository is, or remove it");
  }
  const std::size_t begin = text.find_first_not_of(' ', key.size());
  text = begin == std::string::npos ? "" : text.substr(begin);
  const std::string target = path_from(parent_of(file), text);
  if (!text.empty() && is_folder(target)) return real(target);
  std::string hint = "write into it where the repository is, or remove it";
  if (const std::size_t place = target.rfind("/worktrees/"); place != std::string::npos) {
    hint = "in the repository that this worktree belongs to: git worktree repair " + parent_of(file);
  } else if (target.find("/modules/") != std::string::npos) {
    hint = "in the repository around it: git submodule update --init";
  }
  return damaged(file + " points to " + target + ", which is not there", hint);
}

// The same for all files below a folder, by the type that the listing tells: costs no more than the listing.
Status check_folder(const std::string& folder, int depth) {
  constexpr int deepest = 64;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(opendir(folder.c_str()), closedir);
  if (listing == nullptr || depth > deepest) return Nothing{};
  std::vector<std::string> below;
  while (const dirent* entry = readdir(listing.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == ".." || entry->d_type == DT_REG) continue;
    const std::string path = folder + "/" + entry->d_name;
    if (entry->d_type == DT_DIR || (entry->d_type == DT_UNKNOWN && is_folder(path))) {
      below.push_back(path);
    } else if (!(entry->d_type == DT_LNK && is_folder(path))) {
      if (Status status = check_git_file(path); !status) return status;
    }
  }
  for (const std::string& path : below) {
    if (Status status = check_folder(path, depth + 1); !status) return status;
  }
  return Nothing{};
}

Status check_files(const GitPlace& place) {
  for (const char* name : {"HEAD", "index", "config.worktree", "commondir", "gitdir"}) {
    if (Status status = check_git_file(place.directory + "/" + name); !status) return status;
  }
  for (const char* name : {"config", "packed-refs", "shallow"}) {
    if (Status status = check_git_file(place.common + "/" + name); !status) return status;
  }
  for (const char* name : {"refs", "info", "objects/pack", "objects/info"}) {
    if (Status status = check_folder(place.common + "/" + name, 0); !status) return status;
  }
  return Nothing{};
}

using Found = std::optional<GitPlace>;

Result<Found> checked(std::string directory, std::optional<std::string> work_tree) {
  GitPlace place;
  place.directory = std::move(directory);
  place.common = common_of(place.directory);
  place.work_tree = std::move(work_tree);
  if (Status status = check_files(place); !status) return status.error();
  return Found(std::move(place));
}

Result<Found> by_environment(const std::string& start, const GitEnvironment& environment) {
  const std::string given = path_from(start, *environment.git_directory);
  if (!exists_on_disk(given)) {
    return damaged("GIT_DIR is set to " + *environment.git_directory + ", which is not there", "unset GIT_DIR");
  }
  std::string directory = real(given);
  if (!is_folder(directory)) {
    Result<std::string> target = follow(directory);
    if (!target) return target.error();
    directory = *target;
  }
  if (!is_git_directory(directory)) {
    if (Status status = check_parts(directory, 2); !status) return status.error();
    return damaged("GIT_DIR is set to " + *environment.git_directory + ", which is no git directory", "unset GIT_DIR");
  }
  return checked(std::move(directory), std::nullopt);
}

// What stands at `folder` itself.
Result<Found> at(const std::string& folder) {
  const std::string dot_git = folder + "/.git";
  struct stat status {};
  if (lstat(dot_git.c_str(), &status) == 0) {
    const bool dangling = S_ISLNK(status.st_mode) && stat(dot_git.c_str(), &status) != 0;
    if (dangling)
      return damaged(dot_git + " is a link that leads nowhere", "remove it, or bring back what it leads to");
    std::string directory = real(dot_git);
    if (!S_ISDIR(status.st_mode)) {
      Result<std::string> target = follow(dot_git);
      if (!target) return target.error();
      directory = *target;
    }
    if (is_git_directory(directory)) return checked(std::move(directory), folder);
    if (Status parts = check_parts(directory, 2); !parts) return parts.error();
    if (!S_ISDIR(status.st_mode)) {
      return damaged(dot_git + " points to " + directory + ", which is no git directory",
                     "write into it where the repository is, or remove it");
    }
  }
  if (is_git_directory(folder)) {
    Result<Found> found = checked(folder, std::nullopt);
    if (found) (*found)->inside = true;
    return found;
  }
  if (Status parts = check_parts(folder, 4); !parts) return parts.error();
  return Found();
}

}  // namespace

Status check_git_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Nothing{};
  if (!S_ISREG(status.st_mode)) {
    return damaged(path + " is no regular file", "remove it");
  }
  if (status.st_size > largest_file) {
    return damaged(path + " is larger than any such file", "remove it");
  }
  return Nothing{};
}

Result<Found> find_git_directory(const std::string& start, const GitEnvironment& environment) {
  if (environment.git_directory) return by_environment(start, environment);
  std::vector<std::string> ceilings;
  for (const std::string& ceiling : environment.ceiling_directories) ceilings.push_back(real(ceiling));
  struct stat status {};
  if (stat(start.c_str(), &status) != 0) return Found();
  const dev_t device = status.st_dev;
  for (std::string folder = start;; folder = parent_of(folder)) {
    if (stat(folder.c_str(), &status) != 0) return Found();
    if (status.st_dev != device && !environment.across_file_systems) return Found();
    Result<Found> found = at(folder);
    if (!found || *found) return found;
    if (folder == "/" || std::find(ceilings.begin(), ceilings.end(), parent_of(folder)) != ceilings.end()) {
      return Found();
    }
  }
}

}  // namespace miggraph::source
