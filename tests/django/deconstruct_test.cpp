#include <catch2/catch.hpp>

#include "django/deconstruct/canonical.h"
#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

/// The canonical form of what stands in a migration's list of operations, as JSON.
std::string dumped(const std::string& value, const std::string& before = "") {
  const Reading reading({{"shop/__init__.py", ""},
                         {"shop/migrations/__init__.py", ""},
                         {"shop/migrations/0001_initial.py", migration_source("    operations = [migrations.RunSQL(" + value + ")]\n", before)}});
  const Migration& migration = reading.migration("shop", "0001_initial");
  return json_text(canonical_value(*migration.operations.at(0).argument("sql"), deconstruct_context(migration, reading.codebase->settings)));
}

std::string operation(const std::string& source, const std::string& before = "") {
  const Reading reading({{"shop/__init__.py", ""},
                         {"shop/migrations/__init__.py", ""},
                         {"shop/migrations/0001_initial.py", migration_source("    operations = [" + source + "]\n", before)}});
  const Migration& migration = reading.migration("shop", "0001_initial");
  const Canonical made = canonical_operation(migration.operations.at(0), deconstruct_context(migration, reading.codebase->settings));
  return json_text(*made.entry("kwargs"));
}

}  // namespace

TEST_CASE("values as the oracle writes them") {
  const auto [source, json] = GENERATE(table<const char*, const char*>({
      {"None", "null"},
      {"1.0", "1.0"},
      {"'é\\n'", "\"\\u00e9\\n\""},
      {"b'\\xff'", "{\"bytes\": \"\\u00ff\"}"},
      {"(1, [2])", "{\"tuple\": [1, [2]]}"},
      {"{'b', 'a'}", "{\"set\": [\"a\", \"b\"]}"},
      {"{'b': 1, 'a': 2}", "{\"dict\": [[\"b\", 1], [\"a\", 2]]}"},
      {"dict", "{\"ref\": \"dict\"}"},
      {"models.deletion.CASCADE", "{\"ref\": \"django.db.models.CASCADE\"}"},
      {"migrations.RunSQL.noop", "\"\""},
      {"_('text')", "\"text\""},
      {"lambda: 1", "{\"lambda\": true}"},
      {"helper", "{\"ref\": \"shop.migrations.0001_initial.helper\"}"},
      {"lib.thing(1, b=2, a=3)", "{\"call\": \"lib.thing\", \"args\": [1], \"kwargs\": {\"a\": 3, \"b\": 2}}"},
      {"datetime.timedelta(-1, hours=1)", "{\"call\": \"datetime.timedelta\", \"args\": [], \"kwargs\": {\"days\": -1, \"seconds\": 3600}}"},
      {"datetime.date(2020, 1, 2)", "{\"call\": \"datetime.date\", \"args\": [2020, 1, 2], \"kwargs\": {}}"},
      {"re.compile('x', re.I | re.M)", "{\"call\": \"re.compile\", \"args\": [\"x\", 10], \"kwargs\": {}}"},
      {"re.compile('x', 32)", "{\"call\": \"re.compile\", \"args\": [\"x\"], \"kwargs\": {}}"},
      {"models.Q(b=1, a=2)",
       "{\"call\": \"django.db.models.Q\", \"args\": [{\"tuple\": [\"a\", 2]}, {\"tuple\": [\"b\", 1]}], \"kwargs\": {}}"},
      {"models.Q(a=1) | ~models.Q(b=2)",
       "{\"call\": \"django.db.models.Q\", \"args\": [{\"tuple\": [\"a\", 1]}, {\"call\": \"django.db.models.Q\", \"args\": [{\"tuple\": "
       "[\"b\", 2]}], \"kwargs\": {\"_negated\": true}}], \"kwargs\": {\"_connector\": \"OR\"}}"},
  }));
  CAPTURE(source);
  CHECK(dumped(source,
               "import datetime, re, lib\nfrom django.utils.translation import gettext_lazy as _\ndef helper(): pass\n") == json);
}

TEST_CASE("fields as deconstruct() leaves them") {
  const auto [source, kwargs] = GENERATE(table<const char*, const char*>({
      {"models.CharField('name', max_length=5, blank=False, null=True)", "{\"max_length\": 5, \"null\": true, \"verbose_name\": \"name\"}"},
      {"models.AutoField(primary_key=True, blank=True)", "{\"primary_key\": true}"},
      {"models.EmailField()", "{\"max_length\": 254}"},
      {"models.SlugField(max_length=50, db_index=True)", "{}"},
      {"models.DateField(auto_now=True, editable=False, blank=True)", "{\"auto_now\": true}"},
      {"models.BinaryField(editable=True)", "{\"editable\": true}"},
      {"models.BooleanField(default=None, validators=[])", "{\"default\": null}"},
      {"models.OneToOneField('Shop.Other', unique=True)",
       "{\"on_delete\": {\"ref\": \"django.db.models.CASCADE\"}, \"to\": \"Shop.other\"}"},
      {"models.ManyToManyField(to='Thing', symmetrical=False)", "{\"to\": \"thing\"}"},
      {"models.IntegerField(choices={1: 'a'})", "{\"choices\": [{\"tuple\": [1, \"a\"]}]}"},
  }));
  CAPTURE(source);
  const std::string json = dumped(source);
  const std::string end = std::string("\"args\": [], \"kwargs\": ") + kwargs + "}";
  CHECK(json.substr(json.find("\"args\"")) == end);
}

TEST_CASE("operations as deconstruct() leaves them") {
  CHECK(operation("migrations.CreateModel('A', [], options={}, bases=(models.Model,), managers=[])") ==
        "{\"fields\": [], \"name\": \"A\"}");
  CHECK(operation("migrations.RemoveField('a', 'b', None)") == "{\"model_name\": \"a\", \"name\": \"b\"}");
  CHECK(operation("migrations.RunPython(migrations.RunPython.noop, elidable=True, atomic=None)") ==
        "{\"code\": {\"ref\": \"django.db.migrations.RunPython.noop\"}}");
  CHECK(operation("migrations.AlterUniqueTogether('a', ('x', 'y'))") ==
        "{\"name\": \"a\", \"unique_together\": {\"set\": [{\"tuple\": [\"x\", \"y\"]}]}}");
  CHECK(operation("migrations.AddIndex('a', models.Index('x', name='i', include=None, fields=[]))") ==
        "{\"index\": {\"call\": \"django.db.models.Index\", \"args\": [\"x\"], \"kwargs\": {\"name\": \"i\"}}, \"model_name\": \"a\"}");
}

TEST_CASE("deeply nested values and sums do not overflow anything") {
  // Python takes no more than 200 brackets; dump goes 150 deep.
  const std::string deep = std::string(180, '[') + std::string(180, ']');
  CHECK(dumped(deep).find("opaque") != std::string::npos);
  std::string sum = "models.Q(a=1)";
  for (int i = 0; i < 2000; ++i) sum += " | models.Q(a=1)";
  CHECK_FALSE(dumped(sum).empty());
}
