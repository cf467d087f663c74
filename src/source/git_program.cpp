#include "source/git_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

extern char** environ;

namespace miggraph::source {
namespace {

// A remote that says nothing for so long is not there.
constexpr int patience_ms = 120'000;

// What the program must not take over from us, and what it is told instead.
constexpr std::string_view replaced_variables[] = {"GIT_DIR",
                                                   "GIT_WORK_TREE",
                                                   "GIT_INDEX_FILE",
                                                   "GIT_OPTIONAL_LOCKS",
                                                   "GIT_TERMINAL_PROMPT",
                                                   "GIT_PAGER",
                                                   "GIT_EXTERNAL_DIFF",
                                                   "GIT_PREFIX",
                                                   "LC_ALL",
                                                   "LANGUAGE",
                                                   "GIT_FLUSH",
                                                   "GIT_NO_REPLACE_OBJECTS"};

std::vector<std::string> environment_for(const GitProgramPlace& place) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::string_view name = variable.substr(0, variable.find('='));
    bool replaced = false;
    for (const std::string_view other : replaced_variables) replaced = replaced || name == other;
    if (!replaced) variables.emplace_back(variable);
  }
  const bool known = !place.git_directory.empty();
  if (known) variables.push_back("GIT_DIR=" + place.git_directory);
  if (known && !place.work_tree.empty()) variables.push_back("GIT_WORK_TREE=" + place.work_tree);
  if (!place.index_file.empty()) variables.push_back("GIT_INDEX_FILE=" + place.index_file);
  for (const char* fixed :
       {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_FLUSH=1", "GIT_NO_REPLACE_OBJECTS=1", "LC_ALL=C"}) {
    variables.emplace_back(fixed);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> found;
  for (std::string& text : texts) found.push_back(text.data());
  found.push_back(nullptr);
  return found;
}

}  // namespace

Result<std::unique_ptr<GitProcess>> GitProcess::start(const GitProgramPlace& place,
                                                      const std::vector<std::string>& arguments) {
  std::unique_ptr<GitProcess> git(new GitProcess);
  std::vector<std::string> words = {"git", "--no-pager",
                                    "-c",  "core.fsmonitor=false",
                                    "-c",  "core.hooksPath=/dev/null",
                                    "-c",  "core.alternateRefsCommand=true",
                                    "-c",  "maintenance.auto=false",
                                    "-c",  "gc.auto=0"};
  if (!place.work_tree.empty()) words.insert(words.begin() + 1, {"-C", place.work_tree});
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment_for(place);
  const Error cannot{Error::Kind::environment, "cannot run git", "install git, and have it on the PATH"};

  git->errors_ = std::tmpfile();
  int to[2];
  int from[2];
  if (git->errors_ == nullptr || pipe2(to, O_CLOEXEC) != 0) return cannot;
  if (pipe2(from, O_CLOEXEC) != 0) {
    close(to[0]);
    close(to[1]);
    return cannot;
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(git->errors_), STDERR_FILENO);
  // We ignore SIGPIPE; git must not.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int code =
      posix_spawnp(&git->process_, "git", &actions, &attributes, pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(to[0]);
  close(from[1]);
  git->input_ = to[1];
  git->output_ = from[0];
  if (code != 0) {
    git->process_ = -1;
    return Error{Error::Kind::environment, std::string("cannot run git: ") + std::strerror(code),
                 "install git, and have it on the PATH"};
  }
  return git;
}

GitProcess::~GitProcess() {
  close_input();
  if (output_ >= 0) close(output_);
  if (process_ > 0 && status_ == -1) {
    kill(process_, SIGTERM);
    finish();
  }
  if (errors_ != nullptr) std::fclose(errors_);
}

bool GitProcess::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(input_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void GitProcess::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

bool GitProcess::read_some(std::string& bytes) {
  pollfd waiting{output_, POLLIN, 0};
  int ready = 0;
  do ready = poll(&waiting, 1, patience_ms);
  while (ready < 0 && errno == EINTR);
  if (ready <= 0) {
    kill(process_, SIGTERM);
    return false;
  }
  char buffer[1 << 16];
  ssize_t count = 0;
  do count = read(output_, buffer, sizeof buffer);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  bytes.append(buffer, static_cast<std::size_t>(count));
  return true;
}

bool GitProcess::finish() {
  if (process_ > 0 && status_ == -1) {
    while (waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
  }
  return WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
}

std::string GitProcess::complaint() const {
  std::string text;
  std::rewind(errors_);
  char buffer[4096];
  for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, errors_)) > 0;) text.append(buffer, count);
  // The last line that git itself means as an error; a remote and ssh speak before it.
  std::string last;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (!line.empty() && (last.empty() || line.starts_with("fatal:") || line.starts_with("error:"))) last = line;
    begin = end + 1;
  }
  return last.empty() ? "git gave no reason" : last;
}

Result<std::string> run_git(const GitProgramPlace& place, const std::vector<std::string>& arguments,
                            std::string_view input) {
  Result<std::unique_ptr<GitProcess>> git = GitProcess::start(place, arguments);
  if (!git) return git.error();
  GitProcess& process = **git;
  // Beside the reading: each of the two may wait for the other to take what fills its pipe.
  std::thread writer([&] {
    process.write(input);
    process.close_input();
  });
  std::string output;
  while (process.read_some(output)) {
  }
  writer.join();
  if (process.finish()) return output;
  return Error{Error::Kind::environment, "git " + arguments.front() + " failed: " + process.complaint(), ""};
}

}  // namespace miggraph::source
