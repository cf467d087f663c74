#include <catch2/catch.hpp>

#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

std::vector<std::string> labels(const Codebase& codebase) {
  std::vector<std::string> found;
  for (const App* app : codebase.first_of_label) found.push_back(app->label);
  return found;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("apps are folders with a migrations package") {
  Files files;
  add_app(files, "backend/shop");
  files["backend/shop/apps.py"] = "class C(AppConfig):\n    name = 'shop'\n    label = 'store'\n";
  files["backend/__init__.py"] = "";
  files["backend/shop/__init__.py"] = "";
  add_app(files, "blog");
  files.erase("blog/migrations/__init__.py");
  files["empty/migrations/__init__.py"] = "";
  add_app(files, ".venv/lib/hidden");
  add_app(files, "node_modules/hidden");
  const Reading reading(files);
  CHECK(labels(*reading.codebase) == Labels{"store"});
  const App& app = *reading.app("store");
  CHECK(app.label_from == "apps.py");
  CHECK(app.path == "backend/shop");
  CHECK(app.migrations_path == "backend/shop/migrations");
  CHECK(app.package->package == "backend.shop.migrations");
  CHECK(app.path_of(*app.migration("0001_initial")) == "backend/shop/migrations/0001_initial.py");
  REQUIRE(reading.codebase->skipped.size() == 1);
  CHECK(reading.codebase->skipped[0].path == "blog");
  CHECK(reading.codebase->skipped[0].reason == "migrations has no __init__.py");
}

TEST_CASE("an app at the root is called by the root's name") {
  const Reading reading({{"migrations/__init__.py", ""}, {"migrations/0001_initial.py", migration_source()}});
  const App* app = reading.app("repository");
  REQUIRE(app != nullptr);
  CHECK(app->path == ".");
  CHECK(app->migrations_path == "migrations");
}

TEST_CASE("of two apps of one label the one nearer to the root stays") {
  Files files;
  add_app(files, "b/deep/shop");
  add_app(files, "z/shop");
  const Reading reading(files);
  CHECK(reading.app("shop")->path == "z/shop");
  REQUIRE(reading.codebase->skipped.size() == 1);
  CHECK(reading.codebase->skipped[0].path == "b/deep/shop");
  CHECK(reading.codebase->skipped[0].reason == "label shop is taken by z/shop");
  CHECK(reading.codebase->apps.size() == 2);
}

TEST_CASE("MIGRATION_MODULES takes the place of the app of that label") {
  Files files;
  add_app(files, "shop");
  files["config/shop_migrations/__init__.py"] = "";
  files["config/shop_migrations/0001_own.py"] = migration_source();
  files["config/settings.py"] = "MIGRATION_MODULES = {'shop': 'config.shop_migrations', 'gone': 'nowhere.at_all'}\n";
  const Reading reading(files);
  CHECK(labels(*reading.codebase) == Labels{"shop"});
  CHECK(reading.app("shop")->migrations_path == "config/shop_migrations");
  CHECK(reading.app("shop")->path == "config");
  CHECK(reading.app("shop")->label_from == "MIGRATION_MODULES");
}

TEST_CASE("option --migration-module turns the search off") {
  Files files;
  add_app(files, "shop");
  files["odd/__init__.py"] = "";
  files["odd/0001_initial.py"] = migration_source();
  files["bare/0001_initial.py"] = migration_source();
  files["settings.py"] = "AUTH_USER_MODEL = 'shop.User'\n";
  ReadOptions options;
  options.migration_modules = {{"one", "./odd"}, {"two", "bare"}, {"three", "gone"}};
  options.settings = {{"SHOP_MODEL", "shop.Shop"}};
  const Reading reading(files, options);
  CHECK(labels(*reading.codebase) == Labels{"one"});
  REQUIRE(reading.codebase->skipped.size() == 2);
  CHECK(reading.codebase->skipped[0].path == "bare");
  CHECK(reading.codebase->skipped[1].path == "gone");
  CHECK(reading.codebase->settings == ModelSettings{{"AUTH_USER_MODEL", "auth.User"}, {"SHOP_MODEL", "shop.Shop"}});
}

TEST_CASE("settings are voted on") {
  Files files;
  add_app(files, "users");
  files["config/settings.py"] = "AUTH_USER_MODEL = 'users.User'\n";
  files["tests/settings.py"] = "AUTH_USER_MODEL = 'testapp.User'\nX_MODEL = 'b.B'\n";
  files["other/settings.py"] = "X_MODEL = 'c.C'\n";
  CHECK(Reading(files).codebase->settings == ModelSettings{{"AUTH_USER_MODEL", "users.User"}, {"X_MODEL", "c.C"}});
}

TEST_CASE("INSTALLED_APPS gives labels") {
  Files files;
  add_app(files, "backend/shop");
  files["backend/shop/apps.py"] = "class C(AppConfig):\n    name = 'shop'\n    label = 'store'\n";
  files["settings.py"] = "INSTALLED_APPS = ['django.contrib.auth', 'shop.apps.ShopConfig']\n";
  CHECK(Reading(files).codebase->installed == Labels{"auth", "store"});
  files["other.py"] = "INSTALLED_APPS = make()\n";
  CHECK_FALSE(Reading(files).codebase->installed.has_value());
}

namespace {

std::string shown(const Project& project) {
  std::string text = project.root + ":";
  for (const App* app : project.apps) {
    const bool judged = std::find(project.judged.begin(), project.judged.end(), app) != project.judged.end();
    text += " " + app->path + (judged ? "!" : "");
  }
  return text;
}

std::vector<std::string> projects(const Files& files) {
  const Reading reading(files);
  std::vector<std::string> all;
  for (const Project& project : reading.codebase->projects) all.push_back(shown(project));
  return all;
}

}  // namespace

TEST_CASE("projects of a repository are kept apart") {
  using Projects = std::vector<std::string>;
  Files files;
  SECTION("no apps: one empty project") { CHECK(projects({{"x.py", ""}}) == Projects{":"}); }
  SECTION("no label twice: one project") {
    add_app(files, "one/shop");
    add_app(files, "two/blog");
    files["one/manage.py"] = files["two/manage.py"] = "";
    CHECK(projects(files) == Projects{": two/blog! one/shop!"});
  }
  SECTION("one project a manage.py, libraries shared and judged once") {
    add_app(files, "one/shop");
    add_app(files, "two/shop");
    add_app(files, "two/deep/blog");
    add_app(files, "libs/blog");
    add_app(files, "libs/tags");
    files["one/manage.py"] = files["two/manage.py"] = "";
    CHECK(projects(files) == Projects{"one: libs/blog! one/shop! libs/tags!", "two: two/deep/blog! two/shop! libs/tags"});
  }
  SECTION("a label twice in one project: the other is judged among the rest") {
    add_app(files, "shop");
    add_app(files, "templates/shop");
    add_app(files, "blog");
    files["manage.py"] = "";
    CHECK(projects(files) == Projects{": blog! shop!", ": blog templates/shop!"});
  }
  SECTION("without any manage.py") {
    add_app(files, "shop");
    add_app(files, "examples/shop");
    CHECK(projects(files) == Projects{": shop!", ": examples/shop!"});
  }
}

TEST_CASE("a second snapshot costs what it has of its own") {
  Files files;
  add_app(files, "shop");
  add_app(files, "blog", "    dependencies = [('shop', '0001_initial')]\n");
  Reading reading(files);
  const auto before = reading.codebase;
  files["blog/migrations/0002_more.py"] = migration_source("    dependencies = [('blog', '0001_initial')]\n");
  reading.trees.reads = 0;
  const auto after = reading.read(files);
  CHECK(reading.trees.reads == 2);  // the new file, looked through and parsed
  CHECK(after->apps[1] == before->apps[1]);
  CHECK(after->apps[0] != before->apps[0]);
  CHECK(after->apps[0]->package->migrations.size() == 2);
}
