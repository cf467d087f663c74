#!/usr/bin/env python3
"""Holds what miggraph refuses to read against compile() of the Python that runs this. By hand: it takes minutes.

    compare_compile.py --miggraph build/release/miggraph FOLDER…

Every .py file below the folders becomes a migration of one app. A file that Python compiles and miggraph calls unreadable (MG903) is a
false alarm: exit 1. What it misses is listed.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

AT_ONCE = 2000  # files in the app
MIGRATION = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    pass\n"


def compiles(path):
    """None, or what Python says."""
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return str(error)
    return None


def refused(miggraph, files):
    """{file: message} of those that miggraph cannot read."""
    with tempfile.TemporaryDirectory(prefix="miggraph-compile-") as root:
        folder = pathlib.Path(root, "shop", "migrations")
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").touch()
        (folder / "__init__.py").touch()
        (folder / "0001_initial.py").write_text(MIGRATION)  # without one, it is no app with migrations
        names = {}
        for number, file in enumerate(files):
            name = f"f{number:05}.py"
            names[f"shop/migrations/{name}"] = file
            shutil.copyfile(file, folder / name)
        done = subprocess.run([miggraph, "check", "--no-against", "--no-drift", "--no-lint", "--format", "json"], cwd=root,
                              stdout=subprocess.PIPE, check=False)
        report = json.loads(done.stdout)
        if not report["apps"]:
            sys.exit("miggraph has not seen the files")
        return {names[row["path"]]: row["message"] for row in report["diagnostics"] if row["code"] == "MG903"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=lambda text: str(pathlib.Path(text).resolve()), required=True)
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    files = sorted({file for folder in options.folders for file in folder.rglob("*.py") if file.is_file()})
    alarms = missed = 0
    for begin in range(0, len(files), AT_ONCE):
        these = files[begin:begin + AT_ONCE]
        found = refused(options.miggraph, these)
        for file in these:
            error = compiles(file)
            if error is None and file in found:
                alarms += 1
                print(f"REFUSED {file}: {found[file]}", flush=True)
            elif error is not None and file not in found:
                missed += 1
                print(f"missed {file}: {error}", flush=True)
    print(f"{len(files)} files, {alarms} refused that Python compiles, {missed} taken that it does not")
    sys.exit(1 if alarms or not files else 0)


if __name__ == "__main__":
    main()
