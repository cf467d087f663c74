#!/usr/bin/env python3
"""Applies migrations with real Django's ProjectState and with `miggraph dump --each`, and fails where the states differ.

    compare_random_states.py --miggraph build/release/miggraph --cases 2000            random migrations (--seed N: from there on)
                                                               --written               those of states.txt
                                                               --django 4.2            another release than 5.2

Compared are the plan, the operations that Django refuses, and the models after each migration: fields in their order, options, bases and
managers. A case that differs is cut down as long as it still does, and printed.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import get_django  # noqa: E402
import random_states  # noqa: E402
import state_case  # noqa: E402

SHOWN = 5
BATCH = 250
INSTALLED = "5.2"


class Judge:
    def __init__(self, miggraph, django, work):
        self.miggraph, self.django, self.work = miggraph, django, work
        self.unknown = 0  # values that miggraph says it can't tell
        self.refused = 0

    def write(self, case, folder):
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in case.files(self.django).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")

    def ask_django(self, cases, folders):
        questions = [{"path": str(folder), "settings": {"AUTH_USER_MODEL": case.user}} for case, folder in zip(cases, folders)]
        environment = dict(os.environ)
        if self.django != INSTALLED:
            environment["PYTHONPATH"] = str(get_django.release_folder(self.django))
        done = subprocess.run([get_django.PYTHON, "-B", "-W", "ignore", HERE / "django_state.py"], input=json.dumps(questions), capture_output=True,
                              text=True, env=environment)
        if done.returncode:
            sys.exit(f"django_state.py failed:\n{done.stderr}")
        said = json.loads(done.stdout)
        if not said["django"].startswith(self.django + "."):
            sys.exit(f"Django {said['django']} answered for {self.django}")
        return said["answers"]

    def ask_miggraph(self, folder):
        done = subprocess.run([self.miggraph, "dump", "--each", "-C", folder], capture_output=True, timeout=60)
        if done.returncode not in (0, 1):
            return f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"
        return json.loads(done.stdout)

    def judge(self, cases):
        """For each case the lines that say where the two part."""
        folders = [self.work / f"{number:05}" for number in range(len(cases))]
        for case, folder in zip(cases, folders):
            self.write(case, folder)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            asked = pool.submit(self.ask_django, cases, folders)
            dumps = list(pool.map(self.ask_miggraph, folders))
            answers = asked.result()
        for folder in folders:
            shutil.rmtree(folder)
        return [[dump] if isinstance(dump, str) else self.differences(answer, dump) for answer, dump in zip(answers, dumps)]

    def differences(self, django, dump):
        found = []

        def compare(what, expected, actual):
            if not self.agree(expected, actual):
                found.append(f"{what}\n    Django    {json.dumps(expected, ensure_ascii=False)}\n    miggraph  {json.dumps(actual, ensure_ascii=False)}")

        if "broken" in django:
            return [f"the case itself: {django['broken']}"]
        self.refused += len(django["errors"])
        compare("errors of files", [], dump["errors"])
        compare("plan", django["plan"], dump["plan"])
        if found:
            return found
        place = ("migration", "operation", "name")
        expected = [[row[name] for name in place] for row in django["errors"]]
        actual = [[row[name] for name in place] for row in dump["state"]["errors"]]
        for row in django["errors"]:
            if [row[name] for name in place] not in actual:
                found.append(f"Django refuses {'.'.join(row['migration'])} operation {row['operation']}: {row['text']}")
        for row in dump["state"]["errors"]:
            if [row[name] for name in place] not in expected:
                found.append(f"miggraph refuses {'.'.join(row['migration'])} operation {row['operation']}: {row['text']}")
        for step, own in zip(django["each"], dump["each"]):
            key = ".".join(step["migration"])
            for name in sorted({*step["changed"], *own["changed"]}):
                self.compare_models(f"{key}: {name}", step["changed"].get(name, "as before"), own["changed"].get(name, "as before"), compare)
            if found:
                return found  # what follows is of the same cause
        compare("models in the end", django["models"], dump["state"]["models"])
        return found

    @staticmethod
    def compare_models(what, django, own, compare):
        if not isinstance(django, dict) or not isinstance(own, dict):
            compare(what, django, own)
            return
        compare(f"{what}: fields", [field["name"] for field in django["fields"]], [field["name"] for field in own["fields"]])
        others = {field["name"]: field for field in own["fields"]}
        for field in django["fields"]:
            compare(f"{what}.{field['name']}", field, others.get(field["name"]))
        for name in sorted({*django["options"], *own["options"]}):
            compare(f"{what}: option {name}", django["options"].get(name, "not there"), own["options"].get(name, "not there"))
        for part in ("app_label", "name", "bases", "managers"):
            compare(f"{what}: {part}", django[part], own[part])

    def agree(self, expected, actual):
        """Equal, but for what miggraph says it can't tell, and with tuples as lists."""
        if isinstance(actual, dict) and "opaque" in actual:
            self.unknown += 1
            return True
        expected, actual = (value["tuple"] if isinstance(value, dict) and value.keys() == {"tuple"} else value for value in (expected, actual))
        if isinstance(expected, dict) and isinstance(actual, dict):
            return expected.keys() == actual.keys() and all(self.agree(expected[key], actual[key]) for key in expected)
        if isinstance(expected, list) and isinstance(actual, list):
            return len(expected) == len(actual) and all(map(self.agree, expected, actual))
        return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)

    def shrink(self, case):
        """The smallest case found that differs still, with its differences."""
        differs = self.judge([case])[0]
        while True:
            tries = list(case.smaller())
            for tried, found in zip(tries, self.judge(tries)):
                # A case that is broken itself is no smaller form of one that differs.
                if found and not found[0].startswith("the case itself"):
                    case, differs = tried, found
                    break
            else:
                return case, differs


def written():
    """The trees of states.txt: `== name`, lines `app.name [depends app.name]…`, below each its operations; a first line `user app.Model`;
    `django 4.2 6.0`: only with these releases."""
    for block in (HERE / "states.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        name, _, text = block.partition("\n")
        migrations, user, releases = [], "auth.User", None
        for line in text.splitlines():
            if line.startswith("    "):
                migrations[-1].operations.append(line.strip())
                continue
            words = line.split()
            if words[:1] == ["user"]:
                user = words[1]
            elif words[:1] == ["django"]:
                releases = words[1:]
            elif words:
                app, _, own = words[0].partition(".")
                depends = [tuple(word.split(".")) for word in words[2::2]]
                migrations.append(state_case.Migration(app, own, depends, []))
        yield name, releases, state_case.Case(migrations, user)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, required=True)
    kinds = parser.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--cases", type=int, metavar="N")
    kinds.add_argument("--written", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--django", default=INSTALLED, choices=[INSTALLED, *get_django.RELEASES])
    parser.add_argument("--shown", type=int, default=SHOWN, help="how many of those that differ are cut down and printed")
    options = parser.parse_args()
    get_django.require(options.django)

    if options.written:
        cases = [(name, case) for name, releases, case in written() if releases is None or options.django in releases]
    else:
        cases = [(f"seed {seed}", random_states.Generator(seed, options.django).case()) for seed in range(options.seed, options.seed + options.cases)]
    failed = []
    with tempfile.TemporaryDirectory(prefix="miggraph-states-") as work:
        judge = Judge(options.miggraph.resolve(), options.django, pathlib.Path(work))
        for start in range(0, len(cases), BATCH):
            batch = cases[start:start + BATCH]
            failed += [one for one, found in zip(batch, judge.judge([case for _, case in batch])) if found]
        refused, unknown = judge.refused, judge.unknown
        for name, case in failed[:options.shown]:
            case, found = judge.shrink(case)
            print(f"\n{name} differs, cut down:\n{case.shown()}\n  " + "\n  ".join(found), flush=True)
    operations = sum(len(migration.operations) for _, case in cases for migration in case.migrations)
    if failed:
        print("\nthat differ: " + ", ".join(name for name, _ in failed))
    print(f"\n{len(cases) - len(failed)} of {len(cases)} cases agree with Django {options.django}: {operations} operations, {refused} of them refused; "
          f"{unknown} values that miggraph can't tell")
    # A generator that makes only what is refused, or nothing at all, tests nothing.
    if failed or not operations or refused * 3 > operations:
        sys.exit(1)


if __name__ == "__main__":
    main()
