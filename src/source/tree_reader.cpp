#include "source/tree_reader.h"

#include <algorithm>

#include "source/relevant.h"

namespace miggraph::source {
namespace {

// A tree whose few objects unfold into more paths than any project has is made to break what walks it.
constexpr std::uint64_t most_paths = 5'000'000;

Error damaged(const ObjectId& tree) {
  return Error{Error::Kind::environment, "tree " + tree.hex() + " is damaged", "git fsck --full"};
}

}  // namespace

bool next_entry(std::string_view& bytes, TreeEntry& entry) {
  std::size_t i = 0;
  entry.mode = 0;
  while (i < bytes.size() && bytes[i] >= '0' && bytes[i] <= '7' && i < 8) {
    entry.mode = entry.mode * 8 + static_cast<unsigned>(bytes[i++] - '0');
  }
  if (i == 0 || i >= bytes.size() || bytes[i] != ' ') return false;
  const std::size_t name = i + 1;
  const std::size_t end = bytes.find('\0', name);
  if (end == std::string_view::npos || end == name || bytes.size() - end - 1 < entry.id.bytes.size()) return false;
  entry.name = bytes.substr(name, end - name);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(end + 1), entry.id.bytes.size(), entry.id.bytes.begin());
  bytes.remove_prefix(end + 1 + entry.id.bytes.size());
  return true;
}

Result<TreeReader::Root> TreeReader::read_root(const ObjectId& tree) {
  Result<Tree> read_tree = read(tree, false, 0);
  if (!read_tree) return read_tree.error();
  Root root{read_tree->directory, {}};
  if (read_tree->extras != nullptr) {
    root.obstacles = read_tree->extras->obstacles;
    root.directory = resolve_links(pool_, root.directory, read_tree->extras->links, root.obstacles);
  }
  return root;
}

Result<TreeReader::Tree> TreeReader::read(const ObjectId& tree, bool in_migrations, int depth) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = trees_[in_migrations].find(tree); known != trees_[in_migrations].end()) return known->second;
  }
  // Outside the lock: two threads may walk the same tree, and come to the same.
  Result<Tree> result = walk(tree, in_migrations, depth);
  if (result) {
    const std::lock_guard lock(mutex_);
    trees_[in_migrations].emplace(tree, *result);
  }
  return result;
}

Result<TreeReader::Tree> TreeReader::walk(const ObjectId& tree, bool in_migrations, int depth) {
  if (depth > max_depth) {
    return Error{Error::Kind::environment, "folders nested deeper than " + std::to_string(max_depth), ""};
  }
  Result<Object> object = objects_.read(tree, ObjectType::tree);
  if (!object) return object.error();

  Tree result;
  Extras extras;
  std::vector<File> files;
  std::vector<Subdirectory> directories;
  std::string_view bytes = object->bytes();
  for (TreeEntry entry; next_entry(bytes, entry);) {
    const std::string name(entry.name);
    if (entry.is_tree()) {
      if (is_skipped_folder(entry.name)) continue;
      if (is_migration_module(entry.name, in_migrations)) extras.obstacles.push_back({name, "is a folder"});
      Result<Tree> below = read(entry.id, is_migrations_folder(entry.name), depth + 1);
      if (!below) return below.error();
      const Directory& directory = *below->directory;
      if (!directory.files().empty() || !directory.directories().empty() || is_kept_when_empty(entry.name)) {
        directories.push_back(Subdirectory{name, &directory});
      }
      result.paths += below->paths;
      if (below->extras != nullptr) {
        for (const Obstacle& obstacle : below->extras->obstacles) {
          extras.obstacles.push_back({name + "/" + obstacle.path, obstacle.reason});
        }
        for (const Link& link : below->extras->links) extras.links.push_back({name + "/" + link.path, link.target});
      }
    } else if (entry.is_link()) {
      if (is_skipped_folder(entry.name)) continue;
      Result<std::string_view> target = blobs_.read(entry.id);
      if (!target) return target.error();
      extras.links.push_back({name, std::string(*target)});
      ++result.paths;
    } else if (entry.is_file() && is_relevant_file(entry.name, in_migrations)) {
      files.push_back(File{name, entry.id});
      ++result.paths;
    }
    if (result.paths > most_paths) {
      return Error{Error::Kind::environment, "tree " + tree.hex() + " unfolds into millions of files", ""};
    }
  }
  if (!bytes.empty()) return damaged(tree);
  // A tree that names an entry twice is damaged (git fsck: duplicateEntries), and would not be a Directory.
  result.directory = pool_.intern(std::move(files), std::move(directories));
  const auto same_name = [](const auto& a, const auto& b) { return a.name == b.name; };
  const Directory& made = *result.directory;
  if (std::adjacent_find(made.files().begin(), made.files().end(), same_name) != made.files().end() ||
      std::adjacent_find(made.directories().begin(), made.directories().end(), same_name) != made.directories().end()) {
    return damaged(tree);
  }
  if (!extras.obstacles.empty() || !extras.links.empty()) result.extras = std::make_shared<Extras>(std::move(extras));
  return result;
}

}  // namespace miggraph::source
