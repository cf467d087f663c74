#include <atomic>
#include <thread>

#include "git_sandbox.h"

/// Every question to a repository from many threads at once, over many branches: for ThreadSanitizer (preset tsan), and
/// for answers that hang on who asks first.
namespace miggraph::source {
namespace {

constexpr int branch_count = 12;

void make_branches(GitSandbox& sandbox) {
  sandbox.init();
  for (int i = 0; i < 70; ++i) {
    sandbox.write("app" + std::to_string(i) + "/migrations/0001_initial.py", "m" + std::to_string(i) + "\n");
  }
  sandbox.write("app0/models.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  sandbox.commit();
  for (int i = 0; i < branch_count; ++i) {
    const std::string name = "b" + std::to_string(i);
    sandbox.git("switch -q -c " + name + " main");
    sandbox.write("app0/models.py", "1\n2\n3\n4\n5\n6\n7\n8\n9" + name + "\n");
    sandbox.write("app" + std::to_string(i) + "/migrations/0002_" + name + ".py", name + "\n");
    if (i % 3 == 0) sandbox.git("mv app60 moved");
    sandbox.commit(name);
  }
  sandbox.git("switch -q main");
  sandbox.write("app0/models.py", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  sandbox.commit("main goes on");
  for (int i = 0; i < 70; ++i) sandbox.write("new" + std::to_string(i) + "/models.py", "n" + std::to_string(i) + "\n");
}

std::string said(const Result<Snapshot>& snapshot) {
  if (!snapshot) return snapshot.error().message;
  std::string text;
  for (const auto& [path, blob] : blobs_of(*snapshot->root)) text += path + " " + blob.hex() + "\n";
  for (const PathConflict& conflict : snapshot->path_conflicts) text += "conflict " + conflict.path + "\n";
  return text;
}

// All that the rooms behind ask, about one branch.
std::string ask(Repository& repository, const std::string& branch) {
  std::string text;
  const Result<Revision> main = repository.resolve("main"), revision = repository.resolve(branch);
  if (!main || !revision) return "not resolved";
  const Result<Snapshot> ours = repository.at(*revision), theirs = repository.at(*main);
  if (!ours || !theirs) return "not read";
  text += said(ours) + said(repository.merge(*ours, *theirs)) + said(repository.merge(*theirs, *ours));
  for (const auto& [path, blob] : blobs_of(*ours->root)) {
    if (const Result<std::string_view> bytes = repository.read(blob)) text += *bytes;
  }
  if (const auto bases = repository.merge_bases(revision->commit, main->commit)) {
    for (const CommitId& base : *bases) text += base.hex();
  }
  if (const auto change = repository.last_change(revision->commit, "app0/models.py"); change && *change)
    text += (*change)->author;
  if (const auto ancestor = repository.is_ancestor(main->commit, revision->commit)) text += *ancestor ? "yes" : "no";
  if (const auto parents = repository.parents(revision->commit)) text += std::to_string(parents->size());
  if (const auto branches = repository.branches()) text += std::to_string(branches->size());
  text += repository.head_name() + std::to_string(repository.broken_refs().size()) +
          (repository.head() ? "head" : "unborn");
  text += repository.resolve("no-such-branch").ok() ? "?" : "";
  text += said(repository.worktree()) + said(repository.index());
  return text;
}

}  // namespace

TEST_CASE("many threads ask everything about many branches at once", "[repository][threads]") {
  GitSandbox sandbox;
  make_branches(sandbox);
  const auto repository = open_repository(sandbox.path());
  std::vector<std::string> together(branch_count * 3), alone(branch_count);
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (std::size_t i; (i = next++) < together.size();) {
        together[i] = ask(*repository, "b" + std::to_string(i % branch_count));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto another = open_repository(sandbox.path());
  for (std::size_t i = 0; i < alone.size(); ++i) alone[i] = ask(*another, "b" + std::to_string(i));
  for (std::size_t i = 0; i < together.size(); ++i) CHECK(together[i] == alone[i % branch_count]);
}

TEST_CASE("repositories are opened and closed by many threads at once", "[repository][threads]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "x\n");
  sandbox.commit();
  std::atomic<int> opened = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        auto repository = Repository::open(sandbox.path());
        if (repository && (*repository)->worktree().ok()) ++opened;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(opened == 30);
}

}  // namespace miggraph::source
