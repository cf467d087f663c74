#pragma once

#include <array>
#include <functional>
#include <thread>

namespace miggraph::cli {

/// While this lives, Ctrl-C (SIGINT), SIGTERM and SIGHUP end the program at once but tidily: `tidy_up` runs, programs
/// that were started are killed, and then the signal does what it does to a program that knows nothing of it, so that
/// the shell sees 130 and a script that called us stops too. Nothing has to be asked for in the middle of the work.
///
/// A signal that is ignored (nohup, a background job) stays ignored. Programs started meanwhile get the default
/// actions, as exec resets handlers. One of these at a time.
class Interruption {
 public:
  /// `tidy_up` is called on a thread of its own while the others work on. It must return soon, and leave whatever it
  /// needs to keep the others from making a new mess.
  explicit Interruption(std::function<void()> tidy_up);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  void watch();

  std::function<void()> tidy_up_;
  std::array<int, 2> pipe_{-1, -1};  // handlers write the number of their signal, 0 is the end
  std::thread watcher_;
};

/// Writing to a reader that went away is seen where we write (EPIPE), and does not end the program. Programs that we
/// start are ended by it as usual.
void survive_closed_pipes();

/// Where standard input, output or error is closed, something else that is opened would get its number, and what is printed
/// would end up there: in the pipe that tells of signals, or in a file. From here on the number is taken, and writing fails.
void hold_standard_streams();

}  // namespace miggraph::cli
