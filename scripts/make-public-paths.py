#!/usr/bin/env python3
"""Write src/django/public_paths.def: the shortest public paths of what migrations name in Django.

    make-public-paths.py > src/django/public_paths.def

Run it under the newest Django that miggraph knows. A class or function is public under the first package from the top that
offers the same object under the same name: django.db.models.fields.CharField is django.db.models.CharField. Each row holds
the names that one longer module and one shorter module share.
"""

import collections
import importlib
import os
import pkgutil
import sys
import textwrap
import types

import django
from django.conf import settings

# What migrations import from. Modules that need a library which is not installed are left out with a word on stderr.
PACKAGES = ["django.db.migrations", "django.db.models", "django.core.validators", "django.core.files",
            "django.contrib.postgres", "django.contrib.gis.db.models", "django.contrib.contenttypes.fields",
            "django.contrib.contenttypes.models", "django.contrib.auth.models", "django.contrib.auth.base_user",
            "django.contrib.auth.validators", "django.contrib.sites.models", "django.utils.timezone",
            "django.utils.translation", "django.utils.text", "django.utils.crypto"]
LEFT_OUT = ("django.db.models.sql", "django.contrib.postgres.forms", "django.contrib.postgres.apps",
            "django.contrib.postgres.signals", "django.core.files.uploadhandler", "django.core.files.uploadedfile")


def modules():
    for name in PACKAGES:
        try:
            package = importlib.import_module(name)
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        for item in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
            try:
                importlib.import_module(item.name)
            except Exception as error:
                print(f"{item.name}: {error}", file=sys.stderr)
    for name, module in sorted(sys.modules.items()):
        if inside(name) and isinstance(module, types.ModuleType):
            yield name, module


def inside(name):
    return any(name == package or name.startswith(package + ".") for package in PACKAGES) \
        and not any(name == part or name.startswith(part + ".") for part in LEFT_OUT)


def home(module, name):
    """The shortest module that offers `name` of `module` as the same object."""
    target = vars(sys.modules[module])[name]
    parts = module.split(".")
    for length in range(2, len(parts)):
        package = sys.modules.get(".".join(parts[:length]))
        if package is not None and vars(package).get(name) is target:
            return ".".join(parts[:length])
    return module


def main():
    settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sites"],
                       GDAL_LIBRARY_PATH=os.environ.get("GDAL_LIBRARY_PATH"),
                       GEOS_LIBRARY_PATH=os.environ.get("GEOS_LIBRARY_PATH"))
    django.setup()
    rows = collections.defaultdict(set)
    for module_name, module in modules():
        for name, value in vars(module).items():
            origin = getattr(value, "__module__", None)
            known = isinstance(value, (type, types.FunctionType)) and isinstance(origin, str) \
                and origin.startswith("django.") and value.__name__ == name and not name.startswith("_")
            if not known or vars(sys.modules[origin]).get(name) is not value:
                continue
            short = home(origin, name)
            if short != module_name and inside(origin):
                rows[module_name, short].add(name)
    print(f"// Made by scripts/make-public-paths.py from Django {django.get_version()}:")
    print("// PUBLIC_PATH(longer module, its shortest public module, names that both have)")
    for (long, short), names in sorted(rows.items()):
        print(f'PUBLIC_PATH("{long}", "{short}",')
        lines = textwrap.wrap(" ".join(sorted(names)), 108)
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            print(f'            "{line}{"" if last else " "}"' + (")" if last else ""))


if __name__ == "__main__":
    main()
