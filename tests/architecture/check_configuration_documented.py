#!/usr/bin/env python3
"""Holds the table of configuration keys against docs/configuration.md and the schema that is published.

    tests/architecture/check_configuration_documented.py --miggraph build/release/miggraph

With MIGGRAPH_UPDATE=1 in the environment docs/miggraph.schema.json is rewritten.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs/miggraph.schema.json"
DOCUMENT = ROOT / "docs/configuration.md"


def complaints(miggraph):
    printed = subprocess.run([miggraph, "config", "--schema"], capture_output=True, check=True, text=True).stdout
    if os.environ.get("MIGGRAPH_UPDATE"):
        SCHEMA.write_text(printed, encoding="utf-8")
    keys = json.loads(printed)["properties"]
    if not keys:
        yield "miggraph config --schema knows no key"
    if SCHEMA.read_text(encoding="utf-8") != printed:
        yield "docs/miggraph.schema.json is not what `miggraph config --schema` prints: MIGGRAPH_UPDATE=1 rewrites it"
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    if rows != list(keys):
        yield f"the table of docs/configuration.md has {rows}, and the program {list(keys)}"
    for key in keys:
        if not re.search(rf"^\*\*.*`{key}`", text, re.MULTILINE):
            yield f"docs/configuration.md: no paragraph begins with **`{key}`**"
    source = (ROOT / "src/cli/configuration_keys.def").read_text(encoding="utf-8")
    if re.findall(r'^KEY\(\w+, "([^"]+)"', source, re.MULTILINE) != sorted(keys):
        yield "the rows of src/cli/configuration_keys.def are not in alphabetical order"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", default=ROOT / "build/release/miggraph", type=pathlib.Path)
    found = list(complaints(parser.parse_args().miggraph.resolve()))
    for complaint in found:
        print(complaint)
    if found:
        sys.exit(1)
    print("every key has its place")


if __name__ == "__main__":
    main()
