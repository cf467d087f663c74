#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace miggraph::cli {

/// What --output-file names: nobody ever reads half of it, and nothing else is left beside it, however the program ends
/// (but for SIGKILL).
class OutputFile {
 public:
  /// `output` is held over each step that must not be cut in two.
  explicit OutputFile(std::timed_mutex& output) : output_(output) {}

  /// Writes a neighbour first and renames it: the file is the old one or the new one. Devices and pipes are written to.
  Status write(const std::string& file, std::string_view text);
  /// Takes the neighbour away. `output` is held by the caller, who does not give it back.
  void abandon();

 private:
  std::timed_mutex& output_;
  std::string neighbour_;  // while it is there
};

}  // namespace miggraph::cli
