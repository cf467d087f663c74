"""What real Django makes of migration trees. Run by the Python of build/differential/venv; compare_trees.py calls it.

Reads a JSON list of trees from stdin and writes the list of answers to stdout:
  tree    {"path": [folders for sys.path], "modules": {label: dotted package}, "settings": {NAME: value},
           "contrib": whether the migrations import models of Django's own apps, "rollback": whether to ask for backwards plans}
  answer  {"migrations", "unmigrated", "nodes", "edges", "root_nodes", "leaf_nodes", "conflicts", "external", "plan", "error",
           "rollback": {label: {migration or "zero": what `migrate` would unapply where everything is applied, or Django's error}}}

The graph is built by MigrationLoader(None): nothing is applied, and no database is asked. What a tree says about apps
that are not in it stands under "external" instead of stopping Django. Each tree is read in a process of its own.
"""

import json
import os
import sys
import traceback
import types
from unittest import mock

import django
import django.urls  # django.setup() needs it; so it is imported once, and not again for each tree
import django.utils.log
import django.views.debug
from django.apps import AppConfig
from django.conf import settings
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.exceptions import BadMigrationError, CircularDependencyError, NodeNotFoundError
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import SwappableTuple

CONTRIB = ("admin", "auth", "contenttypes", "flatpages", "redirects", "sessions", "sites")
# Libraries that Django's own test trees import and that no graph depends on.
ABSENT = ("psycopg2", "psycopg2.extensions", "psycopg2.extras")


class Loader(MigrationLoader):
    """Keeps migrations as they are written, and leaves out what they say about apps outside the tree."""

    def load_disk(self):
        super().load_disk()
        for (label, name), migration in self.disk_migrations.items():
            if label not in self.own:
                continue
            self.written[label, name] = {
                "dependencies": [dependency(item) for item in migration.dependencies],
                "run_before": [dependency(item) for item in migration.run_before],
                "replaces": [list(item) for item in migration.replaces],
                "initial": migration.initial, "atomic": migration.atomic,
                "operations": [type(operation).__name__ for operation in migration.operations],
            }
            for kind in ("dependencies", "run_before"):
                items = getattr(migration, kind)
                self.external += [[kind, [label, name], dependency(item)] for item in items if item[0] not in self.found]
                setattr(migration, kind, [item for item in items if item[0] in self.found])

    @property
    def found(self):
        return self.own & self.migrated_apps


class Applied(Loader):
    """The same where every migration on disk is applied, replaced ones and squashes too."""

    def build_graph(self):
        super().build_graph()
        self.applied_migrations = dict(self.disk_migrations)


def rollback_plans(modules):
    """MigrationExecutor.migration_plan for each migration of the tree, and for `zero`; it needs no database."""
    plans = {}
    for label in modules:
        loader = applied_loader(modules)
        if label not in loader.migrated_apps:  # `migrate` refuses to name it
            continue
        for name in [name for app, name in sorted(loader.disk_migrations) if app == label] + [None]:
            executor = MigrationExecutor.__new__(MigrationExecutor)
            executor.loader = loader
            try:
                plan = executor.migration_plan([(label, name)])
                answer = [[migration.app_label, migration.name] for migration, _ in plan if migration.app_label in modules]
            except (NodeNotFoundError, CircularDependencyError) as error:
                answer = type(error).__name__
            plans.setdefault(label, {})[name or "zero"] = answer
            if not loader.replace_migrations:  # the plan was one of a graph without squashes
                loader = applied_loader(modules)
    return plans


def applied_loader(modules):
    loader = Applied(None, load=False)
    loader.own = set(modules)
    loader.external, loader.written = [], {}
    loader.build_graph()
    return loader


def dependency(item):
    return ["__swappable__", item.setting.lower()] if isinstance(item, SwappableTuple) else list(item)


class TreeConfig(AppConfig):
    """An app of the tree: a label, and the package that holds its migrations, so that its models may be imported by them."""

    path = os.getcwd()

    def import_models(self):
        self.models = self.apps.all_models[self.label]


def app_config(label, package):
    parent, _, last = package.rpartition(".")
    module = types.ModuleType(f"app_{label}")
    module.Config = type("Config", (TreeConfig,), {"name": parent if last == "migrations" else module.__name__, "label": label})
    sys.modules[module.__name__] = module
    return f"{module.__name__}.Config"


def answer(tree):
    sys.path[:0] = tree["path"]
    for name in ABSENT:
        sys.modules.setdefault(name, mock.MagicMock(__name__=name, __path__=[]))
    modules = tree["modules"]
    contrib = [f"django.contrib.{label}" for label in CONTRIB if tree["contrib"]
               and (label not in modules or modules[label] == f"django.contrib.{label}.migrations")]
    settings.configure(INSTALLED_APPS=contrib + [app_config(*app) for app in modules.items() if f"django.contrib.{app[0]}" not in contrib],
                       MIGRATION_MODULES=modules, SECRET_KEY="x", SITE_ID=1,
                       DEFAULT_AUTO_FIELD="django.db.models.AutoField", **tree["settings"])
    django.setup()

    loader = Loader(None, load=False)
    loader.own = set(modules)
    loader.external, loader.written = [], {}
    result = {"error": None, "conflicts": {}, "plan": []}
    try:
        loader.build_graph()
        result["conflicts"] = {label: sorted(names) for label, names in loader.detect_conflicts().items() if label in modules}
        plan = []
        for leaf in loader.graph.leaf_nodes():
            plan += [key for key in loader.graph.forwards_plan(leaf) if key not in plan] if leaf[0] in modules else []
        result["plan"] = [list(key) for key in plan if key[0] in modules]
    except (NodeNotFoundError, CircularDependencyError, BadMigrationError) as error:
        result["error"] = type(error).__name__
    except Exception as error:
        # What Django does not catch either: the code of a migration raised it, or build_graph did.
        own_code = any("/django/" not in frame.filename and frame.filename != __file__ for frame in traceback.extract_tb(error.__traceback__)
                       if "importlib" not in frame.filename)
        own_code = own_code or isinstance(error, (SyntaxError, ImportError))
        result["error"] = "ImportError" if own_code else type(error).__name__
        result["text"] = f"{type(error).__name__}: {error}"

    if tree.get("rollback") and not result["error"]:
        result["rollback"] = rollback_plans(modules)
    graph = getattr(loader, "graph", None) or MigrationGraph()
    own = sorted(key for key in graph.nodes if key[0] in modules)
    result["unmigrated"] = sorted(set(modules) & loader.unmigrated_apps)
    result["migrations"] = {".".join(key): value for key, value in loader.written.items()}
    result["external"] = loader.external
    result["nodes"] = own
    result["edges"] = [[key, parent.key] for key in own for parent in graph.node_map[key].parents if parent.key[0] in modules]
    for kind in ("root_nodes", "leaf_nodes"):
        result[kind] = {}
        for key in sorted(getattr(graph, kind)()):
            if key[0] in modules:
                result[kind].setdefault(key[0], []).append(key)
    return result


def in_a_process_of_its_own(tree):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump(answer(tree), out)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as result:
        text = result.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if status == 0 else {"error": "no answer"}


if __name__ == "__main__":
    json.dump([in_a_process_of_its_own(tree) for tree in json.load(sys.stdin)], sys.stdout)
