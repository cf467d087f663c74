#include <unistd.h>

#include <thread>

#include "git_sandbox.h"

namespace miggraph::source {
namespace {

std::vector<std::string> refs_of(const std::vector<Branch>& branches) {
  std::vector<std::string> refs;
  for (const Branch& branch : branches) refs.push_back(branch.ref);
  return refs;
}

// A remote with main (three commits) and feature, forked at main's first.
void make_remote(GitSandbox& sandbox) {
  sandbox.run(
      "git init -q -b main remote && cd remote && echo 1 >a.py && git add . && git commit -qm one && "
      "git branch feature && echo 2 >b.py && git add . && git commit -qm two && echo 3 >c.py && git add . && "
      "git commit -qm three && git switch -q feature && echo f >f.py && git add . && git commit -qm f && "
      "git switch -q main");
}

}  // namespace

TEST_CASE("a folder that is not there is said so", "[repository]") {
  const auto result = Repository::open("/no/such/folder");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == Error::Kind::usage);
  CHECK(result.error().message == "no such folder: /no/such/folder");
}

TEST_CASE("revisions are resolved as git does", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  const CommitId first = sandbox.commit("one");
  const CommitId second = sandbox.commit("two");
  sandbox.run("git tag -m x v1 HEAD && git branch topic HEAD~1 && git update-ref refs/remotes/origin/topic HEAD~1");
  const auto repository = open_repository(sandbox.path());
  const auto ref = [&](const std::string& text) { return take(repository->resolve(text)); };
  CHECK(ref("main").ref == "main");
  CHECK(ref("refs/heads/main").ref == "main");
  CHECK(ref("HEAD").ref == "HEAD");
  CHECK(ref("HEAD~1").commit == first);
  CHECK(ref("HEAD~1").ref == "HEAD~1");
  CHECK(ref("v1").commit == second);
  CHECK(ref("v1").ref == "v1");
  CHECK(ref("topic").ref == "topic");
  CHECK(ref("origin/topic").ref == "origin/topic");
  CHECK(ref(first.hex().substr(0, 9)).commit == first);
  const Result<Revision> unknown = repository->resolve("mian");
  REQUIRE_FALSE(unknown.ok());
  CHECK(unknown.error().kind == Error::Kind::usage);
  CHECK(unknown.error().message == "no such ref: mian");
  CHECK(unknown.error().hint == "did you mean main?");
  CHECK(repository->resolve("HEAD~7").error().message == "no such ref: HEAD~7");
  CHECK(repository->resolve("HEAD^{tree}").error().message == "HEAD^{tree} is a tree, not a commit");
  CHECK_FALSE(repository->resolve("main..topic").ok());
  CHECK_FALSE(repository->resolve("").ok());
}

TEST_CASE("branches are local and remote-tracking ones, packed or not", "[repository]") {
  GitSandbox sandbox;
  make_remote(sandbox);
  sandbox.run("git clone -q remote clone && cd clone && git branch x/y && git pack-refs --all && git branch loose");
  sandbox.write("clone/.git/refs/heads/broken", "not an id\n");
  sandbox.write("clone/.git/refs/heads/dangling", "1234567890123456789012345678901234567890\n");
  const auto repository = open_repository(sandbox.path("clone"));
  const std::vector<Branch> branches = take(repository->branches());
  CHECK(refs_of(branches) == std::vector<std::string>{"loose", "main", "origin/feature", "origin/main", "x/y"});
  CHECK(branches[0].remote == false);
  CHECK(branches[2].remote == true);
  CHECK(branches[0].time > 1700000000);
  CHECK(repository->broken_refs() == std::vector<std::string>{"broken", "dangling"});
  CHECK(repository->remote_default_branch() == "origin/main");
  CHECK(repository->head()->ref == "main");
  const Result<Revision> dangling = repository->resolve("dangling");
  REQUIRE_FALSE(dangling.ok());
  CHECK(dangling.error().kind == Error::Kind::environment);
}

TEST_CASE("packed refs that cannot be read are an error", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.commit();
  sandbox.write(".git/packed-refs", "garbage\n");
  const auto repository = open_repository(sandbox.path());
  CHECK_FALSE(repository->branches().ok());
}

TEST_CASE("detached HEAD", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  const CommitId commit = sandbox.commit();
  sandbox.git("checkout -q --detach");
  const auto repository = open_repository(sandbox.path());
  CHECK(repository->head_name() == "HEAD");
  CHECK(repository->head()->ref == "HEAD");
  CHECK(repository->head()->commit == commit);
  CHECK(take(repository->worktree()).ref == "HEAD");
}

TEST_CASE("linked work trees, submodules and bare repositories", "[repository]") {
  GitSandbox sandbox;
  make_remote(sandbox);
  SECTION("linked") {
    sandbox.run("cd remote && git worktree add -q ../linked feature");
    const auto repository = open_repository(sandbox.path("linked"));
    CHECK(repository->root() == sandbox.path("linked"));
    CHECK(repository->head_name() == "feature");
    CHECK(paths_of(*take(repository->worktree()).root) == std::vector<std::string>{"a.py", "f.py"});
    CHECK(take(repository->branches()).size() == 2);
  }
  SECTION("submodule") {
    sandbox.run(
        "git init -q -b main outer && cd outer && git -c protocol.file.allow=always submodule --quiet add ../remote "
        "sub");
    const auto inner = open_repository(sandbox.path("outer/sub"));
    CHECK(inner->root() == sandbox.path("outer/sub"));
    CHECK(paths_of(*take(inner->worktree()).root).size() == 3);
    const auto outer = open_repository(sandbox.path("outer"));
    CHECK(paths_of(*take(outer->worktree()).root).empty());
    CHECK(paths_of(*take(outer->index()).root).empty());
  }
  SECTION("bare") {
    sandbox.run("git clone -q --bare remote bare");
    const auto repository = open_repository(sandbox.path("bare"));
    CHECK(repository->is_bare());
    CHECK(repository->root() == sandbox.path("bare"));
    CHECK_FALSE(repository->worktree().ok());
    CHECK_FALSE(repository->index().ok());
    CHECK(paths_of(*take(repository->at(take(repository->resolve("main")))).root).size() == 3);
  }
  SECTION("objects borrowed from another repository") {
    sandbox.run("git clone -q --shared remote borrower && git clone -q --shared borrower second");
    const auto repository = open_repository(sandbox.path("second"));
    CHECK(paths_of(*take(repository->at(take(repository->resolve("main")))).root).size() == 3);
  }
}

TEST_CASE("a shallow clone tells what is cut off, and the fetch that mends it", "[repository]") {
  GitSandbox sandbox;
  make_remote(sandbox);
  sandbox.run("git clone -q --depth=1 --no-single-branch file://$PWD/remote clone");
  const auto repository = open_repository(sandbox.path("clone"));
  CHECK(repository->is_shallow());
  const Revision main = take(repository->resolve("main"));
  const Revision feature = take(repository->resolve("origin/feature"));
  const std::string fetch =
      "git fetch --no-tags --depth=2147483647 origin +refs/heads/feature:refs/remotes/origin/feature";

  const auto bases = repository->merge_bases(main.commit, feature.commit);
  REQUIRE_FALSE(bases.ok());
  CHECK(bases.error().kind == Error::Kind::environment);
  CHECK(bases.error().hint == fetch);
  const auto merged = repository->merge(take(repository->worktree()), take(repository->at(feature)));
  REQUIRE_FALSE(merged.ok());
  CHECK(merged.error().hint == fetch);
  CHECK_FALSE(repository->is_ancestor(main.commit, feature.commit).ok());
  CHECK(repository->resolve("HEAD~1").error().kind == Error::Kind::environment);
  CHECK(take(repository->parents(main.commit)).size() == 1);
  CHECK_FALSE(take(repository->last_change(main.commit, "a.py")).has_value());

  sandbox.run("cd clone && " + fetch);
  const auto mended = open_repository(sandbox.path("clone"));
  CHECK(take(mended->merge_bases(main.commit, feature.commit)).size() == 1);
}

TEST_CASE("a branch that a single-branch clone does not have is told with the fetch that brings it", "[repository]") {
  GitSandbox sandbox;
  make_remote(sandbox);
  sandbox.run("git clone -q --single-branch --branch feature file://$PWD/remote clone");
  const auto repository = open_repository(sandbox.path("clone"));
  for (const std::string name : {"main", "origin/main"}) {
    const Result<Revision> unknown = repository->resolve(name);
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().message == "no such ref: " + name);
    CHECK(unknown.error().hint ==
          "git fetch --no-tags --depth=2147483647 origin +refs/heads/main:refs/remotes/origin/main");
  }
  sandbox.run("cd clone && " + repository->resolve("main").error().hint);
  CHECK(open_repository(sandbox.path("clone"))->resolve("origin/main").ok());
}

TEST_CASE("what a partial clone left out is fetched, or the remote's refusal is told", "[repository]") {
  GitSandbox sandbox;
  make_remote(sandbox);
  sandbox.run("cd remote && git config uploadpack.allowFilter true");
  sandbox.run("git clone -q --no-checkout --filter=blob:none file://$PWD/remote clone");
  const auto repository = open_repository(sandbox.path("clone"));
  const Snapshot snapshot = take(repository->at(take(repository->resolve("main"))));
  CHECK(take(repository->read(snapshot.root->file("a.py")->blob)) == "1\n");
  for (int i = 0; i < 2; ++i) {
    const auto never = repository->read(ObjectId::from_hex(std::string(40, '1')).value());
    REQUIRE_FALSE(never.ok());
    CHECK(never.error().kind == Error::Kind::environment);
    CHECK(never.error().message.find("cannot be had from origin") != std::string::npos);
    CHECK(never.error().hint == "git fetch --refetch --no-filter origin");
  }
}

TEST_CASE("damage is told from absence, and never waited for", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.py", std::string(5000, 'x') + "\n");
  const CommitId commit = sandbox.commit();
  const std::string blob = sandbox.git("rev-parse HEAD:a.py").substr(0, 40);
  const std::string tree = sandbox.git("rev-parse HEAD^{tree}").substr(0, 40);
  const auto file_of = [&](const std::string& id) { return ".git/objects/" + id.substr(0, 2) + "/" + id.substr(2); };
  const auto cut = [&](const std::string& id) {
    sandbox.run("chmod +w " + file_of(id) + " && truncate -s -8 " + file_of(id));
  };

  SECTION("a blob cut short") {
    cut(blob);
    const auto bytes = open_repository(sandbox.path())->read(ObjectId::from_hex(blob).value());
    REQUIRE_FALSE(bytes.ok());
    CHECK(bytes.error().message.find("is damaged") != std::string::npos);
  }
  SECTION("a tree cut short") {
    cut(tree);
    const auto repository = open_repository(sandbox.path());
    const auto snapshot = repository->at(Revision{"main", commit});
    REQUIRE_FALSE(snapshot.ok());
    CHECK(snapshot.error().message.find("is damaged") != std::string::npos);
  }
  SECTION("a commit cut short") {
    cut(commit.hex());
    const auto repository = open_repository(sandbox.path());
    const auto revision = repository->resolve("main");
    REQUIRE_FALSE(revision.ok());
    CHECK(revision.error().kind == Error::Kind::environment);
  }
  SECTION("a blob that is not there") {
    sandbox.remove(file_of(blob));
    const auto bytes = open_repository(sandbox.path())->read(ObjectId::from_hex(blob).value());
    REQUIRE_FALSE(bytes.ok());
    CHECK(bytes.error().message.find("is missing") != std::string::npos);
  }
  SECTION("an empty file in place of an object") {
    sandbox.run("chmod +w " + file_of(blob) + " && : >" + file_of(blob));
    CHECK_FALSE(open_repository(sandbox.path())->read(ObjectId::from_hex(blob).value()).ok());
  }
  SECTION("a header that claims less or more than there is") {
    const std::string id = file_of(blob);
    for (const char* size : {"3", "999999", "999999999999999", "-1", ""}) {
      sandbox.run("chmod +w " + id + " && python3 -c \"import zlib,sys; sys.stdout.buffer.write(zlib.compress(b'blob " +
                  std::string(size) + "\\0' + b'x' * 50))\" >" + id);
      CHECK_FALSE(open_repository(sandbox.path())->read(ObjectId::from_hex(blob).value()).ok());
    }
  }
}

TEST_CASE("formats that libgit2 lacks are one clear error", "[repository]") {
  GitSandbox sandbox;
  sandbox.run("git init -q --object-format=sha256 hashed");
  const auto result = Repository::open(sandbox.path("hashed"));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message.find("SHA-256") != std::string::npos);
  sandbox.run(
      "git init -q tables && cd tables && git config core.repositoryformatversion 1 && git config "
      "extensions.refstorage reftable");
  const auto tables = Repository::open(sandbox.path("tables"));
  REQUIRE_FALSE(tables.ok());
  CHECK(tables.error().message.find("reftable") != std::string::npos);
  sandbox.run(
      "git init -q precious && cd precious && git config core.repositoryformatversion 1 && "
      "git config extensions.preciousobjects true && git config extensions.worktreeconfig true");
  CHECK(Repository::open(sandbox.path("precious")).ok());
}

TEST_CASE("a repository of another user is not opened, and the way out is told", "[repository]") {
  if (geteuid() != 0) return;  // only root can give a folder away
  GitSandbox sandbox;
  sandbox.run("git init -q foreign && chown -R 12345 foreign");
  const auto result = Repository::open(sandbox.path("foreign"));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == Error::Kind::environment);
  CHECK(result.error().hint == "git config --global --add safe.directory " + sandbox.path("foreign"));
}

TEST_CASE("who made a commit, and who last changed a path", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("app/a.py", "1\n");
  const CommitId first = sandbox.commit("First\n\nbody");
  sandbox.write("b.py", "1\n");
  sandbox.commit("second");
  sandbox.run("git switch -qc side HEAD~1");
  sandbox.write("app/c.py", "1\n");
  const CommitId side = sandbox.commit("side");
  sandbox.run("git switch -q main && git merge -q -m merge side");
  const auto repository = open_repository(sandbox.path());
  const CommitId tip = repository->head()->commit;
  CHECK(take(repository->last_change(tip, "app/a.py"))->id == first);
  CHECK(take(repository->last_change(tip, "app/c.py"))->id == side);
  CHECK_FALSE(take(repository->last_change(tip, "app/none.py")).has_value());
  CHECK_FALSE(take(repository->last_change(tip, "b.py/none.py")).has_value());
  const CommitInfo info = take(repository->commit_info(first));
  CHECK(info.author == "Ada Ä");
  CHECK(info.summary == "First");
  CHECK(info.offset_minutes == 60);
  CHECK(info.time > 1700000000);
  CHECK(take(repository->parents(tip)).size() == 2);
  CHECK(take(repository->is_ancestor(first, tip)));
  CHECK_FALSE(take(repository->is_ancestor(tip, first)));
  CHECK(take(repository->is_ancestor(tip, tip)));
}

TEST_CASE("equal folders are the same object, in whatever commit and under whatever name", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("one/app/models.py", "m\n");
  sandbox.write("two/app/models.py", "m\n");
  sandbox.write("three/app/models.py", "m\n");
  sandbox.write("three/README", "no difference\n");
  const CommitId first = sandbox.commit();
  sandbox.write("two/app/models.py", "m2\n");
  const CommitId second = sandbox.commit();
  const auto repository = open_repository(sandbox.path());
  const Directory* before = take(repository->at(Revision{"", first})).root;
  const Directory* after = take(repository->at(Revision{"", second})).root;
  CHECK(before->directory("one") == before->directory("three"));
  CHECK(before->directory("one") == before->directory("two"));
  CHECK(before->directory("one") == after->directory("one"));
  CHECK(after->directory("two") != after->directory("one"));
  CHECK(before->file_at("two/app/models.py") != nullptr);
  CHECK(before->file_at("two/app/none.py") == nullptr);
  CHECK(before->directory_at("") == before);
}

TEST_CASE("several threads read the same repository", "[repository]") {
  GitSandbox sandbox;
  sandbox.init();
  for (int i = 0; i < 40; ++i) sandbox.write("app" + std::to_string(i) + "/models.py", "m" + std::to_string(i) + "\n");
  sandbox.commit();
  sandbox.git("branch other");
  const auto repository = open_repository(sandbox.path());
  const Revision main = take(repository->resolve("main"));
  std::vector<std::thread> threads;
  std::vector<const Directory*> roots(4);
  for (std::size_t t = 0; t < roots.size(); ++t) {
    threads.emplace_back([&, t] {
      const Result<Snapshot> snapshot = repository->at(main);
      roots[t] = snapshot->root;
      for (const auto& [path, blob] : blobs_of(*snapshot->root)) static_cast<void>(repository->read(blob));
      static_cast<void>(repository->branches());
      static_cast<void>(repository->worktree());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Directory* root : roots) CHECK(root == roots[0]);
}

}  // namespace miggraph::source
