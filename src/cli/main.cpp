#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/leaks.h"
#include "cli/environment.h"
#include "cli/interruption.h"
#include "cli/program.h"

/// Expected failures are values and end in cli::run; an exception is a bug, or memory that has run out, and ends here.
int main(int argc, char** argv) {
  miggraph::cli::hold_standard_streams();
  miggraph::cli::survive_closed_pipes();
  try {
    return miggraph::cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc),
                              miggraph::cli::Environment::of_process());
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "miggraph: internal error: %s\n", exception.what());
  } catch (...) {
    std::fputs("miggraph: internal error\n", stderr);
  }
  std::fputs(
      "hint: this is a bug of miggraph, not of your project; report it with the command line and the output of "
      "miggraph --version\n",
      stderr);
  return 2;
}
