"""The trees of compare_trees.py: written by hand, made by chance, or found in Django's source."""

import pathlib
import random
import re

HERE = pathlib.Path(__file__).resolve().parent
WORDS = ("depends", "before", "replaces", "swappable", "initial", "not-initial", "not-atomic")


class Tree:
    """A tree on disk. `modules` tells Django where the migrations of a label are (a dotted name below `path`); `folders`
    tells miggraph, where it is not to find that out by itself. `contrib`: its code imports models of Django's own apps."""

    def __init__(self, name, text, root, path, modules, folders, settings, contrib=True):
        self.name, self.text, self.root, self.path, self.contrib = name, text, root, path, contrib
        self.modules, self.folders, self.settings = modules, folders, settings


def written():
    for block in (HERE / "trees.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        name, _, text = block.partition("\n")
        yield name, text.strip() + "\n"


def random_trees(seed, count):
    for number in range(seed, seed + count):
        yield f"seed {number}", random_tree(random.Random(number))


def random_tree(chance):
    """Apps whose migrations depend on earlier ones, so that most trees are sound; then what makes some unsound."""
    apps = chance.sample(["shop", "stock", "people", "billing", "audit", "a"], chance.randint(1, 4))
    made = []  # (key, words) in an order in which they could have been written
    heads = {app: [] for app in apps}
    user = chance.choice(apps) if chance.random() < 0.3 else None
    for _ in range(chance.randint(2, 22)):
        app = chance.choice(apps)
        number = sum(key.startswith(app + ".") for key, _ in made) + 1
        name = chance.choice([f"{number:04}_{chance.choice('abcdefgh')}{number}", f"{chance.randint(1, 12):04}_x{number}", f"m{number}"])
        key, said = f"{app}.{name}", {"depends": [], "before": [], "replaces": []}
        if heads[app]:
            said["depends"] += chance.sample(heads[app], chance.choice([1, 1, 1, 2]) if len(heads[app]) > 1 else 1)
            if chance.random() < 0.2:  # forks off from somewhere further back
                said["depends"] = [chance.choice([other for other, _ in made if other.startswith(app + ".")])]
        others = [other for other, _ in made if not other.startswith(app + ".")]
        if others and chance.random() < 0.4:
            said["depends"] += chance.sample(others, min(len(others), chance.choice([1, 1, 2])))
        if others and chance.random() < 0.1:
            # Only of an app that does not depend on this one later: such an edge could close a circle.
            said["depends"].append(chance.choice(others).split(".")[0] + "." + chance.choice(["__first__", "__first__", "__latest__"]))
        if chance.random() < 0.1:
            said["depends"].append(chance.choice(["auth.0001_initial", "elsewhere.__first__", "contenttypes.0002_x"]))
        if user and app != user and chance.random() < 0.2:
            said["swappable"] = []
        if made and chance.random() < 0.02:
            said["before"].append(chance.choice([other for other, _ in made]))
        for word, likely in (("initial", 0.1), ("not-initial", 0.05), ("not-atomic", 0.05)):
            if chance.random() < likely and "initial" not in said:
                said[word] = []
        chance.shuffle(said["depends"])
        made.append((key, said))
        heads[app] = [head for head in heads[app] if head not in said["depends"]] + [key]

    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        squash(chance, made)
    if chance.random() < 0.08:  # a parent that is not there
        chance.choice(made)[1]["depends"].append(chance.choice(apps) + ".0099_gone")
    if chance.random() < 0.08:  # and one that may close a circle
        chance.choice(made)[1]["depends"].append(chance.choice(made)[0])
    chance.shuffle(made)
    lines = [f"user {user}.Person"] if user and any(key.startswith(user + ".") for key, _ in made) else []
    for key, said in made:
        lines.append(" ".join([key] + [" ".join([word, *values]) for word, values in said.items() if values or word not in ("depends", "before", "replaces")]))
    return "\n".join(lines) + "\n"


def squash(chance, made):
    """Puts a squash beside (or in place of) some neighbours of one app that no other squash holds."""
    taken = {key for _, said in made for key in said["replaces"]} | {key for key, said in made if said["replaces"]}
    app = chance.choice(made)[0].split(".")[0]
    line = [(key, said) for key, said in made if key.startswith(app + ".") and key not in taken]
    if len(line) < 2:
        return
    start = chance.randrange(len(line) - 1)
    chosen = line[start:start + chance.randint(2, 4)]
    keys = [key for key, _ in chosen]
    depends = [item for _, said in chosen for item in said["depends"] if item not in keys]
    name = f"{app}.{keys[0].split('.')[1]}_squashed_{keys[-1].split('.')[1]}"
    made.append((name, {"depends": list(dict.fromkeys(depends)), "before": [], "replaces": keys}))
    if chance.random() < 0.3:  # the originals are deleted, and some dependents re-pointed
        made[:] = [item for item in made if item[0] not in keys]
        for _, said in made:
            if not said["replaces"] and chance.random() < 0.5:
                said["depends"] = list(dict.fromkeys(name if item in keys else item for item in said["depends"]))


def write(root, name, text):
    """The tree of such a text on disk, for both to find their apps in it by themselves."""
    apps, settings, files = {}, {}, {}
    for line in text.splitlines():
        head, _, content = line.partition(" file: ")
        words = head.split()
        if words[0] == "user":
            settings["AUTH_USER_MODEL"] = words[1]
            files["settings.py"] = f'AUTH_USER_MODEL = "{words[1]}"\n'
            continue
        app, _, migration = words[0].partition(".")
        apps.setdefault(app, True)
        if words[1:] == ["without-init"]:
            apps[app] = False
        elif migration != "__init__":
            files[f"{app}/migrations/{migration}.py"] = content + "\n" if content else module(app, migration, words[1:])
    for app, is_package in apps.items():
        files[f"{app}/__init__.py"] = ""
        if is_package:
            files[f"{app}/migrations/__init__.py"] = ""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    # An app whose folder holds no migration at all is one for Django alone: miggraph finds apps by their migrations.
    modules = {app: f"{app}.migrations" for app in apps if any(re.match(rf"{app}/migrations/[^_]", path) for path in files)}
    return Tree(name, text, root, [str(root)], modules, {}, settings, contrib=False)


def module(app, name, words):
    said, word = {}, None
    for item in words:
        if item in WORDS:
            word = said.setdefault(item, [])
        else:
            word.append(tuple(item.split(".")))
    dependencies = [repr(key) for key in said.get("depends", ())]
    if "swappable" in said:
        dependencies.insert(0, "migrations.swappable_dependency(settings.AUTH_USER_MODEL)")
    lines = ["from django.conf import settings", "from django.db import migrations, models", "", "",
             "class Migration(migrations.Migration):", f"    dependencies = [{', '.join(dependencies)}]"]
    for keyword, attribute in (("before", "run_before"), ("replaces", "replaces")):
        if keyword in said:
            lines.append(f"    {attribute} = {said[keyword]!r}")
    for keyword, line in (("initial", "initial = True"), ("not-initial", "initial = False"), ("not-atomic", "atomic = False")):
        if keyword in said:
            lines.append("    " + line)
    model = "M" + re.sub(r"\W", "_", name)
    lines += ["    operations = [", f"        migrations.CreateModel({model!r}, [('id', models.AutoField(primary_key=True))]),",
              "        migrations.RunPython(migrations.RunPython.noop)," if "not-atomic" in said else "", "    ]", ""]
    return "\n".join(line for line in lines if line or lines.index(line) < 5)


# Trees in Django's source that belong together, by the label that their migrations use; the others are found one by one.
TOGETHER = [
    "migrations=migrations/test_migrations migrations2=migrations2/test_migrations_2",
    "migrations=migrations/test_migrations_first migrations2=migrations2/test_migrations_2_first",
    "migrations=migrations/test_migrations migrations2=migrations2/test_migrations_2_no_deps",
    "migrations=migrations/test_migrations_run_before migrations2=migrations2/test_migrations_2",
    "migrations=migrations/test_migrations migrations2=migrations2/test_migrations_2_squashed_with_replaces",
    "migrations=migrations/test_migrations_conflict migrations2=migrations2/test_migrations_2",
    "migrations=migrations/test_migrations_squashed migrations2=migrations2/test_migrations_2",
    "app1=migrations/test_migrations_squashed_complex_multi_apps/app1 app2=migrations/test_migrations_squashed_complex_multi_apps/app2",
    "app1=migrations/test_migrations_squashed_ref_squashed/app1 app2=migrations/test_migrations_squashed_ref_squashed/app2",
    "author_app=migrations/migrations_test_apps/alter_fk/author_app/migrations book_app=migrations/migrations_test_apps/alter_fk/book_app/migrations",
    "mutate_state_b=migrations/migrations_test_apps/mutate_state_b/migrations author_app=migrations/migrations_test_apps/alter_fk/author_app/migrations"
    " book_app=migrations/migrations_test_apps/alter_fk/book_app/migrations",
    "mutate_state_a=migrations/migrations_test_apps/mutate_state_a/migrations mutate_state_b=migrations/migrations_test_apps/mutate_state_b/migrations",
    "migrated_app=migrations/migrations_test_apps/migrated_app/migrations"
    " conflicting_app_with_dependencies=migrations/migrations_test_apps/conflicting_app_with_dependencies/migrations",
    "lookuperror_a=migrations/migrations_test_apps/lookuperror_a/migrations lookuperror_b=migrations/migrations_test_apps/lookuperror_b/migrations"
    " lookuperror_c=migrations/migrations_test_apps/lookuperror_c/migrations",
    "migrated_app=migrations/migrations_test_apps/migrated_app/migrations migrated_unapplied_app=migrations/migrations_test_apps/migrated_unapplied_app/migrations",
    "migrated_app=migrations/migrations_test_apps/migrated_app/migrations"
    " unspecified_app_with_conflict=migrations/migrations_test_apps/unspecified_app_with_conflict/migrations",
    "app_waiting_migration=admin_scripts/app_waiting_migration/migrations another_app_waiting_migration=admin_scripts/another_app_waiting_migration/migrations",
]
SETTINGS = {"migrations/test_migrations_custom_user": {"AUTH_USER_MODEL": "migrations.Author"}}
IS_MIGRATION = re.compile(rb"^\s*(class\s+Migration\b|Migration\s*=|from .* import .*\bMigration\b)", re.MULTILINE)


def of_django(source):
    """Every folder with a migration in Django's tests, by itself; those that belong together; Django's own apps.
    Left out are gis_tests, whose migrations ask a spatial database what it can do."""
    tests = source / "tests"
    folders = sorted({file.parent.relative_to(tests).as_posix() for file in tests.rglob("*.py")
                      if not file.name.startswith("_") and not file.parent.name == "migrations2"
                      and not file.name.startswith("test_") and "gis_tests" not in file.parts and IS_MIGRATION.search(file.read_bytes())})
    for folder in folders:
        yield django_tree(source, folder, {label_of(folder): folder}, SETTINGS.get(folder, {}))
    for group in TOGETHER:
        yield django_tree(source, group, dict(item.split("=") for item in group.split()), {})
    contrib = {file.parts[-3]: file.parent for file in sorted((source / "django/contrib").glob("*/migrations/__init__.py"))}
    yield Tree("Django's own apps", "", source, [str(source)], {label: f"django.contrib.{label}.migrations" for label in contrib},
               {label: folder.relative_to(source).as_posix() for label, folder in contrib.items()}, {})


def label_of(folder):
    """The app of a folder of migrations: the one around `migrations`, else the test app that holds it."""
    parts = pathlib.PurePosixPath(folder).parts
    if parts[-1] == "migrations" and len(parts) > 1:
        return parts[-2]
    return parts[-1] if parts[-1] in ("app1", "app2") else parts[0]


def django_tree(source, name, folders, settings):
    modules = {label: folder.replace("/", ".") for label, folder in folders.items()}
    return Tree(name, "", source, [str(source / "tests")], modules, {label: f"tests/{folder}" for label, folder in folders.items()}, settings, contrib=not settings)
