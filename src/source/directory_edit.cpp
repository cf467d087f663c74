#include "source/directory_edit.h"

namespace miggraph::source {

std::string_view DirectoryEdit::parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string DirectoryEdit::name_of_path(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

DirectoryEdit& DirectoryEdit::at(std::string_view path) {
  DirectoryEdit* current = this;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    auto place = current->directories_.find(name);
    if (place == current->directories_.end()) place = current->directories_.try_emplace(std::string(name)).first;
    current = &place->second;
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return *current;
}

const Directory* DirectoryEdit::apply(DirectoryPool& pool, const Directory* original) const {
  const Directory* start = replacement_.value_or(original);
  if (files_.empty() && directories_.empty() && start != nullptr) return start;
  std::vector<File> files;
  std::vector<Subdirectory> directories;
  if (start != nullptr) {
    for (const File& file : start->files()) {
      if (!files_.contains(file.name)) files.push_back(file);
    }
    for (const Subdirectory& directory : start->directories()) {
      if (!directories_.contains(directory.name)) directories.push_back(directory);
    }
  }
  for (const auto& [name, blob] : files_) {
    if (blob) files.push_back(File{name, *blob});
  }
  for (const auto& [name, edit] : directories_) {
    const Directory* below = edit.apply(pool, start != nullptr ? start->directory(name) : nullptr);
    if (below != nullptr) directories.push_back(Subdirectory{name, below});
  }
  if (files.empty() && directories.empty() && !keep_when_empty_) return nullptr;
  return pool.intern(std::move(files), std::move(directories));
}

}  // namespace miggraph::source
