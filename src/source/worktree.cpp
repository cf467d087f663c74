#include "source/worktree.h"

#include <dirent.h>
#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

#include "source/file_bytes.h"
#include "source/links.h"
#include "source/relevant.h"

namespace miggraph::source {
namespace {

// No source file is as large; more would only fill the memory.
constexpr std::size_t largest_file = std::size_t{256} << 20;

struct DraftFile {
  std::string name;
  std::optional<BlobId> blob;          // absent until its bytes are read
  std::optional<BlobId> tracked_blob;  // what the index has for it
};

// A folder while it is put together.
struct Draft {
  std::vector<DraftFile> files;
  std::vector<std::pair<std::string, std::unique_ptr<Draft>>> folders;
};

struct Unread {
  Draft* folder;
  std::size_t file;  // index into folder->files
  std::string path;
  int error_number = 0;
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

struct DiskEntry {
  std::string name;
  unsigned char type;  // DT_…
};

class DiskWalk {
 public:
  DiskWalk(git_repository* repository, const Index* index) : repository_(repository), index_(index) {}

  void walk(int fd, const IndexFolder* indexed, std::string& path, bool in_migrations, int depth, Draft& draft);

  std::vector<Unread> unread;
  std::vector<Obstacle> obstacles;
  std::vector<Link> links;
  Status outcome = Nothing{};  // of the whole walk

 private:
  void add_file(int fd, const DiskEntry& entry, const IndexedFile* indexed, const std::string& path, bool in_migrations,
                Draft& draft);
  void add_link(int fd, const DiskEntry& entry, const std::string& path, bool in_migrations, Draft& draft);
  void add_folder(int fd, const DiskEntry& entry, const IndexFolder* indexed, std::string& path, bool in_migrations,
                  int depth, Draft& draft);
  void add_skipped(const IndexFolder& indexed, bool in_migrations, Draft& draft);
  Status check_ignore_file(int fd, const std::string& path, const std::vector<DiskEntry>& entries) const;
  bool is_ignored(const std::string& path) const;
  bool is_unchanged(const IndexedFile& indexed, const struct stat& status) const;
  void read_later(Draft& draft, const std::string& path, DraftFile file);

  git_repository* repository_;
  const Index* index_;
};

unsigned char type_of(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return DT_REG;
  if (S_ISDIR(status.st_mode)) return DT_DIR;
  if (S_ISLNK(status.st_mode)) return DT_LNK;
  return DT_UNKNOWN;
}

std::vector<DiskEntry> list(DIR* listing, int fd) {
  std::vector<DiskEntry> entries;
  while (const dirent* entry = readdir(listing)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    unsigned char type = entry->d_type;
    struct stat status {};
    if (type == DT_UNKNOWN && fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) type = type_of(status);
    entries.push_back({std::string(name), type});
  }
  return entries;
}

// libgit2 reads a folder's .gitignore once it is asked of a path in it, and would wait for a FIFO for ever, as git
// does.
Status DiskWalk::check_ignore_file(int fd, const std::string& path, const std::vector<DiskEntry>& entries) const {
  if (repository_ == nullptr) return Nothing{};
  for (const DiskEntry& entry : entries) {
    struct stat file {};
    if (entry.name != ".gitignore" || entry.type == DT_REG || fstatat(fd, ".gitignore", &file, 0) != 0) continue;
    if (S_ISREG(file.st_mode) || S_ISDIR(file.st_mode)) continue;
    return Error{Error::Kind::environment, (path.empty() ? "" : path + "/") + ".gitignore is no regular file",
                 "remove it"};
  }
  return Nothing{};
}

bool DiskWalk::is_ignored(const std::string& path) const {
  if (repository_ == nullptr) return false;
  int ignored = 0;
  return git_ignore_path_is_ignored(&ignored, repository_, path.c_str()) == 0 && ignored != 0;
}

// git's own test: what the file system says of the file is what it said when git last read it, and that was before the
// index was written (else the file may have changed in the same tick of the clock).
bool DiskWalk::is_unchanged(const IndexedFile& indexed, const struct stat& status) const {
  if (indexed.is_link || indexed.unmerged || indexed.intent_to_add || indexed.modified == 0) return false;
  const auto nanoseconds = static_cast<std::uint32_t>(status.st_mtim.tv_nsec);
  const bool same_nanoseconds = indexed.modified_nanoseconds == 0 || indexed.modified_nanoseconds == nanoseconds;
  // The index keeps the low 32 bits of each.
  const bool same = static_cast<std::uint32_t>(indexed.modified) == static_cast<std::uint32_t>(status.st_mtim.tv_sec) &&
                    same_nanoseconds && indexed.size == static_cast<std::uint32_t>(status.st_size) &&
                    (indexed.inode == 0 || indexed.inode == static_cast<std::uint32_t>(status.st_ino)) &&
                    static_cast<std::uint32_t>(indexed.changed) == static_cast<std::uint32_t>(status.st_ctim.tv_sec);
  if (!same) return false;
  if (status.st_mtim.tv_sec != index_->written) return status.st_mtim.tv_sec < index_->written;
  return nanoseconds < index_->written_nanoseconds;
}

void DiskWalk::read_later(Draft& draft, const std::string& path, DraftFile file) {
  draft.files.push_back(std::move(file));
  unread.push_back(Unread{&draft, draft.files.size() - 1, path});
}

void DiskWalk::add_file(int fd, const DiskEntry& entry, const IndexedFile* indexed, const std::string& path,
                        bool in_migrations, Draft& draft) {
  if (!is_relevant_file(entry.name, in_migrations)) return;
  if (indexed == nullptr && is_ignored(path)) return;
  DraftFile file{entry.name, std::nullopt, std::nullopt};
  if (indexed != nullptr && !indexed->is_link && !indexed->unmerged && !indexed->intent_to_add) {
    file.tracked_blob = indexed->blob;
    struct stat status {};
    if (fstatat(fd, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && is_unchanged(*indexed, status)) {
      file.blob = indexed->blob;
      draft.files.push_back(std::move(file));
      return;
    }
  }
  read_later(draft, path, std::move(file));
}

void DiskWalk::add_link(int fd, const DiskEntry& entry, const std::string& path, bool in_migrations, Draft& draft) {
  struct stat status {};
  const bool leads_somewhere = fstatat(fd, entry.name.c_str(), &status, 0) == 0;
  if (leads_somewhere && S_ISREG(status.st_mode)) {
    if (is_relevant_file(entry.name, in_migrations)) read_later(draft, path, DraftFile{entry.name, {}, {}});
    return;
  }
  if (leads_somewhere && S_ISDIR(status.st_mode) && !is_migration_module(entry.name, in_migrations)) {
    // Followed inside this tree only, and by the same rules as in a commit.
    char target[PATH_MAX];
    const ssize_t length = readlinkat(fd, entry.name.c_str(), target, sizeof target);
    if (length > 0) links.push_back({path, std::string(target, static_cast<std::size_t>(length))});
    return;
  }
  if (is_migration_module(entry.name, in_migrations)) {
    const char* what = !leads_somewhere          ? errno == ELOOP ? "is a link to itself" : "is a dangling link"
                       : S_ISDIR(status.st_mode) ? "is a link to a folder"
                                                 : "is a link to something that is no file";
    obstacles.push_back({path, what});
  }
}

void DiskWalk::add_folder(int fd, const DiskEntry& entry, const IndexFolder* indexed, std::string& path,
                          bool in_migrations, int depth, Draft& draft) {
  if (is_skipped_folder(entry.name)) return;
  if (indexed == nullptr && is_ignored(path + "/")) return;
  if (is_migration_module(entry.name, in_migrations)) obstacles.push_back({path, "is a folder"});
  if (depth >= max_depth) {
    obstacles.push_back({path, "is nested too deep"});
    return;
  }
  const int below = openat(fd, entry.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (below < 0) {
    obstacles.push_back({path, std::string("cannot be opened: ") + std::strerror(errno)});
    return;
  }
  // Another repository inside, not tracked here: git does not look into it.
  if (repository_ != nullptr && indexed == nullptr && faccessat(below, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    close(below);
    return;
  }
  auto folder = std::make_unique<Draft>();
  walk(below, indexed, path, is_migrations_folder(entry.name), depth + 1, *folder);
  if (!folder->files.empty() || !folder->folders.empty() || is_kept_when_empty(entry.name)) {
    draft.folders.emplace_back(entry.name, std::move(folder));
  }
}

// What a sparse checkout left out of a folder that is not on disk, or of the part of it that is not.
void DiskWalk::add_skipped(const IndexFolder& indexed, bool in_migrations, Draft& draft) {
  const auto has_folder = [&draft](const std::string& name) {
    return std::any_of(draft.folders.begin(), draft.folders.end(), [&](const auto& it) { return it.first == name; });
  };
  for (const auto& [name, file] : indexed.files) {
    if (!file.skip_worktree || file.is_link || file.is_submodule || !is_relevant_file(name, in_migrations)) continue;
    const bool on_disk =
        std::any_of(draft.files.begin(), draft.files.end(), [&](const DraftFile& it) { return it.name == name; });
    if (!on_disk) draft.files.push_back(DraftFile{name, file.blob, file.blob});
  }
  for (const auto& [name, below] : indexed.folders) {
    if (has_folder(name)) continue;
    auto folder = std::make_unique<Draft>();
    add_skipped(below, is_migrations_folder(name), *folder);
    if (!folder->files.empty() || !folder->folders.empty()) draft.folders.emplace_back(name, std::move(folder));
  }
}

// Takes over `fd`. `path` is that of the folder; it is the same again when the walk is over.
void DiskWalk::walk(int fd, const IndexFolder* indexed, std::string& path, bool in_migrations, int depth,
                    Draft& draft) {
  const Descriptor keep(fd);
  DIR* listing = fdopendir(dup(fd));
  if (listing == nullptr) {
    obstacles.push_back({path, std::string("cannot be read: ") + std::strerror(errno)});
    return;
  }
  std::vector<DiskEntry> entries = list(listing, fd);
  closedir(listing);
  std::sort(entries.begin(), entries.end(), [](const DiskEntry& a, const DiskEntry& b) { return a.name < b.name; });

  const std::size_t length = path.size();
  if (Status ignores = check_ignore_file(fd, path, entries); !ignores) outcome = std::move(ignores);
  if (!outcome) return;
  for (const DiskEntry& entry : entries) {
    if (length != 0) path += '/';
    path += entry.name;
    const IndexedFile* file = nullptr;
    const IndexFolder* folder = nullptr;
    if (indexed != nullptr) {
      if (const auto place = indexed->files.find(entry.name); place != indexed->files.end()) file = &place->second;
      if (const auto place = indexed->folders.find(entry.name); place != indexed->folders.end())
        folder = &place->second;
    }
    if (entry.type == DT_REG) {
      add_file(fd, entry, file, path, in_migrations, draft);
    } else if (entry.type == DT_DIR) {
      if (file == nullptr || !file->is_submodule) add_folder(fd, entry, folder, path, in_migrations, depth, draft);
    } else if (entry.type == DT_LNK) {
      if (!is_skipped_folder(entry.name) && (file != nullptr || !is_ignored(path))) {
        add_link(fd, entry, path, in_migrations, draft);
      }
    } else if (is_migration_module(entry.name, in_migrations) && (file != nullptr || !is_ignored(path))) {
      obstacles.push_back({path, "is no regular file"});
    }
    path.resize(length);
  }
  if (indexed != nullptr) add_skipped(*indexed, in_migrations, draft);
}

// True where the disk has what the index has but for the line ends, as core.autocrlf writes them.
bool differs_in_line_ends_only(std::string_view bytes, const BlobId& tracked) {
  if (bytes.find("\r\n") == std::string_view::npos) return false;
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
  }
  return BlobStore::id_of(text) == tracked;
}

void read_one(int root, BlobStore& blobs, Unread& job) {
  FileBytes file = read_file_at(root, job.path.c_str(), largest_file);
  if (!file) {
    job.error_number = file.error_number;
    return;
  }
  DraftFile& draft = job.folder->files[job.file];
  if (draft.tracked_blob && differs_in_line_ends_only(file.bytes, *draft.tracked_blob)) {
    draft.blob = draft.tracked_blob;
  } else if (draft.tracked_blob && BlobStore::id_of(file.bytes) == *draft.tracked_blob) {
    draft.blob = draft.tracked_blob;  // touched, not changed: git has it, no need to keep it
  } else {
    draft.blob = blobs.put(std::move(file.bytes));
  }
}

void read_all(int root, BlobStore& blobs, std::vector<Unread>& jobs) {
  constexpr std::size_t worth_a_thread = 64;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < jobs.size();) read_one(root, blobs, jobs[i]);
  };
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
  std::vector<std::thread> helpers;
  while (helpers.size() + 1 < std::min(cores, jobs.size() / worth_a_thread)) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

const Directory* finish(DirectoryPool& pool, const Draft& draft) {
  std::vector<File> files;
  for (const DraftFile& file : draft.files) {
    if (file.blob) files.push_back(File{file.name, *file.blob});
  }
  std::vector<Subdirectory> directories;
  for (const auto& [name, folder] : draft.folders) {
    const Directory* directory = finish(pool, *folder);
    if (!directory->files().empty() || !directory->directories().empty() || is_kept_when_empty(name)) {
      directories.push_back(Subdirectory{name, directory});
    }
  }
  return pool.intern(std::move(files), std::move(directories));
}

}  // namespace

Result<DiskTree> read_disk(const std::string& root, git_repository* repository, const Index* index, DirectoryPool& pool,
                           BlobStore& blobs) {
  const int fd = open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return Error{Error::Kind::environment, "cannot open " + root + ": " + std::strerror(errno), ""};
  }
  const Descriptor keep(fd);
  DiskWalk disk(repository, index);
  Draft draft;
  std::string path;
  disk.walk(dup(fd), index != nullptr ? &index->root : nullptr, path, false, 0, draft);
  if (!disk.outcome) return disk.outcome.error();
  read_all(fd, blobs, disk.unread);

  DiskTree tree;
  tree.obstacles = std::move(disk.obstacles);
  for (const Unread& job : disk.unread) {
    // Gone between the listing and the reading is as good as never there.
    if (job.error_number == 0 || job.error_number == ENOENT) continue;
    tree.obstacles.push_back({job.path, std::string("cannot be read: ") + std::strerror(job.error_number)});
  }
  tree.directory = resolve_links(pool, finish(pool, draft), std::move(disk.links), tree.obstacles);
  return tree;
}

}  // namespace miggraph::source
