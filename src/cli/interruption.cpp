#include "cli/interruption.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace miggraph::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

// A handler has nothing else to go by.
std::atomic<int> write_end = -1;
std::atomic<pid_t> owner = 0;

[[noreturn]] void end_by(int number) {
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  ::sigaction(number, &by_default, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(number);
  ::_exit(128 + number);  // not reached
}

void pass_on(int number) {
  // Between fork and exec a child has this handler and the pipe too: it would tell us, and outlive the signal itself.
  if (::getpid() != owner) end_by(number);
  const int saved = errno;
  const unsigned char byte = static_cast<unsigned char>(number);
  [[maybe_unused]] const ssize_t written = ::write(write_end, &byte, 1);
  errno = saved;
}

/// Programs that we started and that still run. They would end by themselves, since their pipes end with us, but only
/// when they look. Where the kernel does not say who they are (other than Linux), that has to do.
void kill_children() {
  std::error_code none;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", none)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) ::kill(child, SIGTERM);
  }
}

}  // namespace

Interruption::Interruption(std::function<void()> tidy_up) : tidy_up_(std::move(tidy_up)) {
  if (::pipe(pipe_.data()) != 0) return;  // then signals do what they always do
  for (const int end : pipe_) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  write_end = pipe_[1];
  owner = ::getpid();
  watcher_ = std::thread([this] { watch(); });
  for (const int number : kSignals) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = pass_on;
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
  }
}

Interruption::~Interruption() {
  if (!watcher_.joinable()) return;
  for (const int number : kSignals) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler != pass_on) continue;
    action.sa_handler = SIG_DFL;
    ::sigaction(number, &action, nullptr);
  }
  pass_on(0);
  watcher_.join();
  write_end = -1;
  for (const int end : pipe_) ::close(end);
}

void Interruption::watch() {
  unsigned char number = 0;
  ssize_t count = 0;
  do count = ::read(pipe_[0], &number, 1);
  while (count < 0 && errno == EINTR);
  if (count != 1 || number == 0) return;
  tidy_up_();
  kill_children();
  end_by(number);
}

void survive_closed_pipes() {
  struct sigaction action {};
  // Not SIG_IGN: that would be handed down to programs that we start.
  action.sa_handler = [](int) {};
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGPIPE, &action, nullptr);
}

void hold_standard_streams() {
  int opened = 0;
  while (opened >= 0 && opened <= STDERR_FILENO) opened = ::open("/dev/null", O_RDONLY);  // always the lowest number that is free
  if (opened > STDERR_FILENO) ::close(opened);
}

}  // namespace miggraph::cli
