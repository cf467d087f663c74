#!/usr/bin/env python3
"""Runs cases of what people read: makes the repository that a case file describes, runs its commands, compares the output.

    tests/golden/run_cases.py [--miggraph build/release/miggraph] [--keep] CASE…

With MIGGRAPH_UPDATE=1 in the environment the case files are rewritten with what the commands print now.
fixtures/cases/README.md describes the files.
"""

import argparse
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "fixtures"))
import repository  # noqa: E402

TIMEOUT = 60
NEVER_PRINTED = re.compile(r"^(?=-- .+ --$|\\)", re.MULTILINE)


class Command:
    """`-- $ miggraph … --` and what is expected of it: lists of lines, None where the case does not say yet."""

    def __init__(self, section):
        self.section = section
        self.stdout, self.stderr, self.exit = list(section.body), [], None

    def text(self):
        """The sections of this command as they stand in the file."""
        lines = [f"-- {self.section.title} --", *self.stdout]
        if self.stderr:
            lines += ["-- stderr --", *self.stderr]
        return [*lines, f"-- exit {self.exit} --", ""]


def printed(data, places):
    """What a command printed, as lines of a case file; places of this machine under their names."""
    text = data.decode("utf-8", "backslashreplace")
    for place, name in places:
        text = text.replace(str(place), name)
    text = NEVER_PRINTED.sub(r"\\", text)
    if text and not text.endswith("\n"):
        text += "\n\\ no line break at the end\n"
    # What nobody sees, and many an editor removes.
    text = re.sub(r"[ \t](?=\n)", "␠", text).replace("\x1b", "␛").replace("\r", "␍")
    return text.split("\n")[:-1]


def run(section, miggraph, target, environment):
    words = shlex.split(section.title.removeprefix("$ "))
    variables = {}
    while words and re.match(r"[A-Z_]+=", words[0]):
        name, _, variables[name] = words.pop(0).partition("=")
    if not words or words[0] != "miggraph":
        section.fail("expected -- $ [NAME=VALUE…] miggraph ARGUMENTS --")
    try:
        return subprocess.run([str(miggraph), *words[1:]], cwd=target, env={**environment, **variables}, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        section.fail(f"no answer within {TIMEOUT} s")


def run_case(file, miggraph, update, keep):
    """Differences, as text; "" if the case holds."""
    head, sections = repository.split(file.read_text(encoding="utf-8"))
    lines, commands = list(head), []
    work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-case-")).resolve()
    target, home = work / "repository", work / "home"
    home.mkdir()
    made = repository.Repository(target, home)
    places = [(target, "$REPOSITORY"), (work, "$WORK")]
    found = []
    try:
        for section in sections:
            word, _, rest = section.title.partition(" ")
            if word == "$":
                commands.append(Command(section))
                done = run(section, miggraph, target, made.environment)
                commands[-1].done = done
            elif section.title == "stderr" and commands:
                commands[-1].stderr = list(section.body)
            elif word == "exit" and rest.isdigit() and commands:
                commands[-1].exit = int(rest)
                if any(section.body):
                    section.fail("text below it")
            elif word == "fixture":
                fixture, *arguments = shlex.split(rest)
                shutil.rmtree(target)
                make = subprocess.run([sys.executable, ROOT / "fixtures" / fixture / "make", target, *arguments], capture_output=True, text=True)
                if make.returncode:
                    section.fail(make.stderr)
                made.adopt()
            elif not made.apply(section):
                section.fail("not known; fixtures/cases/README.md has the sections")
            if word not in ("$", "stderr", "exit"):
                lines += [f"-- {section.title} --", *section.body]
            elif word == "$":
                lines.append(commands[-1])
        if not commands:
            raise repository.DescriptionError("the case runs no command")
        if not any(line.strip() for line in head):
            raise repository.DescriptionError("the case does not say what it is for (text before its first section)")
        for command in commands:
            expected = command.text()
            done = command.done
            command.stdout, command.stderr, command.exit = printed(done.stdout, places), printed(done.stderr, places), done.returncode
            if done.returncode < 0 or done.returncode > 2:
                found.append(f"{file}:{command.section.line}: miggraph died (exit code {done.returncode})\n{done.stderr.decode(errors='replace')}")
            elif expected != command.text():
                found.append("\n".join(difflib.unified_diff(expected, command.text(), f"{file}:{command.section.line} expected", "printed", lineterm="")))
    except repository.DescriptionError as error:
        return f"{file}: {error}"
    finally:
        if keep:
            print(f"{file}: the repository is in {target}")
        else:
            shutil.rmtree(work)
    if found and update and not any("miggraph died" in text for text in found):
        text = "\n".join(line for item in lines for line in (item.text() if isinstance(item, Command) else [item]))
        file.write_text(text, encoding="utf-8")
        print(f"{file}: rewritten")
        return ""
    return "\n\n".join(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, default=ROOT / "build/release/miggraph")
    parser.add_argument("--keep", action="store_true", help="leave the repositories on disk and say where")
    parser.add_argument("cases", nargs="+", type=pathlib.Path, metavar="CASE", help="a .case file, or a folder of them")
    options = parser.parse_args()
    files = [file for case in options.cases for file in (sorted(case.rglob("*.case")) if case.is_dir() else [case])]
    if not files:
        sys.exit("no case found")
    update = os.environ.get("MIGGRAPH_UPDATE", "") not in ("", "0")
    failed = 0
    for file in files:
        difference = run_case(file, options.miggraph.resolve(), update, options.keep)
        if difference:
            failed += 1
            print(difference, end="\n\n")
    if failed:
        sys.exit(f"{failed} of {len(files)} cases differ; where the new output is right: MIGGRAPH_UPDATE=1 {' '.join(map(shlex.quote, sys.argv))}")
    print(f"{len(files)} cases agree")


if __name__ == "__main__":
    main()
