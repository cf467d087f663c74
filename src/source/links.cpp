#include "source/links.h"

#include <algorithm>
#include <optional>

#include "source/directory_edit.h"
#include "source/relevant.h"

namespace miggraph::source {
namespace {

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Where a link leads, from the root; absent where that is outside.
std::optional<std::string> destination(const Link& link) {
  if (link.target.empty() || link.target[0] == '/') return std::nullopt;
  std::vector<std::string_view> parts;
  for (const std::string_view text : {parent_of(link.path), std::string_view(link.target)}) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('/', begin), text.size());
      const std::string_view part = text.substr(begin, end - begin);
      begin = end + 1;
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return std::nullopt;
      } else {
        parts.pop_back();
      }
    }
  }
  std::string path;
  for (std::string_view part : parts) {
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

bool lies_in(std::string_view path, std::string_view folder) {
  return folder.empty() || path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

bool in_migrations(std::string_view path) {
  const std::string_view parent = parent_of(path);
  return is_migrations_folder(parent.substr(parent.rfind('/') + 1));
}

}  // namespace

const Directory* resolve_links(DirectoryPool& pool, const Directory* root, std::vector<Link> links,
                               std::vector<Obstacle>& obstacles) {
  // A link may lead through another: so again, until nothing more comes of it.
  constexpr int rounds = 5;
  for (int round = 0; round < rounds && !links.empty(); ++round) {
    DirectoryEdit edit;
    std::vector<Link> unresolved;
    for (Link& link : links) {
      const std::optional<std::string> path = destination(link);
      const std::string name = link.path.substr(link.path.rfind('/') + 1);
      const File* file = path ? root->file_at(*path) : nullptr;
      const Directory* directory = path && !lies_in(link.path, *path) ? root->directory_at(*path) : nullptr;
      if (file != nullptr && is_relevant_file(name, in_migrations(link.path))) {
        edit.set_file(link.path, file->blob);
      } else if (directory != nullptr && !is_migration_module(name, in_migrations(link.path))) {
        edit.replace(link.path, directory);
      } else {
        unresolved.push_back(std::move(link));
      }
    }
    const bool settled = unresolved.size() == links.size();
    links = std::move(unresolved);
    if (settled) break;
    root = edit.apply(pool, root);
  }
  for (const Link& link : links) {
    const std::string_view name = std::string_view(link.path).substr(link.path.rfind('/') + 1);
    if (is_migration_module(name, in_migrations(link.path))) {
      obstacles.push_back({link.path, "is a link that leads to no file here"});
    }
  }
  return root;
}

}  // namespace miggraph::source
