#include "source/directory_pool.h"

#include <algorithm>
#include <functional>

namespace miggraph::source {
namespace {

std::size_t combine(std::size_t seed, std::size_t value) {
  return (seed ^ value) * 0x9e3779b97f4a7c15ULL + (seed >> 29);
}

std::size_t hash_of(const std::vector<File>& files, const std::vector<Subdirectory>& directories) {
  std::size_t hash = files.size();
  for (const File& file : files) {
    hash = combine(hash, std::hash<std::string_view>()(file.name));
    hash = combine(hash, ObjectIdHash()(file.blob));
  }
  for (const Subdirectory& directory : directories) {
    hash = combine(hash, std::hash<std::string_view>()(directory.name));
    hash = combine(hash, std::hash<const void*>()(directory.directory));
  }
  return hash;
}

template <class Entry>
void sort_by_name(std::vector<Entry>& entries) {
  const auto before = [](const Entry& a, const Entry& b) { return a.name < b.name; };
  // They mostly come sorted: git's order differs for a few names of folders only.
  if (!std::is_sorted(entries.begin(), entries.end(), before)) std::sort(entries.begin(), entries.end(), before);
}

}  // namespace

const Directory* DirectoryPool::intern(std::vector<File> files, std::vector<Subdirectory> directories) {
  sort_by_name(files);
  sort_by_name(directories);
  const std::size_t hash = hash_of(files, directories);
  const std::lock_guard lock(mutex_);
  const auto [first, last] = directories_.equal_range(hash);
  for (auto place = first; place != last; ++place) {
    if (place->second->files() == files && place->second->directories() == directories) return place->second.get();
  }
  auto made = std::make_unique<const Directory>(std::move(files), std::move(directories));
  return directories_.emplace(hash, std::move(made))->second.get();
}

}  // namespace miggraph::source
