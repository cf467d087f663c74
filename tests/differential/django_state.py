"""What real Django makes of the operations of migrations. Run by the Python of build/differential/venv; compare_random_states.py
calls it, with another Django before the installed one in PYTHONPATH where that is asked for.

Reads a JSON list of cases from stdin and writes the list of answers to stdout:
  case    {"path": folder, "settings": {NAME: value}, "rendering": whether `state.apps` is to be made in the end}
  answer  {"plan", "each", "errors", "models"} in the form of docs/dump.md, [rendering: null or {"type", "text"}],
          or {"broken": why} where a migration could not be imported

Each folder below `path` with a folder `migrations` is an app, its name the label. The migrations are run here under their dotted name without
being put among sys.modules, so that thousands of cases fit into one process. An operation that raises is written down and
the next one is tried, on the state as the failure left it.
"""

import datetime
import decimal
import enum
import functools
import json
import pathlib
import re
import sys
import types
import uuid

import django
from django.apps import apps
from django.conf import SettingsReference, settings
from django.db import models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.options import normalize_together


@functools.lru_cache(maxsize=None)
def short_path(path):
    """The shortest public path: the first package from the top that has the same object under the same name."""
    parts = path.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:cut]))
        target = vars(module).get(parts[cut]) if module else None
        if target is None or isinstance(target, types.ModuleType):
            continue
        for up in range(2, cut):
            package = sys.modules.get(".".join(parts[:up]))
            if package is not None and vars(package).get(parts[cut]) is target:
                return ".".join(parts[:up] + parts[cut:])
        break
    return path


def call(path, args=(), kwargs=None):
    path = short_path(path) if path.startswith("django.") else path
    return {"call": path, "args": [canonical(item) for item in args],
            "kwargs": {name: canonical(item) for name, item in sorted((kwargs or {}).items())}}


def reference(value):
    path = value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    return {"ref": short_path(path) if path.startswith("django.") else path}


def canonical(value):
    """A value as docs/dump.md writes it, in the form of Django 5.2 whichever this is, as far as the generator makes such."""
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, SettingsReference):
        return {"setting": value.setting_name}
    if isinstance(value, enum.Enum):
        return {"ref": f"{type(value).__module__}.{type(value).__qualname__}.{value.name}"}
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, decimal.Decimal):
        return call("decimal.Decimal", [str(value)])
    if isinstance(value, uuid.UUID):
        return call("uuid.UUID", [str(value)])
    if isinstance(value, datetime.timedelta):
        parts = {"days": value.days, "seconds": value.seconds, "microseconds": value.microseconds}
        return call("datetime.timedelta", [], {name: part for name, part in parts.items() if part})
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return call("datetime.date", [value.year, value.month, value.day])
    if isinstance(value, re.Pattern):
        flags = value.flags & ~re.compile("").flags
        return call("re.compile", [value.pattern, flags] if flags else [value.pattern])
    if isinstance(value, tuple):
        return {"tuple": [canonical(item) for item in value]}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((canonical(item) for item in value), key=json.dumps)}
    if isinstance(value, dict):
        return {"dict": [[canonical(key), canonical(item)] for key, item in value.items()]}
    if isinstance(value, models.Field):
        return call(*value.deconstruct()[1:])
    if isinstance(value, models.manager.BaseManager):
        as_manager, manager, queryset, args, kwargs = value.deconstruct()
        return call(f"{queryset}.as_manager") if as_manager else call(manager, args, kwargs)
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return reference(value)
    if isinstance(value, models.CheckConstraint):
        path, args, kwargs = value.deconstruct()
        if "check" in kwargs:  # its name since 5.1
            kwargs["condition"] = kwargs.pop("check")
        return call(path, args, kwargs)
    if hasattr(value, "deconstruct"):
        return call(*value.deconstruct())
    raise TypeError(f"django_state.py has no form for {value!r}")


def target(to):
    """As Django writes it since 4.0."""
    if to.lower() in ("auth.user", settings.AUTH_USER_MODEL.lower()):
        return {"setting": "AUTH_USER_MODEL"}
    label, dot, name = to.rpartition(".")
    return label + dot + name.lower()


def keep_through_fields():
    """Before 5.2 deconstruct() leaves through_fields out, so that RenameModel, which clones fields, loses them. That is a bug of those
    releases which miggraph does not follow."""
    deconstruct = models.ManyToManyField.deconstruct

    def with_through_fields(self):
        name, path, args, kwargs = deconstruct(self)
        if self.remote_field.through_fields:
            kwargs["through_fields"] = self.remote_field.through_fields
        return name, path, args, kwargs

    models.ManyToManyField.deconstruct = with_through_fields


def model_json(model):
    options = {}
    for name, value in sorted(model.options.items()):
        if name in ("unique_together", "index_together"):
            value = {tuple(item) for item in normalize_together(value or ())}
        if value or name not in ("unique_together", "index_together", "indexes", "constraints"):
            options[name] = canonical(value)
    fields = []
    for name, field in model.fields.items():
        item = canonical(field)
        if isinstance(item["kwargs"].get("to"), str):
            item["kwargs"]["to"] = target(item["kwargs"]["to"])
        fields.append({"name": name, "class": item["call"], "args": item["args"], "kwargs": item["kwargs"]})
    return {"app_label": model.app_label, "name": model.name, "fields": fields, "options": options,
            "bases": [canonical(base) for base in model.bases],
            "managers": [[name, canonical(manager)] for name, manager in model.managers]}


def models_of(state):
    return {f"{label}.{name}": model_json(model) for (label, name), model in sorted(state.models.items())}


def load(path):
    """{(label, name): Migration}"""
    found = {}
    for file in sorted(pathlib.Path(path).glob("*/migrations/*.py")):
        if file.stem == "__init__":
            continue
        label = file.parts[-3]
        namespace = {"__name__": f"{label}.migrations.{file.stem}", "__file__": str(file)}
        exec(compile(file.read_bytes(), str(file), "exec"), namespace)
        found[label, file.stem] = namespace["Migration"](file.stem, label)
    return found


def plan_of(migrations):
    graph = MigrationGraph()
    for key, migration in migrations.items():
        graph.add_node(key, migration)
    for key, migration in migrations.items():
        for parent in migration.dependencies:
            graph.add_dependency(migration, key, parent)
    plan = []
    for leaf in graph.leaf_nodes():
        plan += [key for key in graph.forwards_plan(leaf) if key not in plan]
    return plan


def rendering(state):
    try:
        state.apps
    except Exception as error:
        return {"type": type(error).__name__, "text": str(error)}
    return None


def answer(case):
    for name, value in case["settings"].items():
        setattr(settings, name, value)
    apps.clear_cache()
    apps.get_swappable_settings_name.cache_clear()
    # The models of Django's own apps have looked the setting up already.
    for model in apps.get_models(include_swapped=True):
        model._meta.__dict__.pop("swapped", None)
    try:
        migrations = load(case["path"])
        plan = plan_of(migrations)
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"}
    state, before = ProjectState(), {}
    errors, each = [], []
    for key in plan:
        for index, operation in enumerate(migrations[key].operations):
            assert isinstance(operation, Operation), operation
            try:
                operation.state_forwards(key[0], state)
            except Exception as error:
                errors.append({"migration": list(key), "operation": index, "name": type(operation).__name__,
                               "text": f"{type(error).__name__}: {error}"})
        now = models_of(state)
        changed = {name: now.get(name) for name in sorted({*now, *before}) if now.get(name) != before.get(name)}
        each.append({"migration": list(key), "changed": changed})
        before = now
    result = {"plan": [list(key) for key in plan], "each": each, "errors": errors, "models": list(before.values())}
    if case.get("rendering"):
        result["rendering"] = rendering(state)
    return result


def main():
    settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"], DEFAULT_AUTO_FIELD="django.db.models.AutoField",
                       AUTH_USER_MODEL="auth.User", USE_TZ=True)
    django.setup()
    if django.VERSION < (5, 2):
        keep_through_fields()
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "state_helpers"))
    cases = json.load(sys.stdin)
    json.dump({"django": django.get_version(), "answers": [answer(case) for case in cases]}, sys.stdout)


if __name__ == "__main__":
    main()
