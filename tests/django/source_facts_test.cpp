#include "django/source_facts.h"

#include <catch2/catch.hpp>

using namespace miggraph::django;

TEST_CASE("a class Migration is seen as the oracle's regular expression sees it") {
  const auto [source, expected] = GENERATE(table<const char*, bool>({
      {"class Migration(migrations.Migration):", true},
      {"import x\n\n  class   Migration:", true},
      {"class Migrations(x):", false},
      {"class MyMigration(x):", false},
      {"Migration = make()", true},
      {"Migration=make()", true},
      {"Migration\n = 1", true},
      {"x.Migration = 1", false},
      {"from .base import Other, Migration as M", true},
      {"from .base import Migrations", false},
      {"from  import Migration", true},
      {"from Migration import other", false},
      {"# class Migration", false},
      {"import Migration", false},
      {"", false},
  }));
  CAPTURE(source);
  CHECK(defines_migration(source) == expected);
}

TEST_CASE("lines that set a model") {
  const auto lines = model_setting_lines(
      "AUTH_USER_MODEL = 'users.User'\r\n"
      "    OAUTH2_PROVIDER_APPLICATION_MODEL: str = \"oauth.Application\"\n"
      "x.OTHER_MODEL = 'a.B'\n"
      "LOWER_MODELs = 'a.B'\n"
      "THREE_MODEL = 'a.b.C'\n"
      "_PRIVATE_MODEL = 'a.B'\n"
      "NO_MODEL = 'plain'\n"
      "CALLED_MODEL = get('a.B')\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].name == "AUTH_USER_MODEL");
  CHECK(lines[0].model == "users.User");
  CHECK(lines[1].name == "OAUTH2_PROVIDER_APPLICATION_MODEL");
  CHECK(lines[1].model == "oauth.Application");
}

TEST_CASE("MIGRATION_MODULES gives its literal pairs") {
  const SourceFacts facts = scan_source(
      "if TESTS:\n"
      "    MIGRATION_MODULES = {\n"
      "        'shop': 'config.' 'shop_migrations',  # a comment, with 'quotes'\n"
      "        'none': None,\n"
      "        LABEL: 'x.y',\n"
      "        'made': make('x'),\n"
      "        'sum': 'a' + 'b',\n"
      "        \"last\": \"lib.last\"\n"
      "    }\n"
      "OTHER = {'MIGRATION_MODULES': {'a': 'b'}}\n");
  const std::vector<std::pair<std::string, std::string>> expected = {{"shop", "config.shop_migrations"}, {"last", "lib.last"}};
  CHECK(facts.migration_modules == expected);
}

TEST_CASE("MIGRATION_MODULES that Python would refuse has an end") {
  const std::vector<std::pair<std::string, std::string>> expected = {{"a", "b"}};
  for (const char* rest : {")", "]", "'c': x)", "'c': x]}", "{", "'c'", "'c':", ",", "", ")}", ",,,", "\n)"}) {
    CHECK(scan_source(std::string("MIGRATION_MODULES = {'a': 'b', ") + rest).migration_modules == expected);
  }
}

TEST_CASE("lists that double with every line are given up, not made") {
  std::string source = "L0 = ['a', 'b']\n";
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i), next = std::to_string(i + 1);
    source += "L" + next + " = L" + number + (i % 2 == 0 ? " + L" + number + "\n" : "\nL" + next + " += [*L" + number + "]\n");
  }
  const SourceFacts facts = scan_source(source + "INSTALLED_APPS = L60\n");
  CHECK(facts.assigns_installed_apps);
  CHECK_FALSE(facts.installed_apps_readable);
  CHECK(facts.installed_apps.size() < 100'000);
}

TEST_CASE("INSTALLED_APPS is read where it is literal") {
  using Entries = std::vector<std::string>;
  SECTION("sums of lists of one file") {
    const auto facts = scan_source("OWN = ['a', 'b',]\nTHEIRS: list[str] = (\n 'c',\n)\nINSTALLED_APPS = OWN + [\"d\"] + THEIRS\n");
    CHECK(facts.assigns_installed_apps);
    CHECK(facts.installed_apps_readable);
    CHECK(facts.installed_apps == Entries{"a", "b", "d", "c"});
  }
  SECTION("extended") {
    const auto facts = scan_source("INSTALLED_APPS = ['a']\nINSTALLED_APPS += ['b']\n");
    CHECK(facts.installed_apps_readable);
    CHECK(facts.installed_apps == Entries{"a", "b"});
  }
  SECTION("of a call") {
    CHECK(scan_source("settings.configure(DEBUG=True, INSTALLED_APPS=['a'], X=1)\n").installed_apps == Entries{"a"});
  }
  SECTION("what is computed makes it unreadable") {
    const std::string source = GENERATE("INSTALLED_APPS = get_apps()\n", "INSTALLED_APPS = ['a', NAME]\n",
                                        "INSTALLED_APPS = BASE + ['a']\n", "INSTALLED_APPS = ['a']\nINSTALLED_APPS.append(x)\n",
                                        "INSTALLED_APPS = [a for a in A]\n", "INSTALLED_APPS = ['a'] if X else ['b']\n");
    CAPTURE(source);
    CHECK_FALSE(scan_source(source).installed_apps_readable);
  }
  SECTION("one that is only read says nothing") {
    CHECK_FALSE(scan_source("if 'x' in INSTALLED_APPS == True:\n    pass\n").assigns_installed_apps);
    CHECK_FALSE(scan_source("for app in settings.INSTALLED_APPS:\n    pass\n").assigns_installed_apps);
  }
}

namespace {

std::string label(const std::string& source, const std::string& folder = "shop") {
  return label_from(app_config_classes(source), folder).value_or("(folder)");
}

}  // namespace

TEST_CASE("the label of an app") {
  CHECK(label("class A(AppConfig):\n    name = 'x.shop'\n") == "(folder)");
  CHECK(label("class A(AppConfig):\n    name = 'x.shop'\n    label = 'store'\n") == "store");
  CHECK(label("class A(apps.AppConfig):\n    label: str = 'store'\n") == "store");
  CHECK(label("class A(Other):\n    name = 'x'\n    label = 'store'\n") == "(folder)");
  CHECK(label("class A(Base, metaclass=ConfigMeta):\n    name = 'x'\n    label = 'store'\n") == "(folder)");
  CHECK(label("class A(AppConfig):\n    name = 'x'\n    label = make()\n") == "(folder)");
  CHECK(label("if X:\n  class A(AppConfig):\n    '''doc'''\n    name = 'x'\n    def f(self):\n        label = 'no'\n    label = 'yes'\n") == "yes");

  SECTION("one that is not the default counts only where there is no other") {
    CHECK(label("class A(C_Config):\n    name='a'\n    label='a'\n    default = False\n"
                "class B(C_Config):\n    name='b'\n    label='b'\n") == "b");
    CHECK(label("class A(C_Config):\n    name='a'\n    label='a'\n"
                "class B(C_Config):\n    name='b'\n    label='b'\n    default = True\n") == "b");
    CHECK(label("class A(C_Config):\n    name='a'\n    label='a'\n    default = False\n") == "a");
  }
  SECTION("the one that names the folder is its own") {
    CHECK(label("class A(C_Config):\n    name='other'\n    label='a'\nclass B(C_Config):\n    name='x.shop'\n    label='b'\n") == "b");
  }
  SECTION("outer classes come before inner ones") {
    CHECK(label("def f():\n    class A(C_Config):\n        name='a'\n        label='a'\n"
                "class B(C_Config):\n    name='b'\n    label='b'\n") == "b");
  }
}
