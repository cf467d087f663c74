#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "source/directory.h"

namespace miggraph::source {

/// Keeps one Directory for each content. Thread-safe.
class DirectoryPool {
 public:
  /// The Directory with these files and folders, which need not be sorted; their names must differ.
  const Directory* intern(std::vector<File> files, std::vector<Subdirectory> directories);

 private:
  std::mutex mutex_;
  std::unordered_multimap<std::size_t, std::unique_ptr<const Directory>> directories_;
};

}  // namespace miggraph::source
