#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace miggraph::cli {

/// A text and the file it goes to.
struct FileText {
  std::string file;
  std::string text;
};

/// What --output-file and --also name: nobody ever reads half of a file, all of them are written or none, and nothing
/// else is left beside them, however the program ends (but for SIGKILL).
class OutputFile {
 public:
  /// `output` is held over each step that must not be cut in two.
  explicit OutputFile(std::timed_mutex& output) : output_(output) {}

  /// Writes a neighbour of each first; then `meanwhile` (what goes elsewhere) has its turn; then they are renamed: each
  /// file is the old one or the new one. Devices and pipes are written to, before anything is renamed.
  Status write(const std::vector<FileText>& files, const std::function<Status()>& meanwhile = {});
  /// Takes the neighbours away. `output` is held by the caller, who does not give it back.
  void abandon();

 private:
  Status make_neighbour(const FileText& what);
  Status rename_all();
  void remove_neighbours();

  struct Neighbour {
    std::string name;  ///< empty: renamed already
    std::string file;
  };

  std::timed_mutex& output_;
  std::vector<Neighbour> neighbours_;
};

}  // namespace miggraph::cli
