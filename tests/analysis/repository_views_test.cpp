#include "analysis/repository_views.h"

#include "source/git_sandbox.h"

/// Views of real git repositories, taken and merged on several threads: for ThreadSanitizer (preset tsan), and for
/// answers that hang on who comes first.
using namespace miggraph;
using namespace miggraph::analysis;
using source::GitSandbox;
using source::take;

namespace {

constexpr int branch_count = 13;
constexpr int app_count = 24;

std::string migration(const std::string& dependencies) {
  return "from django.db import migrations\nfrom shop0.migrations.helpers import ops\n\n\nclass "
         "Migration(migrations.Migration):\n"
         "    dependencies = [" +
         dependencies + "]\n    operations = ops(3)\n";
}

std::string app_name(int number) {
  return "shop" + std::to_string(number % app_count);
}

void write_project(GitSandbox& sandbox) {
  sandbox.init();
  sandbox.write("manage.py", "");
  sandbox.write("settings.py", "AUTH_USER_MODEL = 'shop0.User'\n");
  for (int app = 0; app < app_count; ++app) {
    const std::string folder = app_name(app) + "/";
    sandbox.write(folder + "__init__.py", "");
    sandbox.write(folder + "models.py", "# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n");
    sandbox.write(folder + "migrations/__init__.py", "");
    sandbox.write(folder + "migrations/0001_initial.py", migration(""));
  }
  sandbox.write(
      "shop0/migrations/helpers.py",
      "from django.db import migrations\n\n\ndef ops(n):\n    return [migrations.RunSQL(str(i)) for i in range(n)]\n");
  sandbox.commit("the project");
}

/// Adds files, changes some that main changes as well (some of them so that they conflict), moves a folder, deletes.
void write_branch(GitSandbox& sandbox, int number) {
  const std::string name = "b" + std::to_string(number);
  sandbox.git("switch -q -c " + name + " start");
  for (int i = 0; i < 6; ++i) {
    const std::string folder = app_name(number + i) + "/";
    sandbox.write(folder + "migrations/0002_" + name + ".py",
                  migration("('" + app_name(number + i) + "', '0001_initial')"));
    sandbox.write(folder + "models.py", "# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# " + name + "\n");
  }
  if (number % 3 == 0) sandbox.git("mv shop20 moved");
  if (number % 4 == 1) sandbox.write("shop21/models.py", "# " + name + "\n");
  if (number % 4 == 2) sandbox.remove("shop22");
  if (number % 5 == 0) sandbox.write("settings.py", "AUTH_USER_MODEL = 'shop1.User'\n");
  sandbox.commit(name);
  // Two bases, so that their merge is made on the way.
  if (number % 6 == 3) sandbox.git("merge -q --no-edit -X ours aside");
}

void write_branches(GitSandbox& sandbox) {
  write_project(sandbox);
  sandbox.git("branch start");
  sandbox.git("switch -q -c aside");
  sandbox.write("shop23/models.py", "# aside\n# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n");
  sandbox.commit("aside");
  for (int i = 0; i < branch_count; ++i) write_branch(sandbox, i);
  sandbox.git("switch -q main");
  sandbox.write("shop21/models.py", "# main\n");
  sandbox.write("shop1/models.py", "# 0\n# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n");
  sandbox.write("shop5/migrations/0002_main.py", migration("('shop5', '0001_initial')"));
  sandbox.commit("main goes on");
  sandbox.git("merge -q --no-edit aside");
}

std::string said(const View& view) {
  std::string text = view.snapshot.ref + "\n";
  for (const auto& [path, blob] : source::blobs_of(*view.snapshot.root)) text += path + " " + blob.hex() + "\n";
  for (const auto& conflict : view.snapshot.path_conflicts) text += "conflict " + conflict.path + "\n";
  for (const auto& app : view.codebase->apps) {
    text += app->label + " " + app->path;
    for (const django::Migration& one : app->package->migrations)
      text +=
          " " + one.name + " " + std::to_string(one.operations.size()) + " " + std::to_string(one.dependencies.size());
    text += "\n";
  }
  for (const auto& [name, value] : view.codebase->settings) text += name + "=" + value + "\n";
  return text;
}

/// A repository that nothing was asked yet, and its views.
struct Opened {
  std::unique_ptr<source::Repository> repository;
  django::CodebaseReader reader;
  RepositoryViews views;

  explicit Opened(const GitSandbox& sandbox)
      : repository(source::open_repository(sandbox.path())),
        reader([this](const source::BlobId& id) { return repository->read(id); }, options()),
        views(*repository, reader) {}

  static django::ReadOptions options() {
    django::ReadOptions options;
    options.root_name = "project";
    return options;
  }
  std::vector<source::Revision> branches() {
    std::vector<source::Revision> revisions;
    for (int i = 0; i < branch_count; ++i) revisions.push_back(take(repository->resolve("b" + std::to_string(i))));
    return revisions;
  }
};

std::vector<std::string> together(const GitSandbox& sandbox) {
  Opened opened(sandbox);
  const std::vector<View> tips = take(opened.views.at_all(opened.branches()));
  const View main = take(opened.views.at(take(opened.repository->resolve("main"))));
  std::vector<const View*> theirs;
  for (const View& tip : tips) theirs.push_back(&tip);
  std::vector<std::string> texts;
  for (const View& tip : tips) texts.push_back(said(tip));
  for (const View& merged : take(opened.views.merge_all(main, theirs))) texts.push_back(said(merged));
  return texts;
}

std::vector<std::string> one_by_one(const GitSandbox& sandbox) {
  Opened opened(sandbox);
  const View main = take(opened.views.at(take(opened.repository->resolve("main"))));
  std::vector<std::string> texts, merges;
  for (const source::Revision& branch : opened.branches()) {
    const View tip = take(opened.views.at(branch));
    texts.push_back(said(tip));
    merges.push_back(said(take(opened.views.merge(main, tip))));
  }
  texts.insert(texts.end(), merges.begin(), merges.end());
  return texts;
}

}  // namespace

TEST_CASE("many branches taken and merged at once say what each says by itself", "[threads]") {
  GitSandbox sandbox;
  write_branches(sandbox);
  const std::vector<std::string> expected = one_by_one(sandbox);
  REQUIRE(expected.size() == 2 * branch_count);
  CHECK(expected[branch_count + 1].find("conflict shop21/models.py") != std::string::npos);
  CHECK(expected[branch_count].find("0002_b0") != std::string::npos);
  // Afresh each time: what was asked before is not asked of git again.
  for (int i = 0; i < 5; ++i) CHECK(together(sandbox) == expected);
  // Packed as well: objects then come from another store.
  sandbox.git("gc -q");
  for (int i = 0; i < 5; ++i) CHECK(together(sandbox) == expected);
}

TEST_CASE("of several branches that can't be read the first is named", "[threads]") {
  GitSandbox sandbox;
  write_branches(sandbox);
  Opened opened(sandbox);
  std::vector<source::Revision> revisions = opened.branches();
  const auto missing = [](char digit) { return source::ObjectId::from_hex(std::string(40, digit)).value(); };
  revisions[5] = {"first", missing('a')};
  revisions[11] = {"second", missing('b')};
  const auto alone = opened.views.at(revisions[5]);
  REQUIRE_FALSE(alone);
  for (int i = 0; i < 5; ++i) {
    const auto all = opened.views.at_all(revisions);
    REQUIRE_FALSE(all);
    CHECK(all.error().message == alone.error().message);
  }
}
