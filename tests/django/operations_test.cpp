#include <catch2/catch.hpp>

#include "django/operations/operation_type.h"
#include "django/operations/text.h"
#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

/// The operations of a migration whose list holds `items`.
struct Operations {
  Reading reading;
  const std::vector<Operation>& list;

  explicit Operations(const std::string& items, const std::string& before = "")
      : reading({{"shop/__init__.py", ""},
                 {"shop/migrations/__init__.py", ""},
                 {"shop/migrations/0001_initial.py", migration_source("    operations = [" + items + "]\n", before)}}),
        list(reading.migration("shop", "0001_initial").operations) {}

  const Operation& only() const {
    REQUIRE(list.size() == 1);
    return list.front();
  }
};

using Kind = Touch::Kind;

}  // namespace

TEST_CASE("operations in Django's words") {
  const auto [source, text, brief] = GENERATE(table<const char*, const char*, const char*>({
      {"migrations.CreateModel('Student', fields=[])", "Create model Student", "+ model Student"},
      {"migrations.CreateModel('P', [], options={'proxy': True})", "Create proxy model P", "+ model P"},
      {"migrations.DeleteModel(name='Student')", "Delete model Student", "− model Student"},
      {"migrations.RenameModel('A', 'B')", "Rename model A to B", "~ model A → B"},
      {"migrations.AddField('student', 'ine', models.CharField())", "Add field ine to student", "+ ine"},
      {"migrations.RemoveField(model_name='student', name='ine')", "Remove field ine from student", "− ine"},
      {"migrations.AlterField('student', 'ine', models.TextField())", "Alter field ine on student", "~ ine"},
      {"migrations.RenameField('student', 'a', 'b')", "Rename field a on student to b", "~ a → b"},
      {"migrations.AlterUniqueTogether('student', {('last_name', 'first_name')})",
       "Alter unique_together for student (1 constraint(s))", "~ unique (last_name, first_name)"},
      {"migrations.AlterUniqueTogether('student', ('a', 'b'))", "Alter unique_together for student (1 constraint(s))",
       "~ unique (a, b)"},
      {"migrations.AlterUniqueTogether('student', set())", "Alter unique_together for student (0 constraint(s))", "− unique"},
      {"migrations.AlterIndexTogether('student', [['a', 'b'], ['c']])", "Alter index_together for student (2 constraint(s))",
       "~ index together (a, b), (c)"},
      {"migrations.AlterModelTable('student', None)", "Rename table for student to (default)", "~ table (default)"},
      {"migrations.AlterModelTable('student', 'pupils')", "Rename table for student to pupils", "~ table pupils"},
      {"migrations.AlterModelOptions('student', {})", "Change Meta options on student", "~ options"},
      {"migrations.AlterModelManagers('student', [])", "Change managers on student", "~ managers"},
      {"migrations.AlterOrderWithRespectTo('a', 'b')", "Set order_with_respect_to on a to b", "~ order by b"},
      {"migrations.AddIndex('student', models.Index(fields=['last', '-x'], name='students_last_idx'))",
       "Create index students_last_idx on field(s) last, -x of model student", "+ index students_last_idx"},
      {"migrations.RemoveIndex('student', 'i')", "Remove index i from student", "− index i"},
      {"migrations.RenameIndex('student', new_name='b', old_name='a')", "Rename index a on student to b", "~ index a → b"},
      {"migrations.RenameIndex('student', new_name='b', old_fields=('x', 'y'))",
       "Rename unnamed index for ('x', 'y') on student to b", "~ index (x, y) → b"},
      {"migrations.AddConstraint('student', models.UniqueConstraint(fields=['a'], name='u'))",
       "Create constraint u on model student", "+ constraint u"},
      {"migrations.RemoveConstraint('student', 'u')", "Remove constraint u from model student", "− constraint u"},
      {"migrations.RunPython(forwards_func)", "Raw Python operation", "data: forwards_func"},
      {"migrations.RunPython(code=migrations.RunPython.noop)", "Raw Python operation", "data: noop"},
      {"migrations.RunSQL('SELECT 1')", "Raw SQL operation", "sql"},
      {"migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('a', 'b')])",
       "Custom state/database change combination", "state only (− b)"},
      {"postgres.HStoreExtension()", "Creates extension hstore", "+ extension hstore"},
      {"postgres.CreateExtension('postgis')", "Creates extension postgis", "+ extension postgis"},
      {"postgres.RemoveIndexConcurrently('student', 'i')", "Concurrently remove index i from student", "− index i"},
  }));
  CAPTURE(source);
  const Operations operations(source, "import django.contrib.postgres.operations as postgres\ndef forwards_func(a, b): pass\n");
  CHECK(describe(operations.only()) == text);
  CHECK(short_form(operations.only()) == brief);
}

TEST_CASE("positional arguments go under the names of the parameters") {
  const Operations operations("migrations.AddField('Student', 'INE', field=models.CharField(), preserve_default=False)");
  const Operation& operation = operations.only();
  CHECK(operation.name == "AddField");
  CHECK(operation.path == "django.db.migrations.AddField");
  CHECK(operation.builtin());
  CHECK(operation.args.empty());
  REQUIRE(operation.kwargs.size() == 4);
  CHECK(*operation.argument("model_name")->text() == "Student");
  CHECK(*operation.argument("preserve_default")->as<bool>() == false);
  CHECK(touches(operation) == Touches{{Kind::add_field, "student", "ine", ""}});
}

TEST_CASE("an operation has one path however it was imported") {
  const auto [import, call] = GENERATE(table<const char*, const char*>({
      {"", "migrations.AddField()"},
      {"from django.db.migrations import operations\n", "operations.AddField()"},
      {"from django.db.migrations.operations.fields import AddField\n", "AddField()"},
      {"import django.db.migrations.operations as ops\n", "ops.fields.AddField()"},
  }));
  CAPTURE(import, call);
  CHECK(Operations(call, import).only().path == "django.db.migrations.AddField");
}

TEST_CASE("operations of the project's own") {
  const char* classes =
      "class Own(migrations.AddField):\n    def database_forwards(self, *a): pass\n\n"
      "class Other(migrations.AddField):\n    def __init__(self, x): pass\n\n";
  const Operations operations("Own('student', 'ine', models.CharField()), Other(1), lib.AddTrigger(model_name='Student')",
                              std::string("import lib\n") + classes);
  REQUIRE(operations.list.size() == 3);
  CHECK(operations.list[0].path == "shop.migrations.0001_initial.Own");
  CHECK_FALSE(operations.list[0].builtin());
  CHECK(describe(operations.list[0]) == "Add field ine to student");
  CHECK(operations.list[1].type == nullptr);
  CHECK(operations.list[1].args.size() == 1);
  CHECK(operations.list[2].path == "lib.AddTrigger");
  CHECK(operations.list[2].name == "AddTrigger");
  CHECK(touches(operations.list[2]) == Touches{{Kind::opaque, "student", "", ""}});
}

TEST_CASE("what is inside other operations is touched too") {
  const Operations operations(
      "migrations.SeparateDatabaseAndState(state_operations=[migrations.SeparateDatabaseAndState("
      "state_operations=[migrations.RenameField('A', 'X', 'Y')])], database_operations=[migrations.RunSQL('x')]),");
  CHECK(touches(operations.only()) == Touches{{Kind::rename_field, "a", "x", "y"}, {Kind::sql, "", "", ""}});
}

TEST_CASE("every operation of the table can be described without any argument") {
  for (const OperationType& type : operation_types()) {
    CAPTURE(type.name);
    Operation operation;
    operation.type = &type;
    operation.name = type.name;
    CHECK_FALSE(describe(operation).empty());
    CHECK_FALSE(short_form(operation).empty());
    touches(operation);
    CHECK(find_operation_type(type.path) == &type);
  }
}
