#include "cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/write.h"

namespace miggraph::cli {
namespace {

Error cannot_write(const std::string& file, int error_number) {
  return {Error::Kind::environment, "cannot write " + file + ": " + std::strerror(error_number),
          "give --output-file a file in a folder that exists and can be written"};
}

/// /dev/stdout, a pipe: nothing to replace.
Status write_to_device(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  const bool ok = descriptor >= 0 && write_all(descriptor, text);
  const int failure = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!ok) return cannot_write(file, failure);
  return Nothing{};
}

mode_t mode_of_new_file() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// 0, or the error number.
int fill(int descriptor, std::string_view text, mode_t mode) {
  const bool ok = write_all(descriptor, text) && ::fchmod(descriptor, mode) == 0;
  const int failure = errno;
  if (::close(descriptor) != 0 && ok) return errno;
  return ok ? 0 : failure;
}

}  // namespace

Status OutputFile::write(const std::string& file, std::string_view text) {
  struct stat about {};
  const bool exists = ::stat(file.c_str(), &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) return write_to_device(file, text);

  int descriptor = -1;
  {
    const std::lock_guard lock(output_);
    std::string name = file + ".XXXXXX";
    descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) return cannot_write(file, errno);
    neighbour_ = name;
  }
  int failure = fill(descriptor, text, exists ? about.st_mode & 07777 : mode_of_new_file());
  const std::lock_guard lock(output_);
  if (failure == 0 && ::rename(neighbour_.c_str(), file.c_str()) != 0) failure = errno;
  if (failure != 0) ::unlink(neighbour_.c_str());
  neighbour_.clear();
  if (failure != 0) return cannot_write(file, failure);
  return Nothing{};
}

void OutputFile::abandon() {
  if (!neighbour_.empty()) ::unlink(neighbour_.c_str());
}

}  // namespace miggraph::cli
