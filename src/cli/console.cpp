#include "cli/console.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "report/canvas.h"

namespace miggraph::cli {
namespace {

/// Writes all of it; false where that can't be done (errno says why).
bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

Error cannot_write(const std::string& file) {
  return {Error::Kind::environment, "cannot write " + file + ": " + std::strerror(errno),
          "give --output-file a file in a folder that exists and can be written"};
}

/// Writes a neighbour first and renames it: the file is the old one or the new one, never half of it.
Status write_file(const std::string& file, std::string_view text) {
  struct stat about {};
  const bool exists = ::stat(file.c_str(), &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) {  // /dev/stdout, a pipe: nothing to replace
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    const bool ok = descriptor >= 0 && write_all(descriptor, text);
    if (!ok) {
      const Error error = cannot_write(file);
      if (descriptor >= 0) ::close(descriptor);
      return error;
    }
    ::close(descriptor);
    return Nothing{};
  }
  std::string temporary = file + ".XXXXXX";
  const int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) return cannot_write(file);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const bool written =
      write_all(descriptor, text) && ::fchmod(descriptor, exists ? about.st_mode & 07777 : 0666 & ~mask) == 0;
  const int failure = errno;
  const bool ok = ::close(descriptor) == 0 && written && ::rename(temporary.c_str(), file.c_str()) == 0;
  if (ok) return Nothing{};
  if (!written) errno = failure;
  const Error error = cannot_write(file);
  ::unlink(temporary.c_str());
  return error;
}

}  // namespace

void Console::configure(const Options& options) {
  color_ = options.color;
  quiet_ = options.quiet;
  verbose_ = options.verbose;
  output_file_ = options.output_file;
}

report::Style Console::output_style() const {
  const Stream stream = output_file_.empty() ? standard_output() : Stream{};
  return style_for(stream, environment_, color_);
}

report::Style Console::error_style() const {
  return style_for(standard_error(), environment_, color_);
}

Status Console::write_result(std::string_view text) {
  if (!output_file_.empty()) return write_file(output_file_, text);
  // A reader that has seen enough (`| head`) is no failure.
  if (!write_all(STDOUT_FILENO, text) && errno != EPIPE) {
    return Error{Error::Kind::environment, std::string("cannot write to standard output: ") + std::strerror(errno), ""};
  }
  return Nothing{};
}

void Console::write_error(std::string_view text) {
  write_all(STDERR_FILENO, text);
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

}  // namespace miggraph::cli
