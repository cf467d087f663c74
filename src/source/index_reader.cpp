#include "source/index_reader.h"

#include <git2.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "source/git_error.h"
#include "source/relevant.h"

namespace miggraph::source {
namespace {

constexpr unsigned type_mask = 0170000;
constexpr unsigned link_type = 0120000;
constexpr unsigned submodule_type = 0160000;

IndexedFile indexed_file(const git_index_entry& entry) {
  IndexedFile file;
  file.blob = from_oid(entry.id);
  file.skip_worktree = (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
  file.intent_to_add = (entry.flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;
  file.size = entry.file_size;
  file.inode = entry.ino;
  file.modified = entry.mtime.seconds;
  file.modified_nanoseconds = entry.mtime.nanoseconds;
  file.changed = entry.ctime.seconds;
  return file;
}

// The folder that `path` lies in; null for one that is skipped.
IndexFolder* folder_of(IndexFolder& root, std::string_view path) {
  IndexFolder* folder = &root;
  int depth = 0;
  for (std::size_t slash; (slash = path.find('/')) != std::string_view::npos; path.remove_prefix(slash + 1)) {
    const std::string_view name = path.substr(0, slash);
    if (is_skipped_folder(name) || ++depth > max_depth) return nullptr;
    auto place = folder->folders.find(name);
    if (place == folder->folders.end()) place = folder->folders.try_emplace(std::string(name)).first;
    folder = &place->second;
  }
  return folder;
}

void note_conflict(std::vector<PathConflict>& conflicts, std::string_view path, int stage, const BlobId& blob) {
  if (conflicts.empty() || conflicts.back().path != path)
    conflicts.push_back(PathConflict{std::string(path), {}, {}, {}});
  PathConflict& conflict = conflicts.back();
  if (stage == GIT_INDEX_STAGE_ANCESTOR) conflict.base = blob;
  if (stage == GIT_INDEX_STAGE_OURS) conflict.ours = blob;
  if (stage == GIT_INDEX_STAGE_THEIRS) conflict.theirs = blob;
}

struct Builder {
  DirectoryPool& pool;
  BlobStore& blobs;
  std::vector<Obstacle> obstacles;
  std::vector<Link> links;

  // Depth is bounded by folder_of.
  Result<const Directory*> build(const IndexFolder& folder, const std::string& path, bool in_migrations) {
    std::vector<File> files;
    std::vector<Subdirectory> directories;
    for (const auto& [name, file] : folder.files) {
      if (file.intent_to_add || file.is_submodule || file.unmerged_gone) continue;
      if (file.is_link) {
        Result<std::string_view> target = blobs.read(file.blob);
        if (!target) return target.error();
        links.push_back(Link{path + name, std::string(*target)});
      } else if (is_relevant_file(name, in_migrations)) {
        files.push_back(File{name, file.blob});
      }
    }
    for (const auto& [name, below] : folder.folders) {
      if (is_migration_module(name, in_migrations)) obstacles.push_back({path + name, "is a folder"});
      Result<const Directory*> directory = build(below, path + name + "/", is_migrations_folder(name));
      if (!directory) return directory;
      if (!(*directory)->files().empty() || !(*directory)->directories().empty() || is_kept_when_empty(name)) {
        directories.push_back(Subdirectory{name, *directory});
      }
    }
    return pool.intern(std::move(files), std::move(directories));
  }
};

Error damaged(const GitProgramPlace& program, const std::string& how) {
  return Error{Error::Kind::environment, "git's index is damaged: " + how,
               "remove " + (program.index_file.empty() ? program.git_directory + "/index" : program.index_file) +
                   " and make it anew: git reset"};
}

// libgit2 makes room for as many entries as the header claims, gigabytes of it, before it looks whether they are there.
bool claims_too_much(git_repository* repository) {
  git_buf buffer{};
  if (git_repository_item_path(&buffer, repository, GIT_REPOSITORY_ITEM_INDEX) != 0) return false;
  const std::string path(buffer.ptr, buffer.size);
  git_buf_dispose(&buffer);
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  unsigned char header[12];  // "DIRC", version, number of entries
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(header), sizeof header)) return false;
  std::uint64_t count = 0;
  for (std::size_t i = 8; i < sizeof header; ++i) count = count << 8 | header[i];
  constexpr std::uint64_t smallest_entry = 62;
  return count > static_cast<std::uint64_t>(status.st_size) / smallest_entry;
}

}  // namespace

bool is_clean_path(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

void add_line(Index& index, const IndexLine& line) {
  const std::string_view path = line.path;
  const std::size_t slash = path.rfind('/');
  const std::string_view name = path.substr(slash + 1);
  const std::string_view parent = slash == std::string_view::npos ? "" : path.substr(0, slash);
  const unsigned type = line.mode & type_mask;
  const bool wanted = type == link_type || type == submodule_type ||
                      is_relevant_file(name, is_migrations_folder(parent.substr(parent.rfind('/') + 1)));
  // A folder is made for what is not wanted too: an empty `migrations` is one that holds only a README.
  IndexFolder* folder = folder_of(index.root, path);
  if (!wanted || folder == nullptr) return;
  IndexedFile file = line.file;
  file.is_link = type == link_type;
  file.is_submodule = type == submodule_type;
  if (line.stage == 0) {
    folder->files.insert_or_assign(std::string(name), file);
    return;
  }
  note_conflict(index.conflicts, path, line.stage, file.blob);
  const auto [place, inserted] = folder->files.try_emplace(std::string(name));
  // Stages come in order: base, ours, theirs. Ours is kept; theirs where ours deleted it.
  if (inserted || place->second.unmerged_gone) place->second = file;
  place->second.unmerged = true;
  place->second.unmerged_gone = line.stage == GIT_INDEX_STAGE_ANCESTOR;
}

Result<Index> read_index(git_repository* repository, const GitProgramPlace& program, const ObjectStore& objects) {
  if (claims_too_much(repository)) return damaged(program, "it claims more entries than it holds");
  Handle<git_index> handle;
  int code = git_repository_index(out(handle), repository);
  if (code == 0) code = git_index_read(handle.get(), 0);
  const std::string message = code != 0 ? git_message() : "";
  Index index;
  if (code != 0) {
    Result<Index> listed = list_index(program, objects);
    if (!listed) return damaged(program, message + "; " + listed.error().message);
    index = std::move(*listed);
  }
  struct stat status {};
  if (const char* path = handle == nullptr ? nullptr : git_index_path(handle.get());
      path != nullptr && stat(path, &status) == 0) {
    index.written = status.st_mtim.tv_sec;
    index.written_nanoseconds = static_cast<std::uint32_t>(status.st_mtim.tv_nsec);
  }
  const std::size_t count = code != 0 ? 0 : git_index_entrycount(handle.get());
  for (std::size_t i = 0; i < count; ++i) {
    const git_index_entry& entry = *git_index_get_byindex(handle.get(), i);
    if (!is_clean_path(entry.path)) return damaged(program, "it holds the path " + std::string(entry.path));
    add_line(index, {entry.path, entry.mode, git_index_entry_stage(&entry), indexed_file(entry)});
  }
  return index;
}

Result<IndexTree> tree_of(const Index& index, DirectoryPool& pool, BlobStore& blobs) {
  Builder builder{pool, blobs, {}, {}};
  Result<const Directory*> root = builder.build(index.root, "", false);
  if (!root) return root.error();
  IndexTree tree{*root, std::move(builder.obstacles)};
  tree.directory = resolve_links(pool, tree.directory, std::move(builder.links), tree.obstacles);
  return tree;
}

}  // namespace miggraph::source
