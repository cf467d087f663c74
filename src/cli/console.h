#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "cli/environment.h"
#include "cli/options.h"
#include "cli/output_file.h"
#include "cli/progress_display.h"
#include "cli/terminal.h"
#include "report/style.h"

namespace miggraph::cli {

/// Where a command's words go: results to standard output or a file, everything else to standard error. The only place
/// of the program that writes to either.
class Console {
 public:
  explicit Console(Environment environment) : environment_(std::move(environment)) {}
  /// Takes --color, -q, -v and --output-file, and shows progress from now on where a person sits before it.
  void configure(const Options& options);

  const Environment& environment() const { return environment_; }
  report::Style output_style() const;
  /// Of a file, whatever standard output is: no colour.
  report::Style file_style() const;
  /// For those who work: how far they are. Null where nobody wants to know.
  Progress* progress() { return progress_.get(); }

  /// The result: to standard output, or all at once to --output-file, so that nobody reads half a file. Progress ends.
  Status write_result(std::string_view text) { return write_results(text, {}); }
  /// The same with further files (--also): all of it is written, or no file is.
  Status write_results(std::string_view text, std::vector<FileText> also);
  /// `miggraph: text`, a line on standard error that is not shown with -q.
  void note(std::string_view text);
  /// The same with -v only.
  void detail(std::string_view text);
  /// `miggraph: what is wrong`, `hint: what mends it`.
  void error(const Error& error);
  /// With -v only: where the time went. Progress ends.
  void write_timings();

  /// From another thread, when the program is to end in the middle of its work: takes away the progress line and a file
  /// half written, and nothing is written after that.
  void abandon();

 private:
  report::Style error_style() const;
  report::Style line_style() const;
  bool shows_progress() const;
  void end_progress();
  void write_error(std::string_view text);

  Environment environment_;
  ColorChoice color_ = ColorChoice::automatic;
  bool quiet_ = false;
  bool verbose_ = false;
  std::string output_file_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();

  std::timed_mutex output_;  // held by who writes to a stream, and over what abandon() must not see half done
  OutputFile file_{output_};
  std::unique_ptr<Progress> progress_;
  std::unique_ptr<ProgressDisplay> display_;
};

}  // namespace miggraph::cli
