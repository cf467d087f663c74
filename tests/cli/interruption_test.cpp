#include "cli/interruption.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <string>

using namespace miggraph::cli;

namespace {

struct Ended {
  int status = 0;       ///< as waitpid gives it
  std::string written;  ///< to the descriptor that `body` was given
  bool closed = false;  ///< within some seconds nobody had that descriptor any more
};

/// Runs `body` in a process of its own.
Ended in_a_process(const std::function<void(int output)>& body) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    body(ends[1]);
    _exit(0);
  }
  close(ends[1]);
  Ended ended;
  pollfd watched{ends[0], POLLIN, 0};
  while (poll(&watched, 1, 10'000) > 0) {
    char byte = 0;
    if (read(ends[0], &byte, 1) != 1) {
      ended.closed = true;
      break;
    }
    ended.written += byte;
  }
  close(ends[0]);
  if (!ended.closed) kill(child, SIGKILL);
  waitpid(child, &ended.status, 0);
  return ended;
}

void say(int output, char what) {
  [[maybe_unused]] const ssize_t count = write(output, &what, 1);
}

}  // namespace

TEST_CASE("a signal ends the program by itself, after tidying up") {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const Ended ended = in_a_process([number](int output) {
      signal(number, SIG_DFL);
      const Interruption interruption([output] { say(output, 't'); });
      kill(getpid(), number);
      while (true) pause();
    });
    CHECK(ended.closed);
    CHECK(ended.written == "t");
    CHECK(WIFSIGNALED(ended.status));
    CHECK(WTERMSIG(ended.status) == number);
  }
}

TEST_CASE("programs that were started go with it") {
  const Ended ended = in_a_process([](int output) {
    const Interruption interruption([] {});
    std::array<int, 2> until_started{};  // its write end closes when the program takes the place of the child
    if (pipe2(until_started.data(), O_CLOEXEC) != 0) _exit(1);
    if (fork() == 0) {  // holds `output` for as long as it lives
      execlp("sleep", "sleep", "60", nullptr);
      _exit(1);
    }
    close(until_started[1]);
    if (char byte = 0; read(until_started[0], &byte, 1) != 0) _exit(1);
    say(output, 's');
    kill(getpid(), SIGTERM);
    while (true) pause();
  });
  CHECK(ended.written == "s");
  CHECK(ended.closed);
  CHECK(WIFSIGNALED(ended.status));
  CHECK(WTERMSIG(ended.status) == SIGTERM);
}

#if !defined(__SANITIZE_THREAD__)  // the child does not end there: docs/internals/fuzzing.md
TEST_CASE("a child that has not become its program yet goes with it too") {
  const Ended ended = in_a_process([](int) {
    const Interruption interruption([] {});
    if (fork() == 0) {  // holds `output` for as long as it lives
      alarm(60);
      while (true) pause();
    }
    kill(getpid(), SIGTERM);
    while (true) pause();
  });
  CHECK(ended.closed);
  CHECK(WIFSIGNALED(ended.status));
}
#endif

TEST_CASE("a signal that was ignored stays ignored") {
  const Ended ended = in_a_process([](int output) {
    signal(SIGHUP, SIG_IGN);
    const Interruption interruption([output] { say(output, 't'); });
    kill(getpid(), SIGHUP);
  });
  CHECK(ended.written.empty());
  CHECK(WIFEXITED(ended.status));
}

TEST_CASE("when it is over, signals do what they did before") {
  const Ended ended = in_a_process([](int output) {
    signal(SIGINT, SIG_DFL);
    {
      const Interruption interruption([output] { say(output, 't'); });
    }
    raise(SIGINT);
  });
  CHECK(ended.written.empty());
  CHECK(WIFSIGNALED(ended.status));
  CHECK(WTERMSIG(ended.status) == SIGINT);
}

TEST_CASE("writing to a reader that went away fails, and programs that are started do not inherit that") {
  const Ended ended = in_a_process([](int output) {
    survive_closed_pipes();
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return;
    close(ends[0]);
    if (write(ends[1], "x", 1) < 0) say(output, 'f');
    const pid_t child = fork();
    if (child == 0) {
      dup2(ends[1], 1);
      execlp("sh", "sh", "-c", "while :; do echo x; done", nullptr);
      _exit(1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    say(output, WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE ? 'p' : '?');
  });
  CHECK(ended.written == "fp");
}
