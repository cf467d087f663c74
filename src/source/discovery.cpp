#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <optional>

#include "source/git_error.h"
#include "source/repository_impl.h"

namespace miggraph::source {
namespace {

std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::optional<std::string> real_path(const std::string& path) {
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) == nullptr) return std::nullopt;
  return std::string(resolved);
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

bool is_inside(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || (path.starts_with(folder) && path[folder.size()] == '/');
}

// The folder that git's safe.directory must name for the repository whose git directory this is.
std::string trusted_folder(std::string git_directory) {
  constexpr std::string_view suffix = "/.git";
  git_directory = without_slash(std::move(git_directory));
  if (git_directory.ends_with(suffix)) git_directory.resize(git_directory.size() - suffix.size());
  return git_directory;
}

// libgit2's messages name what it stumbled over, not the way out.
Error cannot_open(const std::string& directory, const std::string& git_directory, int code,
                  const std::string& message) {
  // Without any safe.directory in the configuration libgit2 1.5 does not say GIT_EOWNER but that the key was not found.
  if (code == GIT_EOWNER || message.find("safe.directory") != std::string::npos) {
    const std::string path = trusted_folder(git_directory.empty() ? directory : git_directory);
    return Error{Error::Kind::environment,
                 "the repository at " + path + " belongs to another user, so git does not trust it",
                 "git config --global --add safe.directory " + path};
  }
  if (message.find("objectformat") != std::string::npos) {
    return Error{Error::Kind::environment,
                 "the repository around " + directory + " uses SHA-256 object names, which are not supported",
                 "work on a plain copy of the files: git archive HEAD | tar x -C DIR"};
  }
  if (message.find("refstorage") != std::string::npos) {
    return Error{Error::Kind::environment,
                 "the repository around " + directory + " keeps its refs in reftable format, which is not supported",
                 "git refs migrate --ref-format=files"};
  }
  return Error{Error::Kind::environment, "cannot open the repository around " + directory + ": " + message, ""};
}

// True for a folder that git would not look into from above: ignored, and nothing in it is tracked.
bool is_ignored_folder(git_repository* repository, const std::string& prefix) {
  int ignored = 0;
  if (git_ignore_path_is_ignored(&ignored, repository, (prefix + "/").c_str()) != 0 || ignored == 0) return false;
  Handle<git_index> index;
  if (git_repository_index(out(index), repository) != 0) return true;
  return git_index_find_prefix(nullptr, index.get(), (prefix + "/").c_str()) != 0;
}

std::unordered_set<CommitId, ObjectIdHash> shallow_boundary(git_repository* repository) {
  // Linked worktrees share the file of the repository that they belong to.
  return read_shallow_file(without_slash(git_repository_commondir(repository)));
}

}  // namespace

Library::Library() {
  git_libgit2_init();
  // Reading a source tree is no place to verify its history: a third of the time goes there.
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  // Extensions that do not change what we read; a partial clone tells itself where something is missing.
  const char* extensions[] = {"worktreeconfig", "relativeworktrees", "preciousobjects", "partialclone"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size(extensions));
}

Library::~Library() {
  git_libgit2_shutdown();
}

std::shared_ptr<Library> Library::get() {
  static std::weak_ptr<Library> shared;
  const std::lock_guard lock(library_mutex());
  std::shared_ptr<Library> library = shared.lock();
  if (library == nullptr) {
    library.reset(new Library());
    shared = library;
  }
  return library;
}

Error no_git(const std::string& root) {
  return Error{Error::Kind::usage, root + " is not in a git repository",
               "run it without --staged, --rev, --against and --branches"};
}

Repository::Repository(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Repository::~Repository() = default;

Result<std::unique_ptr<Repository>> Repository::open(const std::string& directory) {
  const std::optional<std::string> start = real_path(directory);
  struct stat status {};
  if (!start || stat(start->c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return Error{Error::Kind::usage, "no such folder: " + directory, ""};
  }
  auto impl = std::make_unique<Impl>();
  impl->library = Library::get();
  impl->root = *start;

  Handle<git_repository> handle;
  const char* ceilings = std::getenv("GIT_CEILING_DIRECTORIES");
  const int code = git_repository_open_ext(out(handle), start->c_str(), 0, ceilings);
  if (code != 0) {
    // "Not found" is also what libgit2 says of a repository that it does not trust: a plain folder has none at all.
    const std::string message = git_message();
    git_buf found{};
    const bool there = git_repository_discover(&found, start->c_str(), 0, ceilings) == 0;
    const std::string git_directory = there ? std::string(found.ptr, found.size) : "";
    git_buf_dispose(&found);
    if (there || code != GIT_ENOTFOUND) {
      return cannot_open(*start, git_directory, code, message);
    }
  }
  if (code == 0) {
    const bool bare = git_repository_is_bare(handle.get()) != 0;
    const char* top = bare ? git_repository_path(handle.get()) : git_repository_workdir(handle.get());
    const std::string root = real_path(top).value_or(without_slash(top));
    std::string prefix;
    if (!bare && *start != root && is_inside(*start, root)) prefix = start->substr(root == "/" ? 1 : root.size() + 1);
    if (prefix.empty() || !is_ignored_folder(handle.get(), prefix)) {
      Result<ObjectStore> objects = ObjectStore::open(handle.get());
      if (!objects) return objects.error();
      impl->git = std::make_unique<Git>(std::move(*objects), shallow_boundary(handle.get()));
      impl->git->repository = std::move(handle);
      impl->root = root;
      impl->prefix = std::move(prefix);
    }
  }
  impl->blobs = std::make_unique<BlobStore>(impl->git != nullptr ? &impl->git->objects : nullptr);
  if (impl->git != nullptr) impl->trees = std::make_unique<TreeReader>(impl->git->objects, impl->pool, *impl->blobs);
  return std::unique_ptr<Repository>(new Repository(std::move(impl)));
}

}  // namespace miggraph::source
