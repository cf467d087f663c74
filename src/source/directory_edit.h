#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "source/directory_pool.h"

namespace miggraph::source {

/// Changes to a Directory and those below it, to be made all at once: a Directory itself never changes.
class DirectoryEdit {
 public:
  void set_file(std::string_view path, const BlobId& blob) { at(parent_of(path)).files_[name_of_path(path)] = blob; }
  void remove_file(std::string_view path) { at(parent_of(path)).files_[name_of_path(path)] = std::nullopt; }
  /// Another Directory (null: nothing) in the place of what is there; edits below it go on top of it.
  void replace(std::string_view path, const Directory* directory) { at(path).replacement_ = directory; }
  /// Whether the folder goes on to exist where nothing is left in it.
  void keep_when_empty(std::string_view path, bool keep) { at(path).keep_when_empty_ = keep; }

  /// `original` (null: nothing there yet) with the changes made; null where nothing is left.
  const Directory* apply(DirectoryPool& pool, const Directory* original) const;

 private:
  DirectoryEdit& at(std::string_view path);
  static std::string_view parent_of(std::string_view path);
  static std::string name_of_path(std::string_view path);

  std::map<std::string, std::optional<BlobId>, std::less<>> files_;
  std::map<std::string, DirectoryEdit, std::less<>> directories_;
  std::optional<const Directory*> replacement_;
  bool keep_when_empty_ = false;
};

}  // namespace miggraph::source
