#include "memory_trees.h"

#include <map>
#include <vector>

#include "sections.h"
#include "source/relevant.h"

namespace miggraph::fuzz {
namespace {

using namespace source;

struct Folder {
  std::map<std::string, BlobId, std::less<>> files;
  std::map<std::string, Folder, std::less<>> folders;
};

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != "." && part != ".." && part.find('\0') == std::string_view::npos)
      parts.push_back(part);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return parts;
}

void add(Folder& root, std::string_view path, const BlobId& blob) {
  const std::vector<std::string_view> parts = parts_of(path);
  if (parts.empty() || parts.size() > static_cast<std::size_t>(max_depth)) return;
  Folder* folder = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (is_skipped_folder(parts[i]) || folder->files.contains(parts[i])) return;
    folder = &folder->folders[std::string(parts[i])];
  }
  const std::string_view parent = parts.size() > 1 ? parts[parts.size() - 2] : "";
  if (folder->folders.contains(parts.back()) || !is_relevant_file(parts.back(), is_migrations_folder(parent))) return;
  folder->files.insert_or_assign(std::string(parts.back()), blob);
}

// As deep as paths are: max_depth.
const Directory* made(DirectoryPool& pool, const Folder& folder) {
  std::vector<File> files;
  std::vector<Subdirectory> directories;
  for (const auto& [name, blob] : folder.files) files.push_back({name, blob});
  for (const auto& [name, below] : folder.folders) {
    const Directory* directory = made(pool, below);
    if (!directory->files().empty() || !directory->directories().empty() || is_kept_when_empty(name)) {
      directories.push_back({name, directory});
    }
  }
  return pool.intern(std::move(files), std::move(directories));
}

}  // namespace

MemoryTrees read_trees(DirectoryPool& pool, BlobStore& blobs, std::string_view input) {
  MemoryTrees trees;
  Folder base, ours, theirs;
  for (const Section& section : sections(input)) {
    std::string_view path = section.title;
    std::string_view holders = "bot";
    const std::size_t blank = path.find(' ');
    if (blank != std::string_view::npos && path.substr(0, blank).find_first_not_of("bot") == std::string_view::npos) {
      holders = path.substr(0, blank);
      path.remove_prefix(blank + 1);
    }
    const BlobId blob = blobs.put(std::string(section.text));
    if (holders.find('b') != std::string_view::npos) add(base, path, blob);
    if (holders.find('o') != std::string_view::npos) add(ours, path, blob);
    if (holders.find('t') != std::string_view::npos) add(theirs, path, blob);
  }
  trees.base = made(pool, base);
  trees.ours = made(pool, ours);
  trees.theirs = made(pool, theirs);
  return trees;
}

}  // namespace miggraph::fuzz
