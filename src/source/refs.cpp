#include <git2.h>

#include <algorithm>
#include <array>

#include "source/git_error.h"
#include "source/repository_impl.h"

namespace miggraph::source {
namespace {

constexpr std::string_view local_prefix = "refs/heads/";
constexpr std::string_view remote_prefix = "refs/remotes/";

}  // namespace

// Not git_remote_list: the regular expression that it looks through the configuration with leaks.
std::vector<std::string> remotes(git_repository* repository) {
  std::vector<std::string> found;
  Handle<git_config> config;
  if (git_repository_config_snapshot(out(config), repository) != 0) return found;
  const auto note = [](const git_config_entry* entry, void* payload) {
    constexpr std::string_view prefix = "remote.";
    constexpr std::string_view suffix = ".url";
    std::string_view name = entry->name;
    if (!name.starts_with(prefix) || !name.ends_with(suffix) || name.size() <= prefix.size() + suffix.size()) return 0;
    name = name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
    static_cast<std::vector<std::string>*>(payload)->emplace_back(name);
    return 0;
  };
  git_config_foreach(config.get(), note, &found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string main_remote(const std::vector<std::string>& names) {
  if (names.empty() || std::find(names.begin(), names.end(), "origin") != names.end()) {
    return names.empty() ? "" : "origin";
  }
  return names.front();
}

namespace {

// Could `text` be the name of a branch, not an expression like HEAD~2 or an id?
bool looks_like_branch(const std::string& text) {
  if (text.empty() || text.find_first_of("~^:@{}\\?*[ ") != std::string::npos || text.starts_with("-")) return false;
  if (text.starts_with("refs/tags/") || text.find("..") != std::string::npos || text == "HEAD") return false;
  const bool hex = text.size() >= 7 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return !hex;
}

// How many letters must be put, taken or changed to make one of the other; at most `limit` + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

std::vector<std::string> closest(const std::string& wanted, const std::vector<Branch>& branches) {
  const std::size_t limit = std::max<std::size_t>(2, wanted.size() / 4);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const Branch& branch : branches) {
    std::size_t distance = edit_distance(wanted, branch.ref, limit);
    const std::size_t slash = branch.ref.find('/');
    if (branch.remote && slash != std::string::npos) {
      distance = std::min(distance, edit_distance(wanted, std::string_view(branch.ref).substr(slash + 1), limit));
    }
    const bool contains = wanted.size() > 3 && branch.ref.find(wanted) != std::string::npos;
    if (distance <= limit || contains) near.emplace_back(std::min(distance, limit + 1), branch.ref);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (const auto& [distance, name] : near) {
    if (names.size() < 3) names.push_back(name);
  }
  return names;
}

std::string short_name(const git_reference* reference) {
  return git_reference_shorthand(reference);
}

}  // namespace

bool fetches_single_branches(git_repository* repository) {
  Handle<git_config> config;
  if (git_repository_config_snapshot(out(config), repository) != 0) return false;
  const char* value = nullptr;
  const std::string remote = main_remote(remotes(repository));
  if (remote.empty()) return false;
  bool all = false;
  const auto note = [](const git_config_entry* entry, void* payload) {
    if (std::string_view(entry->value).find("refs/heads/*") != std::string_view::npos)
      *static_cast<bool*>(payload) = true;
    return 0;
  };
  if (git_config_get_string(&value, config.get(), ("remote." + remote + ".fetch").c_str()) != 0) return true;
  git_config_get_multivar_foreach(config.get(), ("remote." + remote + ".fetch").c_str(), nullptr, note, &all);
  return !all;
}

std::string fetch_command(git_repository* repository, const std::string& ref) {
  const std::vector<std::string> names = remotes(repository);
  if (names.empty()) return "";
  std::string remote = main_remote(names);
  std::string branch = ref;
  for (std::string_view prefix : {remote_prefix, local_prefix}) {
    if (branch.starts_with(prefix)) branch = branch.substr(prefix.size());
  }
  for (const std::string& name : names) {
    if (branch.starts_with(name + "/")) {
      remote = name;
      branch = branch.substr(name.size() + 1);
      break;
    }
  }
  // This depth is git's "all of it"; it also deepens what is checked out, and is harmless in a complete clone, where
  // --unshallow fails.
  const std::string start = "git fetch --no-tags --depth=2147483647 " + remote;
  if (!looks_like_branch(branch)) return start;
  return start + " +refs/heads/" + branch + ":refs/remotes/" + remote + "/" + branch;
}

Error Repository::Impl::cut_off(const std::string& what, const std::string& ref) const {
  const std::string command = fetch_command(git->repository.get(), ref);
  return Error{Error::Kind::environment, what + ": the history of this clone is cut off (shallow)",
               command.empty() ? "git clone without --depth" : command};
}

namespace {

// Why a ref does not lead to a commit.
Error broken(Git& git, const std::string& name, const git_reference* reference) {
  Handle<git_reference> direct;
  if (git_reference_resolve(out(direct), reference) != 0) {
    const char* target = git_reference_symbolic_target(reference);
    return Error{Error::Kind::usage,
                 "the ref " + name + " stands for " + (target == nullptr ? "another" : target) + ", which is not there",
                 "git symbolic-ref --delete " + std::string(git_reference_name(reference))};
  }
  const ObjectId id = from_oid(*git_reference_target(direct.get()));
  const Result<const Commit*> commit = git.commits.get(id);
  const std::string why = commit ? git_message() : commit.error().message;
  return Error{Error::Kind::environment, "the ref " + name + " leads to no commit: " + why,
               commit ? "git fsck --full" : commit.error().hint};
}

// A plain name of a ref; absent where there is none. First by itself: git_revparse_ext says "not found" of a ref whose
// commit is missing too, and leaks it.
std::optional<Result<Revision>> resolve_ref(Git& git, const std::string& name) {
  Handle<git_reference> reference;
  if (name.empty() || name == "@") return std::nullopt;
  if (const int code = git_reference_dwim(out(reference), git.repository.get(), name.c_str()); code != 0) {
    // Of a ref that holds garbage libgit2 says what is wrong, of one that is not there nothing that helps.
    const std::string message = git_message();
    if (message.find("orrupted") == std::string::npos) return std::nullopt;
    return Error{Error::Kind::environment, "the ref " + name + " is damaged: " + message, "git fsck --full"};
  }
  Handle<git_object> commit;
  const int code = git_reference_peel(out(commit), reference.get(), GIT_OBJECT_COMMIT);
  if (code == GIT_EPEEL || code == GIT_EINVALIDSPEC) {
    return Error{Error::Kind::usage, "the ref " + name + " does not stand for a commit", ""};
  }
  if (code != 0) return broken(git, name, reference.get());
  return Revision{name == "HEAD" ? name : short_name(reference.get()), from_oid(*git_object_id(commit.get()))};
}

}  // namespace

Result<Revision> Repository::resolve(const std::string& revision) {
  if (impl_->git == nullptr) return no_git(impl_->root);
  git_repository* repository = impl_->git->repository.get();
  int code = 0;
  std::string message;
  {
    const std::lock_guard lock(impl_->git->mutex);
    if (std::optional<Result<Revision>> named = resolve_ref(*impl_->git, revision)) return std::move(*named);
    Handle<git_object> object;
    Handle<git_reference> reference;
    code = git_revparse_ext(out(object), out(reference), repository, revision.c_str());
    message = code != 0 ? git_message() : "";
    if (code == 0) {
      Handle<git_object> commit;
      if (git_object_peel(out(commit), object.get(), GIT_OBJECT_COMMIT) != 0) {
        const char* type = git_object_type2string(git_object_type(object.get()));
        return Error{Error::Kind::usage, revision + " is a " + type + ", not a commit", ""};
      }
      const bool named = reference != nullptr && revision != "@";
      return Revision{named ? short_name(reference.get()) : revision, from_oid(*git_object_id(commit.get()))};
    }
  }
  if (code == GIT_EAMBIGUOUS) {
    return Error{Error::Kind::usage, "more than one object begins with " + revision, "give more of its id"};
  }
  if (revision == "HEAD" && !head()) {
    return Error{Error::Kind::usage, "no such ref: HEAD", "the branch " + head_name() + " has no commit yet"};
  }
  // "Not found" is also what a parent that a shallow clone left out is. Anything else is damage.
  if (code != GIT_ENOTFOUND && code != GIT_EINVALIDSPEC) {
    return Error{Error::Kind::environment, "cannot resolve " + revision + ": " + message, "git fsck --full"};
  }
  const std::size_t operators = revision.find_first_of("~^");
  if (is_shallow() && operators != std::string::npos && operators > 0) {
    Result<Revision> start = resolve(revision.substr(0, operators));
    if (start) return impl_->cut_off("cannot resolve " + revision, start->ref);
  }
  Error error{Error::Kind::usage, "no such ref: " + revision, ""};
  const Result<std::vector<Branch>> known = branches();
  const std::vector<std::string> names = known ? closest(revision, *known) : std::vector<std::string>();
  const std::lock_guard lock(impl_->git->mutex);
  const bool partly = is_shallow() || fetches_single_branches(repository);
  if (looks_like_branch(revision) && partly) error.hint = fetch_command(repository, revision);
  if (error.hint.empty() && !names.empty()) {
    error.hint = "did you mean ";
    for (std::size_t i = 0; i < names.size(); ++i) {
      error.hint += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    }
    error.hint += "?";
  }
  if (error.hint.empty() && looks_like_branch(revision)) error.hint = fetch_command(repository, revision);
  return error;
}

std::optional<Revision> Repository::head() {
  if (impl_->git == nullptr) return std::nullopt;
  const std::lock_guard lock(impl_->git->mutex);
  Handle<git_reference> reference;
  if (git_repository_head(out(reference), impl_->git->repository.get()) != 0) return std::nullopt;
  const git_oid* target = git_reference_target(reference.get());
  if (target == nullptr) return std::nullopt;
  return Revision{short_name(reference.get()), from_oid(*target)};
}

std::string Repository::head_name() {
  if (impl_->git == nullptr) return "";
  const std::lock_guard lock(impl_->git->mutex);
  Handle<git_reference> reference;
  if (git_reference_lookup(out(reference), impl_->git->repository.get(), "HEAD") != 0) return "HEAD";
  const char* target = git_reference_symbolic_target(reference.get());
  if (target == nullptr) return "HEAD";
  const std::string_view name = target;
  return std::string(name.starts_with(local_prefix) ? name.substr(local_prefix.size()) : name);
}

}  // namespace miggraph::source
