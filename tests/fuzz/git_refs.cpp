/// A repository whose refs are the input: `--- HEAD`, `--- packed-refs`, `--- shallow`, `--- config`, `---
/// refs/heads/x` are files of the git directory, `--- ? REVISION` asks for a revision. Commits c and d and the tree t
/// are there (see scratch.h).
#include <algorithm>
#include <vector>

#include "git_repository.h"
#include "no_leak_check.h"
#include "sections.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::source;

namespace {

constexpr std::string_view signature = " A <a@b.c> 1700000000 +0100\n";

void write_commit(const GitRepository& git, char id, const std::string& parents) {
  std::string content = "tree " + hex_of('t') + "\n" + parents;
  content += "author" + std::string(signature) + "committer" + std::string(signature) + "\nmessage\n";
  write_object(git.scratch(), ".git", id, "commit", content);
}

// Files of the git directory that an input may write, and no other.
bool is_git_file(std::string_view path) {
  if (path.find("..") != std::string_view::npos || path.find('\0') != std::string_view::npos || path.ends_with('/'))
    return false;
  if (path.find("//") != std::string_view::npos || path.find("/.") != std::string_view::npos || path.size() > 200)
    return false;
  return path == "HEAD" || path == "packed-refs" || path == "shallow" || path == "config" || path == "info/exclude" ||
         (path.starts_with("refs/") && path.size() > 5);
}

// A configuration that leads out of the repository (core.worktree = /, an include of some device) is no reader's fault.
bool stays_inside(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text.find("worktree") == std::string::npos && text.find("include") == std::string::npos &&
         text.find("file") == std::string::npos && text.find('\\') == std::string::npos;
}

void write_files(const GitRepository& git, const std::vector<Section>& parts) {
  for (const Section& section : parts) {
    if (!is_git_file(section.title)) continue;
    if (section.title == "config" && !stays_inside(std::string(section.text))) continue;
    try {
      git.scratch().write(".git/" + std::string(section.title), section.text);
    } catch (const std::exception&) {
      continue;  // a file where a folder would have to be, a name that the file system refuses
    }
  }
}

void ask(Repository& repository, const std::string& name) {
  // libgit2 1.5 leaks a ref in git_revparse_ext where the object that it leads to is missing.
  const NoLeakCheck unchecked;
  const Result<Revision> revision = repository.resolve(name);
  if (!revision) holds(!revision.error().message.empty(), "an error says what is wrong");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const GitRepository git;
  git.reset();
  write_object(git.scratch(), ".git", 't', "tree", "");
  write_commit(git, 'd', "");
  write_commit(git, 'c', "parent " + hex_of('d') + "\n");
  const std::vector<Section> parts = sections(text_of(data, size));
  write_files(git, parts);
  const auto repository = git.open();
  if (!repository) return 0;
  static_cast<void>(repository->head());
  static_cast<void>(repository->head_name());
  static_cast<void>(repository->remote_default_branch());
  const Result<std::vector<Branch>> branches = repository->branches();
  if (branches) {
    for (const Branch& branch : *branches) {
      holds(!branch.ref.empty(), "a branch has a name");
      ask(*repository, branch.ref);
    }
  }
  ask(*repository, "HEAD");
  ask(*repository, "main");
  for (const Section& section : parts) {
    if (section.title.starts_with("? ")) ask(*repository, std::string(section.title.substr(2)));
  }
  static_cast<void>(repository->merge_bases(id_of('c'), id_of('d')));
  static_cast<void>(repository->worktree());
  return 0;
}
