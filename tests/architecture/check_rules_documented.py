#!/usr/bin/env python3
"""Holds src/base/diagnostics.def against docs/rules.md and the golden cases.

Every row has a section `## CODE name` in docs/rules.md with a real message in a code block, every section has a row, and every code
is in the expected output of some fixtures/cases/**/*.case.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/base/diagnostics.def"
DOCUMENT = ROOT / "docs/rules.md"
CASES = ROOT / "fixtures/cases"

ROW = re.compile(r'^DIAGNOSTIC\((\w+), "([^"]+)"', re.MULTILINE)
SECTION = re.compile(r"^## (\w+) (\S+)$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^-- (.+) --$")
# A finding as the formats print it: at a line's start (text), in JSON, as a workflow command. Not where another finding's help names it.
FINDING = re.compile(r'^(MG\d+)\b|"code": "(MG\d+)"|^::\w+ title=miggraph \((MG\d+)\)', re.MULTILINE)


def codes_in(text):
    return {code for match in FINDING.finditer(text) for code in match.groups() if code}


def expected_output(case):
    lines, inside = [], False
    for line in case.splitlines():
        if mark := MARK.match(line):
            inside = mark[1].startswith("$ ")
        elif inside:
            lines.append(line)
    return "\n".join(lines)


def complaints():
    rows = dict(ROW.findall(TABLE.read_text(encoding="utf-8")))
    if not rows:
        yield "src/base/diagnostics.def: no row found"
    text = DOCUMENT.read_text(encoding="utf-8")
    headings = list(SECTION.finditer(text))
    sections = {}
    for heading, after in zip(headings, [*headings[1:], None]):
        code, name = heading.groups()
        if code in sections:
            yield f"docs/rules.md: {code} has two sections"
        sections[code] = text[heading.end():after.start() if after else len(text)]
        if code not in rows:
            yield f"docs/rules.md: {code} is no row of src/base/diagnostics.def"
        elif name != rows[code]:
            yield f"docs/rules.md: {code} is called {name}, but {rows[code]} in src/base/diagnostics.def"
    shown = set()
    for file in sorted(CASES.rglob("*.case")):
        shown |= codes_in(expected_output(file.read_text(encoding="utf-8")))
    for code, name in rows.items():
        if code not in sections:
            yield f"docs/rules.md: no section `## {code} {name}`"
        elif not any(code in codes_in(block) for block in CODE_BLOCK.findall(sections[code])):
            yield f"docs/rules.md: the section of {code} shows no message of it in a code block"
        if code not in shown:
            yield f"fixtures/cases: no case expects {code} in its output"


def main():
    found = list(complaints())
    for complaint in found:
        print(complaint)
    if found:
        sys.exit(f"{len(found)} diagnostics without text, case or row (docs/internals/architecture.md, \"Added in one place\")")
    print("every diagnostic has its text and its golden case")


if __name__ == "__main__":
    main()
