#!/usr/bin/env python3
"""Holds `miggraph rollback` against Django's MigrationExecutor.migration_plan, for every migration of a tree and for `zero`.

    compare_rollbacks.py --miggraph build/release/miggraph --written          the trees of trees.txt
                                                           --random 100       that many made by chance (--seed N: from there on)

A migration that a squash has replaced is asked for too: Django then takes the graph without squashes. Where Django can't load the
graph, miggraph must say so (exit code 2). The first trees that differ are printed, and stay on disk to be looked at.
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
import compare_trees  # noqa: E402
import get_django  # noqa: E402
import trees  # noqa: E402

SHOWN = 5
OF_THE_GRAPH = ("NodeNotFoundError", "CircularDependencyError")


def ask_miggraph(miggraph, tree, label, target):
    """Its steps, or the name of the error that Django has where it finds no plan either."""
    done = subprocess.run([miggraph, "rollback", label, target, "-C", str(tree.root), "--format", "json"], capture_output=True, timeout=120)
    if done.returncode == 2 and b"can't load the graph" in done.stderr:
        return "no plan"
    if done.returncode not in (0, 1):
        return f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"
    return [[step["app"], step["migration"]] for step in json.loads(done.stdout)["steps"]]


def differences(miggraph, tree, django):
    if django["error"]:
        # Any app: there is one graph.
        label = min(tree.modules)
        answer = ask_miggraph(miggraph, tree, label, "zero")
        return [] if answer == "no plan" else [f"{label} zero\n    Django    {django['error']}\n    miggraph  {json.dumps(answer)}"], 1
    found, asked = [], 0
    for label, plans in django["rollback"].items():
        for target, expected in plans.items():
            asked += 1
            actual = ask_miggraph(miggraph, tree, label, target)
            if ("no plan" if isinstance(expected, str) else expected) != actual:
                found.append(f"{label} {target}\n    Django    {json.dumps(expected)}\n    miggraph  {json.dumps(actual)}")
    return found, asked


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, required=True)
    kinds = parser.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--written", action="store_true")
    kinds.add_argument("--random", type=int, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    get_django.require()

    work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-rollbacks-"))
    texts = trees.written() if options.written else trees.random_trees(options.seed, options.random)
    these = [trees.write(work / f"{number:04}", name, text) for number, (name, text) in enumerate(texts)]
    failed, plans, left_out, errors = 0, 0, 0, 0
    for tree, django in zip(these, compare_trees.ask_django(these, rollback=True)):
        # What Django says of files that it can't load, or raises without knowing, compare_trees.py holds against miggraph.
        if not tree.modules or django["error"] not in (None, *OF_THE_GRAPH):
            left_out += 1
            continue
        errors += django["error"] is not None
        found, asked = differences(options.miggraph, tree, django)
        plans += asked
        if found:
            failed += 1
            if failed <= SHOWN:
                print(f"\n{tree.name} differs ({tree.root})\n{tree.text}  " + "\n  ".join(found))
        else:
            shutil.rmtree(tree.root)
    if not failed:
        shutil.rmtree(work)
    print(f"\n{plans} plans of {len(these) - left_out} trees ({errors} of them with an error); {failed} trees differ, {left_out} left out")
    if failed or left_out * 2 > len(these) or not plans:
        sys.exit(1)


if __name__ == "__main__":
    main()
