#include "source/directory.h"

#include <algorithm>

namespace miggraph::source {
namespace {

template <class Entry>
const Entry* find(const std::vector<Entry>& entries, std::string_view name) {
  const auto place = std::lower_bound(entries.begin(), entries.end(), name,
                                      [](const Entry& entry, std::string_view key) { return entry.name < key; });
  return place != entries.end() && place->name == name ? &*place : nullptr;
}

}  // namespace

const File* Directory::file(std::string_view name) const {
  return find(files_, name);
}

const Directory* Directory::directory(std::string_view name) const {
  const Subdirectory* entry = find(directories_, name);
  return entry != nullptr ? entry->directory : nullptr;
}

const Directory* Directory::directory_at(std::string_view path) const {
  const Directory* current = this;
  while (current != nullptr && !path.empty()) {
    const std::size_t slash = path.find('/');
    current = current->directory(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return current;
}

const File* Directory::file_at(std::string_view path) const {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return file(path);
  const Directory* folder = directory_at(path.substr(0, slash));
  return folder != nullptr ? folder->file(path.substr(slash + 1)) : nullptr;
}

}  // namespace miggraph::source
