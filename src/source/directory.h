#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/blob.h"

namespace miggraph::source {

class Directory;

struct File {
  std::string name;  ///< last part of the path, bytes as git has them
  BlobId blob;
  friend bool operator==(const File&, const File&) = default;
};

struct Subdirectory {
  std::string name;
  const Directory* directory = nullptr;  ///< never null
  friend bool operator==(const Subdirectory&, const Subdirectory&) = default;
};

/// A folder of a snapshot, with the files that may matter to Django (see relevant.h) and nothing else.
///
/// Immutable and interned in its Repository: two folders with the same relevant content are the same object, whatever
/// branch, index or disk they come from. So whatever is derived from a folder can be kept under its address, and a
/// thousand branches share all that they did not change.
class Directory {
 public:
  Directory(std::vector<File> files, std::vector<Subdirectory> directories)
      : files_(std::move(files)), directories_(std::move(directories)) {}

  const std::vector<File>& files() const { return files_; }  ///< sorted by name
  const std::vector<Subdirectory>& directories() const {
    return directories_;
  }  ///< sorted by name; may be empty folders

  const File* file(std::string_view name) const;            ///< null where there is none
  const Directory* directory(std::string_view name) const;  ///< null where there is none
  /// Walk down a path with '/' ("" is this folder); null where there is none.
  const Directory* directory_at(std::string_view path) const;
  const File* file_at(std::string_view path) const;

 private:
  std::vector<File> files_;
  std::vector<Subdirectory> directories_;
};

}  // namespace miggraph::source
