#include <dirent.h>
#include <git2.h>

#include <algorithm>
#include <memory>
#include <set>

#include "source/git_error.h"
#include "source/repository_impl.h"

namespace miggraph::source {
namespace {

constexpr std::string_view local_prefix = "refs/heads/";
constexpr std::string_view remote_prefix = "refs/remotes/";

// The loose refs below a folder, by their names below it: also those whose files hold garbage, which libgit2 leaves
// out.
void list_loose(const std::string& folder, const std::string& prefix, int depth, std::vector<std::string>& found) {
  constexpr int deepest = 64;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(opendir(folder.c_str()), closedir);
  if (listing == nullptr || depth > deepest) return;
  while (const dirent* entry = readdir(listing.get())) {
    const std::string name = entry->d_name;
    // git's own rule for parts of a ref's name; it makes its temporary files so that they break it.
    if (name.starts_with('.') || name.ends_with(".lock")) continue;
    if (entry->d_type == DT_DIR) list_loose(folder + "/" + name, prefix + name + "/", depth + 1, found);
    if (entry->d_type == DT_REG) found.push_back(prefix + name);
  }
}

}  // namespace

Result<std::vector<Branch>> Repository::branches() {
  if (impl_->git == nullptr) return std::vector<Branch>();
  std::vector<Branch> branches;
  std::vector<std::string> broken;
  const std::lock_guard lock(impl_->git->mutex);
  git_repository* repository = impl_->git->repository.get();
  for (const std::string_view prefix : {local_prefix, remote_prefix}) {
    Handle<git_reference_iterator> iterator;
    const std::string glob = std::string(prefix) + "*";
    if (git_reference_iterator_glob_new(out(iterator), repository, glob.c_str()) != 0) {
      return git_failure("cannot list the branches", "git fsck --full");
    }
    std::set<std::string, std::less<>> listed;
    while (true) {
      Handle<git_reference> reference;
      const int code = git_reference_next(out(reference), iterator.get());
      if (code == GIT_ITEROVER) break;
      if (code != 0) return git_failure("cannot list the branches", "git fsck --full");
      const std::string name(std::string_view(git_reference_name(reference.get())).substr(prefix.size()));
      listed.insert(name);
      const git_oid* target = git_reference_target(reference.get());
      if (target == nullptr) continue;  // symbolic: origin/HEAD
      Branch branch;
      branch.ref = name;
      branch.remote = prefix == remote_prefix;
      branch.tip = from_oid(*target);
      const Result<const Commit*> commit = impl_->git->commits.get(branch.tip);
      if (!commit) {
        broken.push_back(branch.ref);
        continue;
      }
      branch.time = (*commit)->time;
      branches.push_back(std::move(branch));
    }
    std::vector<std::string> loose;
    list_loose(std::string(git_repository_commondir(repository)) + std::string(prefix), "", 0, loose);
    std::copy_if(loose.begin(), loose.end(), std::back_inserter(broken),
                 [&](const std::string& name) { return !listed.contains(name); });
  }
  std::sort(branches.begin(), branches.end(),
            [](const Branch& a, const Branch& b) { return a.ref != b.ref ? a.ref < b.ref : a.remote < b.remote; });
  std::sort(broken.begin(), broken.end());
  impl_->broken_refs = std::move(broken);
  return branches;
}

std::optional<std::string> Repository::remote_default_branch() {
  if (impl_->git == nullptr) return std::nullopt;
  const std::lock_guard lock(impl_->git->mutex);
  git_repository* repository = impl_->git->repository.get();
  const std::string remote = main_remote(remotes(repository));
  if (remote.empty()) return std::nullopt;
  Handle<git_reference> reference;
  const std::string name = std::string(remote_prefix) + remote + "/HEAD";
  if (git_reference_lookup(out(reference), repository, name.c_str()) != 0) return std::nullopt;
  const char* target = git_reference_symbolic_target(reference.get());
  if (target == nullptr || !std::string_view(target).starts_with(remote_prefix)) return std::nullopt;
  return std::string(std::string_view(target).substr(remote_prefix.size()));
}

}  // namespace miggraph::source
