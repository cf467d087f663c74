/// The input as git's index: the snapshot of --staged, and that of the work tree beside it. An input that begins with
/// "+" gets the checksum at its end that git would write, for no input comes upon it by chance.
#include "git_repository.h"
#include "sha1.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::source;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const GitRepository git;
  std::string bytes(text_of(data, size));
  if (bytes.starts_with('+')) {
    bytes.erase(0, 1);
    bytes += sha1(bytes);
  }
  git.reset();
  write_object(git.scratch(), ".git", 'l', "blob", "shop");  // where a link leads
  write_object(git.scratch(), ".git", 'b', "blob", "x = 1\n");
  git.scratch().write("shop/migrations/0001_initial.py", "x = 1\n");
  git.scratch().write(".git/index", bytes);
  const auto repository = git.open();
  holds(repository != nullptr, "a repository opens whatever its index is");
  const Result<Snapshot> staged = repository->index();
  if (staged) {
    look_at(*staged->root);
  } else {
    holds(!staged.error().message.empty(), "an error says what is wrong");
  }
  const Result<Snapshot> worktree = repository->worktree();
  if (worktree) look_at(*worktree->root);
  return 0;
}
