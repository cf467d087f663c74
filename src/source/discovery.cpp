#include <git2.h>
#include <git2/sys/repository.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <optional>

#include "source/git_directory.h"
#include "source/git_environment.h"
#include "source/git_error.h"
#include "source/index_reader.h"
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

bool is_inside(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || (path.starts_with(folder) && path[folder.size()] == '/');
}

// The folder that git's safe.directory must name for this repository.
std::string trusted_folder(const GitPlace& place) {
  constexpr std::string_view suffix = "/.git";
  if (place.work_tree) return *place.work_tree;
  if (!place.directory.ends_with(suffix)) return place.directory;
  return place.directory.substr(0, place.directory.size() - suffix.size());
}

// Without any safe.directory in the configuration libgit2 1.5 does not say GIT_EOWNER but that the key was not found.
bool is_foreign(int code) {
  return code == GIT_EOWNER || (code != 0 && git_message().find("safe.directory") != std::string::npos);
}

// What git itself thinks of a repository of another user: it knows places of safe.directory that libgit2 does not look
// into (GIT_CONFIG_GLOBAL, git -c).
bool git_trusts(const std::string& directory) {
  return run_git({"", directory, ""}, {"rev-parse", "--git-dir"}).ok();
}

// libgit2's messages name what it stumbled over, not the way out.
Error cannot_open(const std::string& directory, const GitPlace& place, int code) {
  const std::string message = git_message();
  if (is_foreign(code)) {
    const std::string path = trusted_folder(place);
    return Error{Error::Kind::environment,
                 "the repository at " + path + " belongs to another user, so git does not trust it",
                 "git config --global --add safe.directory " + path};
  }
  // "unsupported extension name extensions.objectformat" of 1.5, "unknown object format 'sha256'" of 1.9.
  if (message.find("objectformat") != std::string::npos || message.find("object format") != std::string::npos) {
    return Error{Error::Kind::environment,
                 "the repository around " + directory + " uses SHA-256 object names, which are not supported",
                 "work on a plain copy of the files: git archive HEAD | tar x -C DIR"};
  }
  if (message.find("refstorage") != std::string::npos) {
    return Error{Error::Kind::environment,
                 "the repository around " + directory + " keeps its refs in reftable format, which is not supported",
                 "git refs migrate --ref-format=files"};
  }
  // Since 1.9 it reads these when it opens a repository, and names neither.
  if (message.find("graft OID") != std::string::npos) {
    return Error{Error::Kind::environment,
                 "the repository is damaged: " + place.common + "/shallow or " + place.common + "/info/grafts: " + message,
                 "clone it anew, or remove the line"};
  }
  if (message.starts_with("failed to resolve path")) {
    return Error{Error::Kind::environment,
                 "core.worktree of the repository at " + place.directory + " leads nowhere: " + message,
                 "git --git-dir=" + place.directory + " config --unset core.worktree"};
  }
  return Error{Error::Kind::environment, "cannot open the repository around " + directory + ": " + message, ""};
}

// True for a folder that git would not look into from above: ignored, and nothing in it is tracked.
Result<bool> is_ignored_folder(Git& git, const std::string& root, const std::string& prefix) {
  for (std::size_t end = 0; end != std::string::npos; end = prefix.find('/', end + 1)) {
    const std::string folder = end == 0 ? root : root + "/" + prefix.substr(0, end);
    if (Status status = check_git_file(folder + "/.gitignore"); !status) return status.error();
  }
  int ignored = 0;
  git_repository* repository = git.repository.get();
  if (git_ignore_path_is_ignored(&ignored, repository, (prefix + "/").c_str()) != 0 || ignored == 0) return false;
  const Result<Index> index = read_index(repository, git.program, git.objects);
  const IndexFolder* folder = index ? &index->root : nullptr;
  for (std::size_t begin = 0; folder != nullptr && begin < prefix.size();) {
    const std::size_t end = std::min(prefix.find('/', begin), prefix.size());
    const auto below = folder->folders.find(std::string_view(prefix).substr(begin, end - begin));
    folder = below == folder->folders.end() ? nullptr : &below->second;
    begin = end + 1;
  }
  return folder == nullptr;
}

// HEAD's branch may have no commit yet; anything else that keeps us from its commit is damage, not a beginning.
Status check_head(git_repository* repository, const GitPlace& place) {
  Handle<git_reference> head;
  const int code = git_repository_head(out(head), repository);
  if (code == 0 || code == GIT_EUNBORNBRANCH) return Nothing{};
  std::string name = "HEAD";
  Handle<git_reference> symbolic;
  if (git_reference_lookup(out(symbolic), repository, "HEAD") == 0) {
    if (const char* target = git_reference_symbolic_target(symbolic.get()); target != nullptr) name = target;
  }
  return Error{Error::Kind::environment,
               "the repository is damaged: " + place.common + "/" + name + " says no commit: " + git_message(),
               "git reflog shows what it was; git update-ref " + name + " COMMIT"};
}

bool is_configured(git_repository* repository, const char* name) {
  Handle<git_config> config;
  const char* value = nullptr;
  if (git_repository_config_snapshot(out(config), repository) != 0) return false;
  return git_config_get_string(&value, config.get(), name) == 0;
}

// The folder whose files the repository is about; absent for a bare one.
Result<std::optional<std::string>> find_work_tree(git_repository* repository, const GitPlace& place,
                                                  const GitEnvironment& environment, const std::string& start) {
  using Answer = std::optional<std::string>;
  if (environment.work_tree) {
    Answer given = real_path(path_from(start, *environment.work_tree));
    if (given) return given;
    return Error{Error::Kind::environment, "GIT_WORK_TREE is set to " + *environment.work_tree + ", which is not there",
                 "unset GIT_WORK_TREE"};
  }
  const bool bare = git_repository_is_bare(repository) != 0;
  const bool configured = is_configured(repository, "core.worktree");
  // A linked worktree that was moved by hand is where its .git file is, not where it used to be.
  if (place.work_tree && !bare && !configured) return place.work_tree;
  if (bare) return Answer();
  const char* own = git_repository_workdir(repository);
  const Answer natural = own == nullptr ? Answer() : real_path(own);
  // With GIT_DIR alone git takes the folder that it stands in. A hook is run at the top, and may have us look below.
  const bool elsewhere = environment.git_directory && !configured && !(natural && is_inside(start, *natural));
  return elsewhere ? Answer(start) : natural;
}

// libgit2 1.5 leaks the path where it is told of the work tree that it has already.
bool stands_at(const git_repository* repository, const std::string& work_tree) {
  const char* own = git_repository_workdir(repository);
  return own != nullptr && real_path(own) == real_path(work_tree);
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

Status Repository::Impl::open_git(const std::string& start, const GitPlace& place, const GitEnvironment& environment) {
  Handle<git_repository> handle;
  const std::string& where = place.work_tree ? *place.work_tree : place.directory;
  int code = git_repository_open_ext(out(handle), where.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (is_foreign(code) && git_trusts(where)) {
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    code = git_repository_open_ext(out(handle), where.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
  }
  if (code != 0) return cannot_open(start, place, code);
  Result<std::optional<std::string>> work_tree = find_work_tree(handle.get(), place, environment, start);
  if (!work_tree) return work_tree.error();
  if (*work_tree && !stands_at(handle.get(), **work_tree) &&
      git_repository_set_workdir(handle.get(), (*work_tree)->c_str(), 0) != 0) {
    return git_failure("cannot open " + **work_tree);
  }
  if (Status status = check_head(handle.get(), place); !status) return status.error();
  Result<ObjectStore> objects = ObjectStore::open(handle.get(), place, environment);
  if (!objects) return objects.error();
  Result<Boundary> boundary =
      read_boundary(place.common, environment.graft_file.value_or(place.common + "/info/grafts"));
  if (!boundary) return boundary.error();

  auto opened = std::make_unique<Git>(std::move(*objects), std::move(*boundary));
  opened->repository = std::move(handle);
  opened->inside = place.inside && !environment.work_tree && git_repository_is_bare(opened->repository.get()) == 0;
  opened->program = {place.directory, work_tree->value_or(""), ""};
  const std::string top = work_tree->value_or(place.directory);
  if (environment.index_file) {
    // Of a hook: `git commit -a` and `git commit PATH` have one for this commit. Relative to the top, as in git.
    opened->program.index_file = path_from(top, *environment.index_file);
    Handle<git_index> index;
    code = git_index_open(out(index), opened->program.index_file.c_str());
    if (code == 0) code = git_repository_set_index(opened->repository.get(), index.get());
    if (code != 0) return git_failure("cannot read " + opened->program.index_file);
  }
  std::string below;
  if (*work_tree && start != top && is_inside(start, top)) below = start.substr(top == "/" ? 1 : top.size() + 1);
  // Standing in the git directory, or in what the repository ignores.
  if (!opened->inside && !below.empty()) {
    const Result<bool> ignored = is_ignored_folder(*opened, top, below);
    if (!ignored) return ignored.error();
    if (*ignored) return Nothing{};
  }
  git = std::move(opened);
  root = top;
  prefix = git->inside ? "" : std::move(below);
  return Nothing{};
}

Result<std::unique_ptr<Repository>> Repository::open(const std::string& directory) {
  const std::optional<std::string> start = real_path(directory);
  struct stat status {};
  if (!start || stat(start->c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return Error{Error::Kind::usage, "no such folder: " + directory, ""};
  }
  auto impl = std::make_unique<Impl>();
  impl->library = Library::get();
  impl->root = *start;
  const GitEnvironment environment = GitEnvironment::of_process();
  Result<std::optional<GitPlace>> place = find_git_directory(*start, environment);
  if (!place) return place.error();
  if (*place) {
    if (Status opened = impl->open_git(*start, **place, environment); !opened) return opened.error();
  }
  impl->blobs = std::make_unique<BlobStore>(impl->git != nullptr ? &impl->git->objects : nullptr);
  if (impl->git != nullptr) impl->trees = std::make_unique<TreeReader>(impl->git->objects, impl->pool, *impl->blobs);
  return std::unique_ptr<Repository>(new Repository(std::move(impl)));
}

}  // namespace miggraph::source
