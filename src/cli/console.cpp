#include "cli/console.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "cli/timings.h"
#include "cli/write.h"
#include "report/canvas.h"

namespace miggraph::cli {
namespace {

/// As long as a person who presses Ctrl-C may wait for one who writes to a terminal that was stopped.
constexpr std::chrono::milliseconds kPatience{50};

}  // namespace

void Console::configure(const Options& options) {
  color_ = options.color;
  quiet_ = options.quiet;
  verbose_ = options.verbose;
  output_file_ = options.output_file;
  if (!verbose_ && !shows_progress()) return;
  progress_ = std::make_unique<Progress>(verbose_);
  if (shows_progress())
    display_ = std::make_unique<ProgressDisplay>(*progress_, output_, [this] { return line_style(); });
}

report::Style Console::line_style() const {
  report::Style style = error_style();
  // Here COLUMNS has no say: a line that wraps can't be taken back.
  if (const unsigned columns = standard_error().columns; columns > 0)
    style.width = std::min<std::size_t>(style.width, columns);
  return style;
}

bool Console::shows_progress() const {
  // Without a TERM nobody knows how to take a line away.
  return !quiet_ && standard_error().is_terminal && environment_.has("TERM") && environment_.get("TERM") != "dumb" &&
         !environment_.is_true("CI");
}

void Console::end_progress() {
  if (display_) display_->stop();
}

report::Style Console::output_style() const {
  const Stream stream = output_file_.empty() ? standard_output() : Stream{};
  return style_for(stream, environment_, color_);
}

report::Style Console::error_style() const {
  return style_for(standard_error(), environment_, color_);
}

report::Style Console::file_style() const {
  return style_for(Stream{}, environment_, ColorChoice::never);
}

Status Console::write_results(std::string_view text, std::vector<FileText> also) {
  const Working working(progress_.get(), Stage::writing);
  end_progress();
  if (!output_file_.empty()) {
    also.push_back({output_file_, std::string(text)});
    return file_.write(also);
  }
  return file_.write(also, [&]() -> Status {
    // A reader that has seen enough (`| head`) is no failure.
    if (write_all(kStandardOutput, text) || errno == EPIPE) return Nothing{};
    return Error{Error::Kind::environment, std::string("cannot write to standard output: ") + std::strerror(errno), ""};
  });
}

void Console::write_error(std::string_view text) {
  const std::lock_guard lock(output_);
  if (display_) display_->erase();
  write_all(kStandardError, text);
}

void Console::note(std::string_view text) {
  if (quiet_) return;
  report::Canvas canvas(error_style());
  canvas.put("miggraph: ", report::Ink::dim);
  canvas.prose(text);
  write_error(canvas.take());
}

void Console::detail(std::string_view text) {
  if (verbose_) note(text);
}

void Console::error(const Error& error) {
  report::Style style = error_style();
  style.width = 1 << 20;  // a line each, whatever the terminal: they are searched for and copied
  report::Canvas canvas(style);
  canvas.put("miggraph: ", report::Ink::error).put(error.message).end();
  if (!error.hint.empty()) canvas.put("hint: ", report::Ink::good).put(error.hint).end();
  write_error(canvas.take());
}

void Console::write_timings() {
  if (!verbose_ || !progress_) return;
  end_progress();
  const Usage usage = usage_since(begun_);
  note("where the time went");
  write_error(timings(*progress_, usage, error_style()));
}

void Console::abandon() {
  // Held for good: whoever wants to write now waits for the end.
  if (!output_.try_lock_for(kPatience)) return;
  if (display_) display_->erase();
  file_.abandon();
}

}  // namespace miggraph::cli
