#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/environment.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "report/style.h"

namespace miggraph::cli {

/// Where a command's words go: results to standard output or a file, everything else to standard error. The only place
/// of the program that writes to either.
class Console {
 public:
  explicit Console(Environment environment) : environment_(std::move(environment)) {}
  /// Takes --color, -q, -v and --output-file.
  void configure(const Options& options);

  const Environment& environment() const { return environment_; }
  report::Style output_style() const;

  /// The result: to standard output, or all at once to --output-file, so that nobody reads half a file.
  Status write_result(std::string_view text);
  /// `miggraph: text`, a line on standard error that is not shown with -q.
  void note(std::string_view text);
  /// The same with -v only.
  void detail(std::string_view text);
  /// `miggraph: what is wrong`, `hint: what mends it`.
  void error(const Error& error);

 private:
  report::Style error_style() const;
  void write_error(std::string_view text);

  Environment environment_;
  ColorChoice color_ = ColorChoice::automatic;
  bool quiet_ = false;
  bool verbose_ = false;
  std::string output_file_;
};

}  // namespace miggraph::cli
