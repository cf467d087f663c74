#include <sys/stat.h>
#include <unistd.h>

#include "git_sandbox.h"

namespace miggraph::source {
namespace {

using Paths = std::vector<std::string>;

std::vector<std::string> obstacle_paths(const Snapshot& snapshot) {
  std::vector<std::string> paths;
  for (const Obstacle& obstacle : snapshot.obstacles) paths.push_back(obstacle.path);
  return paths;
}

}  // namespace

TEST_CASE("the work tree has tracked and untracked files, not the ignored ones", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write(".gitignore", "local.py\nbuild/\n");
  sandbox.write("app/models.py", "m\n");
  sandbox.write("app/README.md", "irrelevant\n");
  sandbox.write("build/kept.py", "tracked although its folder is ignored\n");
  sandbox.run("git add -f build/kept.py");
  sandbox.commit();
  sandbox.write("app/new.py", "n\n");
  sandbox.write("local.py", "ignored\n");
  sandbox.write("build/made.py", "ignored\n");
  sandbox.write("app/__pycache__/x.py", "skipped\n");
  sandbox.write("node_modules/x/y.py", "skipped\n");
  sandbox.write("app/migrations/README", "a folder that matters\n");
  const auto repository = open_repository(sandbox.path("app"));
  CHECK(repository->root() == sandbox.path());
  CHECK(repository->prefix() == "app");
  const Snapshot snapshot = take(repository->worktree());
  CHECK(snapshot.kind == SnapshotKind::worktree);
  CHECK(snapshot.ref == "main");
  CHECK(paths_of(*snapshot.root) == Paths{"app/models.py", "app/new.py", "build/kept.py"});
  CHECK(snapshot.root->directory_at("app/migrations") != nullptr);
}

TEST_CASE("an unchanged work tree is the very Directory of its commit, before and after a look at its files",
          "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/models.py", "m\n");
  sandbox.write("app/migrations/0001_initial.py", "i\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Directory* committed = take(repository->at(take(repository->resolve("HEAD")))).root;
  CHECK(take(repository->worktree()).root == committed);
  CHECK(take(repository->index()).root == committed);
  sandbox.run("touch -d '2020-01-01' app/models.py");
  CHECK(take(repository->worktree()).root == committed);
  // Same size, written in the same moment as the index: the clock cannot tell them apart.
  sandbox.run("touch app/models.py && git update-index --refresh && printf 'x\\n' >app/models.py");
  CHECK(contents(*repository, *take(repository->worktree()).root).at("app/models.py") == "x\n");
}

TEST_CASE("a plain folder has everything", "[worktree]") {
  GitSandbox sandbox;
  sandbox.write("a/b.py", "b\n");
  sandbox.write(".gitignore", "*.py\n");
  const auto repository = open_repository(sandbox.path());
  CHECK_FALSE(repository->is_git());
  const Snapshot snapshot = take(repository->worktree());
  CHECK(snapshot.kind == SnapshotKind::folder);
  CHECK_FALSE(snapshot.commit.has_value());
  CHECK(contents(*repository, *snapshot.root) == std::map<std::string, std::string>{{"a/b.py", "b\n"}});
  CHECK_FALSE(repository->index().ok());
  CHECK_FALSE(repository->resolve("main").ok());
  CHECK(take(repository->branches()).empty());
}

TEST_CASE("an ignored folder is a plain folder of its own", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write(".gitignore", "vendor/\n");
  sandbox.write("vendor/app/models.py", "v\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path("vendor/app"));
  CHECK_FALSE(repository->is_git());
  CHECK(repository->root() == sandbox.path("vendor/app"));
  CHECK(paths_of(*take(repository->worktree()).root) == Paths{"models.py"});
}

TEST_CASE("an unborn branch has a work tree and no HEAD", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\n");
  const auto repository = open_repository(sandbox.path());
  CHECK_FALSE(repository->head().has_value());
  CHECK(repository->head_name() == "main");
  const Snapshot snapshot = take(repository->worktree());
  CHECK_FALSE(snapshot.commit.has_value());
  CHECK(paths_of(*snapshot.root) == Paths{"a.py"});
  CHECK(paths_of(*take(repository->index()).root).empty());
  const Result<Revision> head = repository->resolve("HEAD");
  REQUIRE_FALSE(head.ok());
  CHECK(head.error().hint == "the branch main has no commit yet");
}

TEST_CASE("a sparse checkout leaves nothing out", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("one/a.py", "a\n");
  sandbox.write("two/migrations/0001_b.py", "b\n");
  sandbox.commit();
  sandbox.run("git sparse-checkout set one");
  const auto repository = open_repository(sandbox.path());
  CHECK(contents(*repository, *take(repository->worktree()).root) ==
        std::map<std::string, std::string>{{"one/a.py", "a\n"}, {"two/migrations/0001_b.py", "b\n"}});
}

TEST_CASE("a file deleted from the disk is gone, staged ones are as staged", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\n");
  sandbox.write("b.py", "b\n");
  sandbox.commit();
  sandbox.remove("a.py");
  sandbox.write("b.py", "staged\n");
  sandbox.git("add b.py");
  sandbox.write("b.py", "not staged\n");
  sandbox.write("c.py", "to come\n");
  sandbox.git("add -N c.py");
  const auto repository = open_repository(sandbox.path());
  CHECK(contents(*repository, *take(repository->worktree()).root) ==
        std::map<std::string, std::string>{{"b.py", "not staged\n"}, {"c.py", "to come\n"}});
  const Snapshot staged = take(repository->index());
  CHECK(staged.kind == SnapshotKind::index);
  CHECK(contents(*repository, *staged.root) ==
        std::map<std::string, std::string>{{"a.py", "a\n"}, {"b.py", "staged\n"}});
}

TEST_CASE("an unmerged index holds ours, and says so", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "base\n");
  sandbox.write("d.py", "base\n");
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("a.py", "theirs\n");
  sandbox.write("d.py", "theirs\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("a.py", "ours\n");
  sandbox.remove("d.py");
  sandbox.commit();
  sandbox.run_anyway("git merge -q other");
  const auto repository = open_repository(sandbox.path());
  const Snapshot staged = take(repository->index());
  CHECK(contents(*repository, *staged.root) ==
        std::map<std::string, std::string>{{"a.py", "ours\n"}, {"d.py", "theirs\n"}});
  REQUIRE(conflict_paths(staged) == Paths{"a.py", "d.py"});
  CHECK_FALSE(staged.path_conflicts[1].ours.has_value());
  CHECK(contents(*repository, *take(repository->worktree()).root).at("a.py").find("<<<<<<<") == 0);
}

TEST_CASE("what Django would stumble over is an obstacle", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/migrations/0001_a.py", "a\n");
  sandbox.write("app/migrations/0003_x.py/keep.txt", "a folder\n");
  sandbox.run(
      "ln -s nowhere app/migrations/0004_y.py && ln -s nowhere app/migrations/_private.py && ln -s nowhere app/z.py");
  sandbox.run("ln -s 0006_loop.py app/migrations/0006_loop.py");
  REQUIRE(mkfifo(sandbox.path("app/migrations/0005_fifo.py").c_str(), 0600) == 0);
  const auto repository = open_repository(sandbox.path());
  const Snapshot on_disk = take(repository->worktree());
  CHECK(obstacle_paths(on_disk) == Paths{"app/migrations/0003_x.py", "app/migrations/0004_y.py",
                                         "app/migrations/0005_fifo.py", "app/migrations/0006_loop.py"});
  CHECK(paths_of(*on_disk.root) == Paths{"app/migrations/0001_a.py"});
  sandbox.commit();
  const Snapshot committed = take(repository->at(take(repository->resolve("HEAD"))));
  CHECK(obstacle_paths(committed) ==
        Paths{"app/migrations/0003_x.py", "app/migrations/0004_y.py", "app/migrations/0006_loop.py"});
}

TEST_CASE("links inside the tree are followed, the same on disk and in a commit", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("shared/migrations/0001_a.py", "a\n");
  sandbox.write("shared/models.py", "m\n");
  sandbox.run(
      "mkdir app && ln -s ../shared/migrations app/migrations && ln -s ../shared/models.py app/models.py && "
      "ln -s .. app/loop && ln -s loop app/again");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Paths expected{"app/migrations/0001_a.py", "app/models.py", "shared/migrations/0001_a.py", "shared/models.py"};
  const Snapshot committed = take(repository->at(take(repository->resolve("HEAD"))));
  CHECK(paths_of(*committed.root) == expected);
  CHECK(take(repository->worktree()).root == committed.root);
  CHECK(take(repository->index()).root == committed.root);
}

TEST_CASE("line ends written by core.autocrlf are no change", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\nb\n");
  sandbox.commit();
  sandbox.run("git config core.autocrlf true && rm a.py && git checkout -q a.py && touch -d '2020-01-01' a.py");
  const auto repository = open_repository(sandbox.path());
  CHECK(take(repository->worktree()).root == take(repository->at(take(repository->resolve("HEAD")))).root);
  sandbox.write("a.py", "a\r\nc\r\n");
  CHECK(contents(*repository, *take(repository->worktree()).root).at("a.py") == "a\r\nc\r\n");
}

TEST_CASE("another repository inside is not looked into", "[worktree]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\n");
  sandbox.run("git init -q inner");
  sandbox.write("inner/b.py", "b\n");
  const auto repository = open_repository(sandbox.path());
  CHECK(paths_of(*take(repository->worktree()).root) == Paths{"a.py"});
}

TEST_CASE("project files and compiled migrations are part of a snapshot", "[worktree]") {
  GitSandbox sandbox;
  sandbox.write("pyproject.toml", "");
  sandbox.write("requirements/requirements-dev.txt", "");
  sandbox.write("notes.txt", "");
  sandbox.write("app/migrations/0001_a.pyc", "");
  sandbox.write("app/models.pyc", "");
  const auto repository = open_repository(sandbox.path());
  CHECK(paths_of(*take(repository->worktree()).root) ==
        Paths{"app/migrations/0001_a.pyc", "pyproject.toml", "requirements/requirements-dev.txt"});
}

}  // namespace miggraph::source
