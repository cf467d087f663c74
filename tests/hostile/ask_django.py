"""What real Django says of a tree: its error or the leaves of the app `shop`. Prints one line of JSON.

    ask_django.py FOLDER      every folder in it with migrations is an app; run by a Python that has Django
"""

import importlib.util
import json
import os
import sys

import django
from django.conf import settings


def main():
    root = sys.argv[1]
    sys.path.insert(0, root)
    os.chdir(root)
    apps = [name for name in sorted(os.listdir(root)) if os.path.isdir(os.path.join(root, name, "migrations"))]
    answer = {"error": None, "leaves": []}
    try:
        settings.configure(INSTALLED_APPS=apps, SECRET_KEY="x", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
                           **({"AUTH_USER_MODEL": "shop.User"} if os.path.exists(os.path.join(root, "user-is-shop")) else {}))
        django.setup()
        from django.db.migrations.loader import MigrationLoader
        loader = MigrationLoader(None)
        answer["leaves"] = sorted(name for label, name in loader.graph.leaf_nodes() if label == "shop")
    except BaseException as error:
        answer["error"] = type(error).__name__
        answer["text"] = str(error)[:200]
    sys.stdout.flush()
    print("\n" + json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)


assert importlib.util.find_spec("django")
main()
