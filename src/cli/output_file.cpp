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
          "name a file in a folder that exists and can be written"};
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

Status OutputFile::make_neighbour(const FileText& what) {
  struct stat about {};
  const bool exists = ::stat(what.file.c_str(), &about) == 0;
  int descriptor = -1;
  {
    const std::lock_guard lock(output_);
    std::string name = what.file + ".XXXXXX";
    descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) return cannot_write(what.file, errno);
    neighbours_.push_back({name, what.file});
  }
  const int failure = fill(descriptor, what.text, exists ? about.st_mode & 07777 : mode_of_new_file());
  if (failure != 0) return cannot_write(what.file, failure);
  return Nothing{};
}

Status OutputFile::rename_all() {
  for (Neighbour& neighbour : neighbours_) {
    const std::lock_guard lock(output_);
    if (::rename(neighbour.name.c_str(), neighbour.file.c_str()) != 0) return cannot_write(neighbour.file, errno);
    neighbour.name.clear();
  }
  return Nothing{};
}

void OutputFile::remove_neighbours() {
  for (const Neighbour& neighbour : neighbours_)
    if (!neighbour.name.empty()) ::unlink(neighbour.name.c_str());
  neighbours_.clear();
}

Status OutputFile::write(const std::vector<FileText>& files, const std::function<Status()>& meanwhile) {
  const auto is_special = [](const FileText& what) {
    struct stat about {};
    return ::stat(what.file.c_str(), &about) == 0 && !S_ISREG(about.st_mode);
  };
  const auto steps = [&]() -> Status {
    for (const FileText& what : files) {
      if (is_special(what)) continue;
      if (Status made = make_neighbour(what); !made) return made;
    }
    for (const FileText& what : files) {
      if (!is_special(what)) continue;
      if (Status written = write_to_device(what.file, what.text); !written) return written;
    }
    if (meanwhile) {
      if (Status done = meanwhile(); !done) return done;
    }
    return rename_all();
  };
  Status status = steps();
  const std::lock_guard lock(output_);
  remove_neighbours();
  return status;
}

void OutputFile::abandon() {
  remove_neighbours();
}

}  // namespace miggraph::cli
