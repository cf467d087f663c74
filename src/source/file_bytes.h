#pragma once

#include <cstddef>
#include <string>

namespace miggraph::source {

/// What came of reading a file.
struct FileBytes {
  std::string bytes;
  int error_number = 0;  ///< errno where it failed; EFBIG for one that is too large, EINVAL for what is no regular file

  explicit operator bool() const { return error_number == 0; }
};

/// The bytes of a regular file; links are followed. Never waits for a FIFO or a device.
FileBytes read_file(const std::string& path, std::size_t largest);
/// The same below the folder that `directory_fd` has open.
FileBytes read_file_at(int directory_fd, const char* name, std::size_t largest);

bool exists_on_disk(const std::string& path);

}  // namespace miggraph::source
