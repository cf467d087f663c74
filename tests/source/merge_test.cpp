#include <algorithm>

#include "git_sandbox.h"

namespace miggraph::source {
namespace {

const char* const ten_lines = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

Snapshot at(Repository& repository, const std::string& revision) {
  return take(repository.at(take(repository.resolve(revision))));
}

Snapshot merged(Repository& repository, const std::string& ours = "main", const std::string& theirs = "other") {
  return take(repository.merge(at(repository, ours), at(repository, theirs)));
}

}  // namespace

TEST_CASE("a rename on one side takes the edit of the other along", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/migrations/0002_a.py", ten_lines);
  sandbox.commit();
  sandbox.run("git switch -qc other && git mv app/migrations/0002_a.py app/migrations/0003_a.py");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("app/migrations/0002_a.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  CHECK(snapshot.path_conflicts.empty());
  CHECK(contents(*repository, *snapshot.root) ==
        std::map<std::string, std::string>{{"app/migrations/0003_a.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n"}});
}

TEST_CASE("in the middle of a merge the index has both histories behind it", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", ten_lines);
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("app/migrations/0002_theirs.py", "theirs\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("b.py", "ours\n");
  sandbox.commit();
  sandbox.git("merge -q --no-commit other");
  sandbox.write("app/migrations/0002_theirs.py", "edited while it was merged\n");
  sandbox.git("add --all");
  const auto repository = open_repository(sandbox.path());
  for (const Snapshot& ours : {take(repository->index()), take(repository->worktree())}) {
    const Snapshot snapshot = take(repository->merge(ours, at(*repository, "other")));
    CHECK(snapshot.path_conflicts.empty());
    CHECK(contents(*repository, *snapshot.root).at("app/migrations/0002_theirs.py") == "edited while it was merged\n");
  }
  // A commit is no part of the merge that happens to go on.
  CHECK(paths_of(*merged(*repository).root).size() == 3);
}

TEST_CASE("a migration deleted on one side does not come back", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/migrations/0001_a.py", "a\n");
  sandbox.write("app/migrations/0002_b.py", "b\n");
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.remove("app/migrations/0002_b.py");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("app/migrations/0001_a.py", "a2\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  CHECK(paths_of(*merged(*repository).root) == std::vector<std::string>{"app/migrations/0001_a.py"});
}

TEST_CASE("an edit against a delete is a conflict, with the version that is left", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "one\n");
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("a.py", "two\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.remove("a.py");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  REQUIRE(conflict_paths(snapshot) == std::vector<std::string>{"a.py"});
  CHECK(snapshot.path_conflicts[0].base.has_value());
  CHECK_FALSE(snapshot.path_conflicts[0].ours.has_value());
  CHECK(contents(*repository, *snapshot.root).at("a.py") == "two\n");
}

TEST_CASE("a file on one side where the other has a folder is a conflict", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/models.py", "x\n");
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("app/migrations/0002_a.py", "two\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("app/migrations/0002_a.py/b.py", "one\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  REQUIRE(conflict_paths(snapshot) == std::vector<std::string>{"app/migrations/0002_a.py"});
  CHECK(snapshot.path_conflicts[0].theirs.has_value());
  CHECK_FALSE(snapshot.path_conflicts[0].ours.has_value());
}

TEST_CASE("files added on both sides", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("same.py", "x\n");
  sandbox.write("different.py", "theirs\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("same.py", "x\n");
  sandbox.write("different.py", "ours\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  CHECK(conflict_paths(snapshot) == std::vector<std::string>{"different.py"});
  CHECK(contents(*repository, *snapshot.root) ==
        std::map<std::string, std::string>{{"different.py", "ours\n"}, {"same.py", "x\n"}});
}

TEST_CASE("edits of both sides in one file are merged line by line", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("models.py", ten_lines);
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("models.py", "one\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("models.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  CHECK(contents(*repository, *merged(*repository).root).at("models.py") == "one\n2\n3\n4\n5\n6\n7\n8\n9\nten\n");
}

TEST_CASE("a file added to a folder that the other side renamed follows it, as a conflict", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old/migrations/0001_a.py", ten_lines);
  sandbox.write("old/migrations/0002_b.py", "b\nbb\nbbb\n");
  sandbox.commit();
  sandbox.run("git switch -qc other && git mv old new");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("old/migrations/0003_c.py", "c\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  CHECK(conflict_paths(snapshot) == std::vector<std::string>{"new/migrations/0003_c.py"});
  CHECK(paths_of(*snapshot.root) ==
        std::vector<std::string>{"new/migrations/0001_a.py", "new/migrations/0002_b.py", "new/migrations/0003_c.py"});
}

TEST_CASE("two merge bases are merged into one first", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("models.py", ten_lines);
  sandbox.commit();
  sandbox.run("git branch other");
  sandbox.write("a.py", "a\n");
  const CommitId a = sandbox.commit();
  sandbox.git("switch -q other");
  sandbox.write("b.py", "b\n");
  const CommitId b = sandbox.commit();
  sandbox.run("git merge -q -m m " + a.hex());
  sandbox.remove("a.py");
  sandbox.commit();
  sandbox.run("git switch -q main && git merge -q -m m " + b.hex());
  sandbox.write("models.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  CHECK(take(repository->merge_bases(at(*repository, "main").commit.value(), at(*repository, "other").commit.value()))
            .size() == 2);
  const Snapshot snapshot = merged(*repository);
  CHECK(snapshot.path_conflicts.empty());
  CHECK(paths_of(*snapshot.root) == std::vector<std::string>{"b.py", "models.py"});
}

TEST_CASE("unrelated histories merge with an empty base", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\n");
  sandbox.commit();
  sandbox.run("git switch -q --orphan other");
  sandbox.write("b.py", "b\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  CHECK(take(repository->merge_bases(at(*repository, "main").commit.value(), at(*repository, "other").commit.value()))
            .empty());
  CHECK(paths_of(*merged(*repository).root) == std::vector<std::string>{"a.py", "b.py"});
}

TEST_CASE("a work tree merges from the base of its HEAD, with what is not committed", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", ten_lines);
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.write("a.py", "one\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.write("a.py", "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\nten\r\n");
  sandbox.write("new.py", "n\n");
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = take(repository->merge(take(repository->worktree()), at(*repository, "other")));
  CHECK(snapshot.kind == SnapshotKind::merge);
  CHECK(snapshot.path_conflicts.empty());
  // Line ends that only the disk has are no change.
  CHECK(contents(*repository, *snapshot.root) ==
        std::map<std::string, std::string>{{"a.py", "one\n2\n3\n4\n5\n6\n7\n8\n9\nten\n"}, {"new.py", "n\n"}});
}

TEST_CASE("a merge with a descendant or an ancestor is the descendant", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", "a\n");
  sandbox.commit();
  sandbox.git("branch other");
  sandbox.write("a.py", "b\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  CHECK(merged(*repository, "main", "other").root == at(*repository, "main").root);
  CHECK(merged(*repository, "other", "main").root == at(*repository, "main").root);
}

TEST_CASE("a file that follows a renamed folder onto an unchanged file is in conflict with it", "[merge]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a/b.py", "1\n");
  sandbox.write("a/models.py", "2\n");
  sandbox.write("b.py", "3\n");
  sandbox.commit();
  sandbox.git("switch -qc other");
  sandbox.git("mv a/b.py c.py");
  sandbox.git("mv a/models.py models.py");
  sandbox.commit();
  sandbox.git("switch -q main");
  sandbox.remove("a/b.py");
  sandbox.write("a/b.py/migrations/0001_a.py", "4\n");
  sandbox.write("a/views/models.py", "5\n");
  sandbox.write("a/models.py", "2\n");
  sandbox.write("a/new.py", "6\n");
  sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Snapshot snapshot = merged(*repository);
  const std::vector<std::string> conflicts = conflict_paths(snapshot);
  const auto in_conflict = [&](const char* path) { return std::count(conflicts.begin(), conflicts.end(), path) == 1; };
  CHECK(in_conflict("b.py/migrations/0001_a.py"));
  CHECK(in_conflict("b.py"));
}

}  // namespace miggraph::source
