#!/usr/bin/env python3
"""Applies migrations to an SQLite database with real Django, puts rows in, goes back, and holds `miggraph rollback` against what came of it.

    undo_in_database.py --miggraph build/release/miggraph

For each situation: where Django stops and with which error, what is undone by then, and which columns and tables are gone. Where
the database refuses (IntegrityError), one of the operations must say that it may fail.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PRODUCT = 'migrations.CreateModel("Product", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=50))])'
ROW = "INSERT INTO shop_product (name) VALUES ('a')"
OWN = "from django.db.migrations.operations.base import Operation\n\n\n"
FILL = "def fill(apps, schema_editor):\n    pass\n"

# name: (operations of shop.0002, of shop.0003, ...; lines above the class; rows, put in when all is applied; target; what miggraph must say)
SITUATIONS = {
    "a column is dropped": (['migrations.AddField("product", "price", models.IntegerField(null=True))'], "", [ROW], "0001", "drops the column price"),
    "a foreign key is dropped": (['migrations.AddField("product", "parent", models.ForeignKey("shop.product", models.CASCADE, null=True))'], "", [ROW], "0001", "column parent"),
    "a many-to-many table is dropped": (['migrations.AddField("product", "likes", models.ManyToManyField("shop.product"))'], "", [ROW], "0001", "many-to-many table likes"),
    "a table is dropped, its many-to-many table too": (
        ['migrations.CreateModel("Tag", [("id", models.AutoField(primary_key=True)), ("of", models.ManyToManyField("shop.product"))])'], "", [ROW], "0001", "and its many-to-many table of"),
    "a many-to-many field through a model": (
        ['migrations.CreateModel("Like", [("id", models.AutoField(primary_key=True)), ("a", models.ForeignKey("shop.product", models.CASCADE, related_name="+")),'
         ' ("b", models.ForeignKey("shop.product", models.CASCADE, related_name="+"))])',
         'migrations.AddField("product", "likes", models.ManyToManyField("shop.product", through="shop.Like", through_fields=("a", "b")))'], "", [ROW], "0002", "nothing to undo"),
    "zero": (['migrations.AddField("product", "price", models.IntegerField(null=True))'], "", [ROW], "zero", "table of shop.Product"),
    "a proxy and an unmanaged model": (
        ['migrations.CreateModel("P", [], bases=("shop.product",), options={"proxy": True}), migrations.CreateModel("U", [("id", models.AutoField(primary_key=True))], options={"managed": False}),'
         ' migrations.AddField("u", "x", models.IntegerField(null=True))'], "", [ROW], "0001", "nothing to undo"),
    "the order of rows": (['migrations.AddField("product", "parent", models.ForeignKey("shop.product", models.CASCADE, null=True))', 'migrations.AlterOrderWithRespectTo("product", "parent")'],
                          "", ["INSERT INTO shop_product (name, _order) VALUES ('a', 7)"], "0002", "column _order"),
    "a renamed field and model": (['migrations.RenameField("product", "name", "title"), migrations.RenameModel("Product", "Thing")'], "", ["INSERT INTO shop_thing (title) VALUES ('a')"], "0001", "back to Product"),
    "RunPython without reverse_code": (['migrations.RunPython(fill)', 'migrations.AddField("product", "price", models.IntegerField(null=True))'], FILL, [ROW], "0001", "has no reverse_code"),
    "RunPython without reverse_code behind what can be undone": (
        ['migrations.RunPython(fill), migrations.AddField("product", "price", models.IntegerField(null=True))'], FILL, [ROW], "0001", "has no reverse_code"),
    "RunPython that does nothing backwards": (['migrations.RunPython(fill, migrations.RunPython.noop)'], FILL, [ROW], "0001", "does nothing"),
    "RunSQL without reverse_sql": (['migrations.RunSQL("SELECT 1")'], "", [ROW], "0001", "has no reverse_sql"),
    "RunSQL with an empty reverse_sql": (['migrations.RunSQL("SELECT 1", "")'], "", [ROW], "0001", "does nothing"),
    "hidden in SeparateDatabaseAndState": (
        ['migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(fill)]), migrations.AddField("product", "price", models.IntegerField(null=True))',
         'migrations.AddField("product", "size", models.IntegerField(null=True))'], FILL, [ROW], "0001", "can't be reversed"),
    "hidden twice": (
        ['migrations.SeparateDatabaseAndState([migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")])])'], "", [ROW], "0001", "can't be reversed"),
    "SeparateDatabaseAndState that drops a column": (
        ['migrations.SeparateDatabaseAndState([migrations.AddField("product", "x", models.IntegerField(null=True))], [migrations.AddField("product", "x", models.IntegerField(null=True))])'], "", [ROW], "0001", "drops the column x"),
    "state alone": (['migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField("product", "x", models.IntegerField(null=True))])'], "", [ROW], "0001", "state alone"),
    "a class without database_backwards": (
        ['Odd()'], OWN + "class Odd(Operation):\n    def state_forwards(self, app_label, state):\n        pass\n\n    def database_forwards(self, *args):\n        pass\n", [ROW], "0001", "no database_backwards"),
    "a class that says it can't be reversed": (
        ['Odd()'], OWN + "class Odd(Operation):\n    reversible = False\n\n    def state_forwards(self, app_label, state):\n        pass\n\n    def database_forwards(self, *args):\n        pass\n", [ROW], "0001", "says so"),
    "a class on top of one of Django's": (['Mine("product", "x", models.IntegerField(null=True))'], "class Mine(migrations.AddField):\n    pass\n", [ROW], "0001", "drops the column x"),
    "a class on top of RunPython that can't": (['Mine(fill)'], FILL + "\n\nclass Mine(migrations.RunPython):\n    pass\n", [ROW], "0001", "has no reverse_code"),
    "NOT NULL without a default comes back": (['migrations.RemoveField("product", "name")'], "", ["INSERT INTO shop_product DEFAULT VALUES"], "0001", "fails where the table has rows"),
    "NOT NULL without a default comes back to no rows": (['migrations.RemoveField("product", "name")'], "", [], "0001", "fails where the table has rows"),
    "blank text comes back": (
        ['migrations.AddField("product", "note", models.TextField(blank=True, default="x"), preserve_default=False)', 'migrations.RemoveField("product", "note")'], "", [ROW], "0002", "empty string"),
    "the default of AddField is not preserved": (
        ['migrations.AddField("product", "note", models.TextField(default="x"), preserve_default=False)', 'migrations.RemoveField("product", "note")'], "", [ROW], "0002", "fails where the table has rows"),
    "a default comes back": (['migrations.AddField("product", "note", models.TextField(default="x"))', 'migrations.RemoveField("product", "note")'], "", [ROW], "0002", "every row has the default"),
    "a unique default comes back twice": (
        ['migrations.AddField("product", "note", models.CharField(max_length=9, default="x", unique=True))', 'migrations.RemoveField("product", "note")'], "", [ROW, ROW], "0002", "more than one row"),
    "NULL where it becomes NOT NULL": (
        ['migrations.AlterField("product", "name", models.CharField(max_length=50, null=True))'], "", ["INSERT INTO shop_product (name) VALUES (NULL)"], "0001", "has NULL"),
    "NULL where a default takes its place": (
        ['migrations.AddField("product", "n", models.IntegerField(default=3))', 'migrations.AlterField("product", "n", models.IntegerField(null=True, default=3))'], "", ["INSERT INTO shop_product (name) VALUES ('a')"], "0002", "takes the place of NULL"),
    "equal values where it becomes unique": (
        ['migrations.AlterField("product", "name", models.CharField(max_length=50, unique=True))', 'migrations.AlterField("product", "name", models.CharField(max_length=50))'], "", [ROW, ROW], "0002", "becomes unique again"),
    "equal rows where they become unique together": (
        ['migrations.AlterUniqueTogether("product", {("name",)})', 'migrations.AlterUniqueTogether("product", set())'], "", [ROW, ROW], "0002", "rows repeat (name)"),
    "what the database does not know": (['migrations.AlterField("product", "name", models.CharField("the name", max_length=50, help_text="x"))'], "", [ROW], "0001", "not in the database"),
    "a many-to-many field can't become a column": (
        ['migrations.AddField("product", "x", models.ManyToManyField("shop.product"))', 'migrations.RemoveField("product", "x")'], "", [ROW], "0002", "many-to-many table x of shop.Product again"),
}


def write(root, operations, above):
    files = {"manage.py": "", "shop/__init__.py": "", "shop/migrations/__init__.py": ""}
    for number, text in enumerate([PRODUCT, *operations], 1):
        parent = f'("shop", "{number - 1:04}_m")' if number > 1 else ""
        files[f"shop/migrations/{number:04}_m.py"] = (
            f"from django.db import migrations, models\n\n\n{above}\n\nclass Migration(migrations.Migration):\n"
            f"    dependencies = [{parent}]\n    operations = [{text}]\n")
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def undo(root, rows, target):
    """In a process of real Django: what came of it."""
    import django
    from django.conf import settings
    sys.path.insert(0, root)
    settings.configure(INSTALLED_APPS=["shop"], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def schema():
        with connection.cursor() as cursor:
            tables = [table for table in connection.introspection.table_names(cursor) if table.startswith("shop_")]
            return {table: [column.name for column in connection.introspection.get_table_description(cursor, table)] for table in tables}

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(row)
    before, error = schema(), None
    undone = []
    executor = MigrationExecutor(connection, lambda action, migration=None, fake=False: undone.append(migration.name) if action == "unapply_success" else None)
    try:
        executor.migrate([("shop", None if target == "zero" else target + "_m")])
    except Exception as raised:
        error = type(raised).__name__
    return {"error": error, "undone": undone, "before": before, "after": schema()}


def gone(before, after):
    """Tables and columns that are there no more; a table under another name is none of them."""
    tables = {table for table in before if table not in after}
    columns = {(table, column) for table in before if table in after for column in before[table] if column not in after[table]}
    return tables, columns


def said_to_go(report):
    tables, columns = set(), set()
    for step in report["steps"]:
        for operation in step["operations"]:
            for loss in (operation["loses"] or "").split("; "):
                if found := re.fullmatch(r"table of shop\.(\w+) with all its rows", loss):
                    tables.add(f"shop_{found[1].lower()}")
                elif found := re.fullmatch(r"many-to-many table (\w+) of shop\.(\w+)", loss):
                    tables.add(f"shop_{found[2].lower()}_{found[1]}")
                elif found := re.match(r"column (\w+) of shop\.(\w+)", loss):
                    columns.add((f"shop_{found[2].lower()}", found[1]))
    return tables, {(table, column) for table, column in columns if table not in tables}


def problem(situation, report, django, renamed):
    says, rows = situation[4], situation[2]
    texts = [operation["text"] for step in report["steps"] for operation in step["operations"]]
    if not any(says in text for text in texts):
        return f"nothing says {says!r}: {texts}"
    names = [step["migration"] for step in report["steps"]]
    if report["stop"]:
        expected = "NotImplementedError" if report["stop"]["in_the_middle"] else "IrreversibleError"
        if django["error"] != expected:
            return f"said to stop with {expected}; Django: {django['error']}"
        if django["undone"] != names[:report["stop"]["step"]]:
            return f"said to undo {names[:report['stop']['step']]} before that; Django: {django['undone']}"
        return None
    if django["error"]:
        step = report["steps"][len(django["undone"])]
        if django["error"] == "IntegrityError" and any("fails where" in operation["text"] for operation in step["operations"]):
            return None
        return f"said to work; Django: {django['error']} at {step['migration']}"
    if django["undone"] != names:
        return f"said to undo {names}; Django: {django['undone']}"
    tables, columns = said_to_go(report)
    if renamed:
        return f"said to lose {tables, columns}" if tables or columns else None
    real_tables, real_columns = gone(django["before"], django["after"])
    real_columns = {(table, column.removesuffix("_id")) for table, column in real_columns}
    if (tables, columns) != (real_tables, real_columns):
        return f"said to go: {sorted(tables), sorted(columns)}; gone: {sorted(real_tables), sorted(real_columns)}"
    return None


def main():
    import get_django

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, required=True)
    options = parser.parse_args()
    get_django.require()
    failed = refused = 0
    with tempfile.TemporaryDirectory(prefix="miggraph-undo-") as work:
        for number, (name, situation) in enumerate(SITUATIONS.items()):
            operations, above, rows, target, _ = situation
            root = pathlib.Path(work) / f"{number:02}"
            write(root, operations, above)
            done = subprocess.run([get_django.PYTHON, "-B", __file__, "--django", json.dumps([str(root), rows, target])], capture_output=True, text=True)
            told = subprocess.run([options.miggraph, "rollback", "shop", target, "-C", root, "--format", "json"], capture_output=True, text=True)
            if done.returncode or told.returncode not in (0, 1):
                why = done.stderr[-600:] if done.returncode else f"exit code {told.returncode}: {told.stderr}"
            else:
                django = json.loads(done.stdout)
                refused += django["error"] is not None
                why = problem(situation, json.loads(told.stdout), django, "renamed" in name)
            if why:
                failed += 1
                print(f"{name}: {why}")
    print(f"{len(SITUATIONS) - failed} of {len(SITUATIONS)} situations as said; Django refused {refused} of them")
    sys.exit(bool(failed))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--django"]:
        print(json.dumps(undo(*json.loads(sys.argv[2]))))
    else:
        main()
