#include "source/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace miggraph::source {
namespace {

int read_whole(int fd, std::size_t largest, std::string& bytes) {
  struct stat status {};
  if (fstat(fd, &status) != 0) return errno;
  if (!S_ISREG(status.st_mode)) return EINVAL;
  if (static_cast<std::size_t>(status.st_size) > largest) return EFBIG;
  bytes.resize(static_cast<std::size_t>(status.st_size));
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = read(fd, bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) break;  // it got shorter meanwhile
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return 0;
}

}  // namespace

FileBytes read_file_at(int directory_fd, const char* name, std::size_t largest) {
  FileBytes result;
  const int fd = openat(directory_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    result.error_number = errno;
    return result;
  }
  result.error_number = read_whole(fd, largest, result.bytes);
  close(fd);
  return result;
}

FileBytes read_file(const std::string& path, std::size_t largest) {
  return read_file_at(AT_FDCWD, path.c_str(), largest);
}

bool exists_on_disk(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

}  // namespace miggraph::source
