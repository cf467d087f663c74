#include <catch2/catch.hpp>

#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

std::string shown(const Dependency& dependency) {
  struct Show {
    std::string operator()(const Dependency::Key& key) const { return key.app + "." + key.name; }
    std::string operator()(const Dependency::Setting& setting) const { return "settings." + setting.name; }
    std::string operator()(const Dependency::Swappable& swappable) const { return "model " + swappable.model; }
    std::string operator()(const Dependency::Unknown& unknown) const {
      return std::string(unknown.spread ? "*" : "") + "unknown " + unknown.path;
    }
  };
  return std::visit(Show(), dependency.target);
}

std::vector<std::string> shown(const std::vector<Dependency>& dependencies) {
  std::vector<std::string> all;
  for (const Dependency& dependency : dependencies) all.push_back(shown(dependency));
  return all;
}

using Texts = std::vector<std::string>;

/// The tree of app "shop" whose 0001_initial has this source.
Reading shop(const std::string& source, Files more = {}) {
  more["shop/migrations/__init__.py"];
  more["shop/migrations/0001_initial.py"] = source;
  return Reading(more);
}

const Migration& only(const Reading& reading) { return reading.migration("shop", "0001_initial"); }

}  // namespace

TEST_CASE("dependencies as they are written") {
  const auto dependencies = [](const std::string& value, const std::string& before = "") {
    return shown(only(shop(migration_source("    dependencies = " + value + "\n", before))).dependencies);
  };
  CHECK(dependencies("[('a', '0001'), ['b', '__first__']]") == Texts{"a.0001", "b.__first__"});
  CHECK(dependencies("(('a', '0001'),)") == Texts{"a.0001"});
  CHECK(dependencies("[migrations.swappable_dependency(settings.AUTH_USER_MODEL)]") == Texts{"settings.AUTH_USER_MODEL"});
  CHECK(dependencies("[swappable_dependency('a.B')]", "from django.db.migrations import swappable_dependency\n") ==
        Texts{"model a.B"});
  CHECK(dependencies("[migrations.swappable_dependency(conf.MODEL)]", "from x import conf\n") == Texts{"unknown x.conf.MODEL"});
  CHECK(dependencies("[swapper.dependency('a', 'B'), ('a', '0001')]", "import swapper\n") ==
        Texts{"unknown swapper.dependency", "a.0001"});
  SECTION("what is known of a sum is kept") {
    const Texts sum = dependencies("[('a', '0001')] + conf.EXTRA", "from x import conf\n");
    REQUIRE(sum.size() == 2);
    CHECK(sum[0] == "a.0001");
    CHECK(sum[1].starts_with("*unknown"));
  }
  SECTION("a list that is unknown as a whole") {
    CHECK(dependencies("conf.ALL", "from x import conf\n") == Texts{"*unknown x.conf.ALL"});
  }
  SECTION("a pair with an unknown part") {
    const Texts pair = dependencies("[(conf.APP, '0001')]", "from x import conf\n");
    REQUIRE(pair.size() == 1);
    CHECK(pair[0].starts_with("unknown"));
  }
}

TEST_CASE("attributes of the class") {
  const Reading reading = shop(migration_source(
      "    initial = True\n    atomic = False\n    replaces = [('shop', '0001_a')]\n    run_before = [('a', '0002')]\n"));
  const Migration& migration = only(reading);
  CHECK(migration.initial == true);
  CHECK(*migration.atomic.as<bool>() == false);
  CHECK(shown(migration.replaces) == Texts{"shop.0001_a"});
  CHECK(shown(migration.run_before) == Texts{"a.0002"});
  CHECK(migration.is_squash());
  CHECK(migration.module_name == "shop.migrations.0001_initial");

  const Reading plain_reading = shop(migration_source());
  const Migration& plain = only(plain_reading);
  CHECK_FALSE(plain.initial.has_value());
  CHECK(*plain.atomic.as<bool>());
}

TEST_CASE("the class may be assigned, imported or inherited") {
  SECTION("from the package itself") {
    const Reading reading = shop("from . import Base\n\n\nclass Migration(Base):\n    operations = []\n",
                                 {{"shop/migrations/__init__.py", migration_source("    dependencies = [('a', '0001')]\n") +
                                                                      "Base = Migration\n"},
                                  {"shop/__init__.py", ""}});
    CHECK(shown(only(reading).dependencies) == Texts{"a.0001"});
  }
  SECTION("from outside the tree: a migration of which no more is known") {
    const Reading reading = shop("from elsewhere import Migration\n");
    CHECK(only(reading).may_depend_on_more());
    CHECK(only(reading).dependencies.empty());
  }
  SECTION("from another module of the migrations") {
    const Reading reading = shop("from shop.migrations.helper import Migration\n",
                                 {{"shop/migrations/helper.py", migration_source("    initial = True\n")}, {"shop/__init__.py", ""}});
    CHECK(only(reading).initial == true);
  }
}

TEST_CASE("settings have the values that the tree gives them") {
  Files files = {{"settings.py", "AUTH_USER_MODEL = 'users.User'\n"}};
  const Reading reading =
      shop(migration_source("    dependencies = [(settings.AUTH_USER_MODEL.split('.')[0], '__first__')]\n"), files);
  CHECK(shown(only(reading).dependencies) == Texts{"users.__first__"});
}

TEST_CASE("a module that changes its meaning with the settings is read again") {
  Files files = {{"shop/migrations/__init__.py", ""}, {"settings.py", "AUTH_USER_MODEL = 'a.User'\n"}};
  files["shop/migrations/0001_initial.py"] =
      migration_source("    dependencies = [(settings.AUTH_USER_MODEL.split('.')[0], '__first__')]\n");
  Reading reading(files);
  files["settings.py"] = "AUTH_USER_MODEL = 'b.User'\n";
  const auto second = reading.read(files);
  CHECK(shown(second->apps[0]->migration("0001_initial")->dependencies) == Texts{"b.__first__"});
  CHECK(shown(only(reading).dependencies) == Texts{"a.__first__"});
}

TEST_CASE("files that are no migrations") {
  Files files;
  add_app(files, "shop");
  files["shop/migrations/0002_empty.py"] = "x = 1\n";
  files["shop/migrations/0003_broken.py"] = "class Migration(\n";
  files["shop/migrations/0004.fix.py"] = migration_source();
  files["shop/migrations/0005_old.pyc"] = "";
  files["shop/migrations/0001_initial.pyc"] = "";
  files["shop/migrations/0001_initial.cpython-311.pyc"] = "";
  files["shop/migrations/_helper.py"] = "";
  files["shop/migrations/~backup.py"] = "";
  files["shop/migrations/sub/0009_x.py"] = migration_source();
  const Reading reading(files);
  const MigrationPackage& package = *reading.app("shop")->package;
  CHECK(package.migrations.size() == 1);
  REQUIRE(package.errors.size() == 2);
  CHECK(package.errors[0].file == "0002_empty.py");
  CHECK(package.errors[0].type == LoadError::Type::bad_migration);
  CHECK(package.errors[0].text == "Migration 0002_empty in app shop has no Migration class");
  CHECK(package.errors[1].file == "0003_broken.py");
  CHECK(package.errors[1].type == LoadError::Type::import_error);
  REQUIRE(package.ignored.size() == 2);
  CHECK(package.ignored[0].file == "0004.fix.py");
  CHECK(package.ignored[0].reason == IgnoredFile::Reason::dot_in_name);
  CHECK(package.ignored[1].file == "0005_old.pyc");
  CHECK(package.ignored[1].reason == IgnoredFile::Reason::bytecode);
}

TEST_CASE("of a file that Python could not load, its place in the graph is still read") {
  Files files;
  add_app(files, "shop");
  files["shop/migrations/0002_print.py"] =
      "from django.db import migrations\n\n\ndef forwards(apps, schema_editor):\n    print \"Added\"\n\n\n"
      "class Migration(migrations.Migration):\n    dependencies = [\n        ('shop', '0001_initial'),  # isn't it\n    ]\n"
      "    operations = [migrations.RunPython(forwards)]\n";
  files["shop/migrations/0003_quote.py"] =
      "from django.conf import settings\nfrom django.db import migrations\nclass Migration(migrations.Migration):\n"
      "  operations = [migrations.RunSQL('user's')]\n"
      "  dependencies = [('shop', '0002_print'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n";
  files["shop/migrations/0004_lost.py"] = "class Migration(migrations.Migration):\n    dependencies = [('shop', '0003\n";
  files["shop/migrations/0004_marks.py"] =
      "class Migration(migrations.Migration):\n<<<<<<< HEAD\n    dependencies = [('shop', '0001_initial')]\n=======\n"
      "    dependencies = [('shop', '0002_print')]\n>>>>>>> feature\n";
  files["shop/migrations/0005_empty.py"] = "x = 1\n";  // Python loads it: no Migration, no place
  const Reading reading(files);
  const App& shop = *reading.app("shop");
  CHECK(shop.package->migrations.size() == 1);
  CHECK(shop.package->errors.size() == 5);
  REQUIRE(shop.package->unreadable.size() == 4);

  const Migration* print = shop.migration("0002_print");
  REQUIRE(print != nullptr);
  CHECK(print->unreadable);
  CHECK(print->operations.empty());
  REQUIRE(print->dependencies.size() == 1);
  CHECK(print->dependencies[0].key()->name == "0001_initial");
  // Where it stands in the file itself.
  const std::string& text = files["shop/migrations/0002_print.py"];
  const auto span = print->dependencies[0].span;
  CHECK(text.substr(span.begin, span.end - span.begin) == "('shop', '0001_initial')");

  const Migration* quote = shop.migration("0003_quote");
  REQUIRE(quote->dependencies.size() == 2);
  CHECK(quote->dependencies[0].key()->name == "0002_print");
  CHECK(std::holds_alternative<Dependency::Setting>(quote->dependencies[1].target));
  CHECK(shop.migration("0004_lost")->may_depend_on_more());
  CHECK(shop.migration("0004_marks")->may_depend_on_more());
  CHECK(shop.migration("0005_empty") == nullptr);
}
