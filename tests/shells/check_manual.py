#!/usr/bin/env python3
"""miggraph(1): groff and man have nothing to say against it, and every command and option of --help is in it.

    check_manual.py --miggraph BINARY

77 where groff is not installed.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100"}, **more)


def complaints(miggraph):
    made = run(miggraph, "manual")
    if made.returncode:
        yield f"miggraph manual: exit {made.returncode}"
        return
    with tempfile.TemporaryDirectory(prefix="miggraph-manual-") as folder:
        page = pathlib.Path(folder) / "miggraph.1"
        page.write_text(made.stdout, encoding="utf-8")
        if not made.stdout.isascii():
            yield "not ASCII"
        groff = run("groff", "-man", "-ww", "-b", "-Tutf8", "-rLL=100n", "-P-cbou", page)
        yield from (f"groff: {line}" for line in groff.stderr.splitlines() if line.strip())
        if shutil.which("man"):
            man = run("man", "--warnings", "-l", page)
            yield from (f"man: {line}" for line in man.stderr.splitlines() if line.strip())
    text = re.sub(".\x08", "", groff.stdout).replace("−", "-").replace("‐", "-")
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"):
        if not re.search(f"^{heading}$", text, re.MULTILINE):
            yield f"no section {heading}"
    commands = re.findall(r"^  ([a-z]+)  ", run(miggraph, "--help").stdout.split("Commands:")[1].split("\n\n")[0], re.MULTILINE)
    if len(commands) < 6 or "manual" in commands:
        yield f"commands of --help: {commands}"
    for command in commands:
        start = text.find(f"miggraph {command} [OPTION…]")
        if start < 0:
            yield f"{command} has no section"
            continue
        section = text[start:]
        for option in re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run(miggraph, command, "--help").stdout, re.MULTILINE):
            if option not in section:
                yield f"{command}: {option} is missing"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--miggraph", type=pathlib.Path, default=ROOT / "build/release/miggraph")
    options = parser.parse_args()
    if not shutil.which("groff"):
        print("groff is not installed")
        sys.exit(77)
    found = list(complaints(options.miggraph.resolve()))
    print(*found, sep="\n")
    if found:
        sys.exit(f"{len(found)} complaints about miggraph.1")
    print("miggraph.1 is without warnings and complete")


if __name__ == "__main__":
    main()
