#include "django/operations/backwards.h"

#include <catch2/catch.hpp>

#include "django/state/state_change.h"
#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

/// The operations of a migration whose list holds `items`, the last of which is looked at.
struct Undone {
  Reading reading;
  ModelSettings settings{{"AUTH_USER_MODEL", "auth.User"}};
  std::vector<Effect> effects;

  explicit Undone(const std::string& items, const std::string& before = "")
      : reading({{"shop/__init__.py", ""},
                 {"shop/migrations/__init__.py", ""},
                 {"shop/migrations/0001_initial.py", migration_source("    operations = [" + items + "]\n", before)}}),
        effects(effects_of(reading.migration("shop", "0001_initial"), settings)) {
    REQUIRE_FALSE(effects.empty());
  }

  const Operation& last() const { return *effects.back().operation; }
  Backwards backwards() const {
    ProjectState state(settings);
    StateLog log;
    apply(std::span(effects).first(effects.size() - 1), {"shop", "0001_initial"}, state, log);
    return database_backwards(effects.back(), {"shop", state});
  }
};

const std::string product =
    "migrations.CreateModel('Product', [('id', models.AutoField(primary_key=True)), ('name', "
    "models.CharField(max_length=50))]), ";

std::optional<bool> reversible(const std::string& item, const std::string& before = "") {
  return miggraph::django::reversible(Undone(item, before).last());
}

bool contains(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("reversible as Operation.reversible") {
  CHECK(reversible("migrations.DeleteModel('Product')") == true);
  CHECK(reversible("migrations.RunPython(print)") == false);
  CHECK(reversible("migrations.RunPython(print, None)") == false);
  CHECK(reversible("migrations.RunPython(print, migrations.RunPython.noop)") == true);
  CHECK(reversible("migrations.RunPython(print, reverse_code=lambda apps, schema_editor: None)") == true);
  CHECK(reversible("migrations.RunSQL('x')") == false);
  CHECK(reversible("migrations.RunSQL('x', '')") == true);
  CHECK(reversible("migrations.RunSQL('x', migrations.RunSQL.noop)") == true);
  CHECK(reversible("migrations.RunSQL('x', reverse_sql=[('y', None)])") == true);
}

TEST_CASE("reversible where it can't be known") {
  const std::string unknown = "from elsewhere import make, options, Trigger\n";
  CHECK(reversible("migrations.RunPython(print, make())", unknown) == std::nullopt);
  CHECK(reversible("migrations.RunPython(print, **options)", unknown) == std::nullopt);
  CHECK(reversible("Trigger('x')", unknown) == std::nullopt);
  CHECK(reversible("migrations.SeparateDatabaseAndState([Trigger('x')])", unknown) == std::nullopt);
  CHECK(reversible("migrations.SeparateDatabaseAndState(make())", unknown) == std::nullopt);
}

TEST_CASE("what SeparateDatabaseAndState hides") {
  CHECK(reversible("migrations.SeparateDatabaseAndState([migrations.RunSQL('x', 'y')])") == true);
  CHECK(reversible("migrations.SeparateDatabaseAndState([migrations.RunSQL('x')])") == false);
  CHECK(reversible("migrations.SeparateDatabaseAndState([migrations.SeparateDatabaseAndState([migrations.RunPython("
                   "print)])])") == false);
  CHECK(reversible("migrations.SeparateDatabaseAndState(state_operations=[migrations.RunSQL('x')])") == true);
  const Undone hidden("migrations.SeparateDatabaseAndState([migrations.RunSQL('x')])");
  CHECK(hidden.backwards().fails);
}

TEST_CASE("reversible of classes of the tree") {
  const std::string base = "from django.db.migrations.operations.base import Operation\nfrom elsewhere import Mixin\n";
  CHECK(reversible("Own()", base + "class Own(Operation):\n    pass\n") == true);
  CHECK(reversible("Own()", base + "class Own(Operation):\n    reversible = False\n") == false);
  CHECK(reversible("Own()", base + "class Base(Operation):\n    reversible = False\nclass Own(Base):\n    pass\n") ==
        false);
  CHECK(reversible("Own()",
                   base + "class Own(Operation):\n    @property\n    def reversible(self):\n        return self.x\n") ==
        std::nullopt);
  CHECK(reversible("Own()", base + "class Own(Mixin, Operation):\n    pass\n") == std::nullopt);
  CHECK(reversible("Own(print)", "class Own(migrations.RunPython):\n    pass\n") == false);
  CHECK(reversible("Own()",
                   "class Own(migrations.RunPython):\n    def __init__(self):\n        super().__init__(print)\n") ==
        std::nullopt);
  CHECK(reversible(
            "Own('a', 'b')",
            "class Own(migrations.RemoveField):\n    def state_forwards(self, app_label, state):\n        pass\n") ==
        true);
  CHECK(Undone("Own()", base + "class Own(Operation):\n    pass\n").backwards().fails);
  CHECK_FALSE(Undone("Own()", base + "class Own(Operation):\n    def database_backwards(self, *args):\n        pass\n")
                  .backwards()
                  .fails);
}

TEST_CASE("a class whose bases share bases is not gone through for ever") {
  std::string classes =
      "from django.db.migrations.operations.base import Operation\nclass A0(Operation):\n    pass\nclass "
      "B0(Operation):\n    pass\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string last = std::to_string(i - 1), now = std::to_string(i);
    classes += "class A" + now + "(A" + last + ", B" + last + "):\n    pass\nclass B" + now + "(A" + last + ", B" +
               last + "):\n    pass\n";
  }
  const auto answer = reversible("A40()", classes);
  CHECK(answer != false);
}

TEST_CASE("the data that goes") {
  const auto [item, loses] = GENERATE(table<const char*, const char*>({
      {"migrations.AddField('product', 'price', models.IntegerField(null=True))", "column price of shop.Product"},
      {"migrations.AddField('product', 'tags', models.ManyToManyField('shop.tag'))",
       "many-to-many table tags of shop.Product"},
      {"migrations.AlterField('product', 'name', models.CharField(max_length=80))",
       "values of the column name of shop.Product longer than 50"},
      {"migrations.AlterField('product', 'name', models.TextField())",
       "values of the column name of shop.Product longer than 50"},
      {"migrations.AlterField('product', 'name', models.IntegerField())",
       "values of the column name of shop.Product that CharField can't hold"},
      {"migrations.CreateModel('Tag', [('id', models.AutoField(primary_key=True))])",
       "table of shop.Tag with all its rows"},
      {"migrations.AlterOrderWithRespectTo('product', 'parent')",
       "column _order of shop.Product, the order of its rows"},
  }));
  CAPTURE(item);
  CHECK(Undone(product + item).backwards().loses == std::vector<std::string>{loses});
}

TEST_CASE("nothing goes") {
  const std::string item =
      GENERATE(as<std::string>(), "migrations.RemoveField('product', 'name')", "migrations.DeleteModel('Product')",
               "migrations.RenameField('product', 'name', 'title')",
               "migrations.AddField('product', 'tags', models.ManyToManyField('shop.tag', through='shop.Link'))",
               "migrations.CreateModel('P', [], options={'proxy': True})",
               "migrations.CreateModel('U', [], options={'managed': False})",
               "migrations.AlterField('product', 'name', models.CharField(max_length=50, help_text='x', blank=True))",
               "migrations.AlterField('product', 'name', models.CharField(max_length=30))",
               "migrations.AlterField('product', 'id', models.AutoField(primary_key=True))");
  CAPTURE(item);
  CHECK(Undone(product + item).backwards().loses.empty());
}

TEST_CASE("what comes back, and where it fails") {
  const auto caution_of = [](const std::string& items) { return Undone(product + items).backwards().cautions; };
  CHECK(contains(caution_of("migrations.RemoveField('product', 'name')"), "fails where the table has rows"));
  CHECK(contains(caution_of("migrations.AddField('product', 'n', models.IntegerField(null=True)), "
                            "migrations.RemoveField('product', 'n')"),
                 "NULL"));
  CHECK(contains(caution_of("migrations.AddField('product', 'n', models.IntegerField(default=1)), "
                            "migrations.RemoveField('product', 'n')"),
                 "the default"));
  CHECK(contains(caution_of("migrations.AddField('product', 'n', models.IntegerField(default=1), "
                            "preserve_default=False), migrations.RemoveField('product', 'n')"),
                 "fails where the table has rows"));
  CHECK(contains(
      caution_of(
          "migrations.AddField('product', 'n', models.TextField(blank=True)), migrations.RemoveField('product', 'n')"),
      "empty string"));
  CHECK(contains(caution_of("migrations.AlterField('product', 'name', models.CharField(max_length=50, null=True))"),
                 "NOT NULL again, without a default"));
  CHECK(contains(caution_of("migrations.AlterField('gone', 'name', models.CharField(max_length=50))"), "is not known"));
}
