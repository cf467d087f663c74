"""Migrations as data: written to disk, shown, cut down. What the random and the written states are made of."""


class Migration:
    def __init__(self, app, name, depends, operations):
        self.app, self.name, self.depends, self.operations = app, name, depends, operations

    @property
    def key(self):
        return self.app, self.name

    def source(self):
        lines = ["import datetime", "import decimal", "import re", "import uuid", "", "import elsewhere", "from django.conf import settings",
                 "from django.core import validators", "from django.db import migrations, models",
                 "from django.db.models import functions", "", "", "class Migration(migrations.Migration):",
                 f"    dependencies = {self.depends!r}", "    operations = ["]
        lines += [f"        {operation}," for operation in self.operations]
        return "\n".join(lines + ["    ]", ""])


class Case:
    def __init__(self, migrations, user="auth.User"):
        self.migrations, self.user = migrations, user

    def files(self, django):
        files = {"miggraph.toml": f'django = "{django}"\n'}
        if self.user != "auth.User":
            files["settings.py"] = f'AUTH_USER_MODEL = "{self.user}"\n'
        for migration in self.migrations:
            files[f"{migration.app}/__init__.py"] = files[f"{migration.app}/migrations/__init__.py"] = ""
            files[f"{migration.app}/migrations/{migration.name}.py"] = migration.source()
        return files

    def shown(self):
        lines = [f"user {self.user}"] if self.user != "auth.User" else []
        for migration in self.migrations:
            lines.append(f"{migration.app}.{migration.name}" + "".join(f" depends {'.'.join(key)}" for key in migration.depends))
            lines += [f"    {operation}" for operation in migration.operations]
        return "\n".join(lines)

    def smaller(self):
        """Cases with something taken away, the largest pieces first."""
        for migration in self.migrations:
            # Those that came after it come after what it came after.
            rest = [Migration(other.app, other.name,
                              list(dict.fromkeys(key for parent in other.depends for key in (migration.depends if parent == migration.key else [parent]))),
                              other.operations) for other in self.migrations if other is not migration]
            if rest:
                yield Case(rest, self.user)
        for place, migration in enumerate(self.migrations):
            count = len(migration.operations)
            for size in {count // 2, 1} - {0}:
                for start in range(0, count, size):
                    kept = migration.operations[:start] + migration.operations[start + size:]
                    changed = Migration(migration.app, migration.name, migration.depends, kept)
                    yield Case(self.migrations[:place] + [changed] + self.migrations[place + 1:], self.user)
        if self.user != "auth.User":
            yield Case(self.migrations)
