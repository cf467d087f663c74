#!/usr/bin/env python3
"""Reads migration trees with real Django and with `miggraph dump`, and fails where they do not agree.

    compare_trees.py --miggraph build/release/miggraph --written          the trees of trees.txt
                                                       --random 300       that many made by chance (--seed N: from there on)
                                                       --django           the test trees in Django's own source

The first trees that differ are printed, and all of them stay on disk to be looked at. Compared are: the migrations with what they say (dependencies, run_before, replaces,
initial, atomic, names of operations), nodes, edges, roots, leaves, conflicts, what lies outside, the plan, and the error.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import get_django  # noqa: E402
import trees  # noqa: E402

SHOWN = 5


def ask_django(these, rollback=False):
    # Django reads apps in the order of INSTALLED_APPS, and which of two errors it finds first can depend on that: by label here.
    questions = [{"path": tree.path, "modules": dict(sorted(tree.modules.items())), "settings": tree.settings, "contrib": tree.contrib, "rollback": rollback}
                 for tree in these]
    done = subprocess.run([get_django.PYTHON, "-B", HERE / "django_graph.py"], input=json.dumps(questions), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"django_graph.py failed:\n{done.stderr}")
    return json.loads(done.stdout)


def ask_miggraph(miggraph, tree):
    arguments = ["dump", "-C", str(tree.root)]
    for label, folder in tree.folders.items():
        arguments += ["--migration-module", f"{label}={folder}"]
    for name, value in tree.settings.items() if tree.folders else ():
        arguments += ["--setting", f"{name}={value}"]
    done = subprocess.run([miggraph, *arguments], capture_output=True, timeout=120)
    if done.returncode not in (0, 1):
        return None, f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"
    try:
        return json.loads(done.stdout), ""
    except ValueError as error:
        return None, f"no JSON: {error}"


def differences(django, dump, settings):
    """Lines that say where the two part; none if they agree."""
    found = []

    def compare(what, expected, actual):
        if expected != actual:
            found.append(f"{what}\n    Django    {json.dumps(expected)}\n    miggraph  {json.dumps(actual)}")

    graph, migrations = dump["graph"], {}
    for app in dump["apps"]:
        for row in app["migrations"]:
            migrations[f"{app['label']}.{row['name']}"] = row
    compare("apps without migrations", django["unmigrated"], sorted(set(django["modules"]) - {app["label"] for app in dump["apps"]}))
    if django["error"] in ("BadMigrationError", "ImportError"):
        # Django stops at the first of these, and knows nothing else.
        compare("error of a file", [django["error"]], sorted({row["type"] for row in dump["errors"]}))
        return found
    compare("errors of files", [], dump["errors"])

    compare("migrations", sorted(django["migrations"]), sorted(migrations))
    for key, row in django["migrations"].items():
        for name, expected in row.items():
            actual = migrations.get(key, {}).get(name)
            if name == "operations":
                actual = [operation["name"] for operation in actual or ()]
            elif name in ("dependencies", "run_before"):
                actual = [dependency(item, settings) for item in actual or ()]
            compare(f"{name} of {key}", expected, actual)
    compare("error of the graph", [django["error"]] if django["error"] else [], [error["type"] for error in graph["errors"]])
    compare("plan", django["plan"], dump["plan"])
    if not django["error"]:
        compare("nodes", django["nodes"], graph["nodes"])
        compare("edges", sorted(django["edges"]), graph["edges"])
        for what in ("root_nodes", "leaf_nodes", "conflicts"):
            compare(what, django[what], graph[what])
        compare("what lies outside", sorted(map(json.dumps, django["external"])),
                sorted(json.dumps([kind, key, dependency(item, settings)]) for kind, key, item in graph["external"]))
    return found


def dependency(item, settings):
    """As Django has it in memory: a swappable dependency knows its model and no longer the name of its setting."""
    if item[0] == "__setting__":
        return ["__swappable__", settings.get(item[1], "auth.User").lower()]
    if item[0] == "__swappable__":
        return [item[0], item[1].lower()]
    return item


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, required=True)
    kinds = parser.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--written", action="store_true")
    kinds.add_argument("--random", type=int, metavar="COUNT")
    kinds.add_argument("--django", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    get_django.require()

    work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-trees-"))
    if options.django:
        these = list(trees.of_django(get_django.SOURCE))
    else:
        texts = trees.written() if options.written else trees.random_trees(options.seed, options.random)
        these = [trees.write(work / f"{number:04}", name, text) for number, (name, text) in enumerate(texts)]

    failed, left_out, errors = 0, 0, 0
    for tree, django in zip(these, ask_django(these)):
        django["modules"] = list(tree.modules)
        if django["error"] not in (None, "NodeNotFoundError", "CircularDependencyError", "BadMigrationError", "ImportError"):
            print(f"left out: {tree.name}: Django says {django['error']} {django.get('text', '')}")
            left_out += 1
            continue
        errors += django["error"] is not None
        dump, why = ask_miggraph(options.miggraph, tree)
        found = differences(django, dump, tree.settings) if dump else [why]
        if found:
            failed += 1
            if failed > SHOWN:
                continue
            print(f"\n{tree.name} differs ({tree.root})\n{tree.text}  " + "\n  ".join(found))
        elif not options.django:
            shutil.rmtree(tree.root)
    if not failed:
        shutil.rmtree(work)
    print(f"\n{len(these) - failed - left_out} of {len(these)} trees agree ({errors} of them with an error); {left_out} left out")
    if failed or left_out * 10 > len(these) or not these:
        sys.exit(1)


if __name__ == "__main__":
    main()
