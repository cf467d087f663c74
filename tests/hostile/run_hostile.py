#!/usr/bin/env python3
"""Runs the hostile cases: input made to break miggraph, each with what must be said of it.

    run_hostile.py --miggraph build/release/miggraph [--family NAME] [REGEX…]     the cases whose names match
                   --django          ask real Django too what it says of the trees, and fail where a case expects something else
                   --list            the names
                   --measure         a line a case: seconds and megabytes of the worst run

Every run of the binary has a limit of time (10 s) and memory (500 MB), must end with exit code 0, 1 or 2, must change nothing in its
folder, and may print nothing that acts on a terminal or a CI log (harmless.py).
"""

import argparse
import collections
import functools
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "differential")]
import case as cases  # noqa: E402
import harmless  # noqa: E402
from sandbox import Sandbox  # noqa: E402

FAMILIES = ("encodings", "syntax", "sizes", "values", "running", "settings", "graphs", "names", "escapes", "arguments")
COMMANDS = (("check", "text"), ("check", "github"), ("explain", "text"), ("explain", "json"), ("graph", "text"), ("graph", "dot"),
            ("graph", "mermaid"), ("graph", "json"), ("state", "text"), ("dump", "json"))


def all_cases(families):
    for family in families:
        module = __import__(f"cases_{family}")
        names = set()
        for one in module.cases():
            assert one.name not in names, f"two cases {one.name}"
            names.add(one.name)
            one.family = family
            yield one


def in_a_process(function, *arguments):
    """Calls it in a process of its own: what it allocates must not count for the binary that is started afterwards."""
    child = os.fork()
    if not child:
        try:
            function(*arguments)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError("the case could not be made")


def make(one, sandbox):
    if one.tree:
        cases.write(sandbox.tree, one.tree())
    if one.make:
        one.make(sandbox)


def listing(folder):
    """Paths and sizes of all that lies there, without git's own caches."""
    found = {}
    for root, folders, files in os.walk(os.fsencode(folder)):
        for name in files + folders:
            path = os.path.join(root, name)
            about = os.lstat(path)
            found[path] = (about.st_mode, about.st_size if name not in folders else 0, about.st_mtime_ns if name not in folders else 0)
    return found


def run_problems(done):
    """What is wrong with any run, whatever it was about."""
    found = []
    if done.timed_out:
        return [f"{done.shown()}: not done after {done.seconds:.0f} s"]
    if done.exit not in (0, 1, 2):
        found.append(f"exit code {done.exit}: {(done.stderr or done.stdout)[-600:].decode(errors='replace')}")
    if done.exit == 2 and not done.stderr.startswith(b"miggraph: ") and not done.stdout.startswith(b"miggraph: "):
        found.append(f"exit code 2 without a message: {done.stderr[:200]!r}")
    if b"internal error" in done.stderr or b"runtime error" in done.stderr:
        found.append(done.stderr[:600].decode(errors="replace"))
    found += harmless.text_problems(done.stderr)
    return [f"{done.shown()}: {problem}" for problem in found]


def judged(one, done):
    """What is wrong with the answer of `check --format json`."""
    found = []
    if one.exit is not None and done.exit != one.exit:
        found.append(f"exit code {done.exit}, expected {one.exit}: {done.stdout[:1500].decode(errors='replace')} {done.stderr[:500].decode(errors='replace')}")
        return found
    both = done.stdout + done.stderr
    for text in one.says:
        if not re.search(cases.to_bytes(text), both):
            found.append(f"does not say {text!r}: {both[:2500].decode(errors='replace')}")
    if done.exit == 2:
        return found
    report = json.loads(done.stdout)
    findings = [row for row in report["diagnostics"] if row["severity"] != "info"]
    codes = {row["code"] for row in findings}
    # What is missing or goes round in a circle leaves leaves over; Django does not come so far as to count them.
    extra = {"MG101"} if codes & {"MG103", "MG104"} else set()
    if one.codes is not None and not set(one.codes) <= codes <= set(one.codes) | extra:
        found.append(f"findings {sorted(codes)}, expected {sorted(one.codes)}: " + json.dumps(report["diagnostics"][:4], indent=1)[:1500])
    if one.where and not any(row["path"] == one.where[0] and row["range"] and row["range"]["start"]["line"] == one.where[1] for row in findings):
        found.append(f"no finding at {one.where}: " + json.dumps(findings[:4], indent=1)[:1500])
    if one.leaves is not None:
        leaves = {row["label"]: row["leaves"] for row in report["apps"]}.get("shop", [])
        if leaves != list(one.leaves):
            found.append(f"leaves {leaves[:5]}, expected {one.leaves}")
    for row in findings:
        if row["severity"] == "error" and row["code"] in ("MG903", "MG105") and not (row["path"] and row["message"] and row["help"]):
            found.append(f"names no file or no cure: {row}")
    return found


def ask_django(sandbox, seconds=120):
    script = HERE / "ask_django.py"
    python = os.environ.get("MIGGRAPH_DJANGO_PYTHON")
    if not python:
        import get_django
        python = str(get_django.PYTHON)
    done = subprocess.run([python, "-B", str(script), sandbox.tree], capture_output=True, timeout=seconds, cwd=sandbox.home,
                          env={**sandbox.environment, "PYTHONUTF8": "1"})
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"error": f"died: {done.returncode}", "text": done.stderr.decode(errors="replace")[-300:], "leaves": []}


def run_case(one, options):
    """Runs one case; returns (problems, seconds, megabytes)."""
    folder = tempfile.mkdtemp(prefix="hostile-", dir=options.work)
    problems = []
    sandbox = Sandbox(options.miggraph, folder, one.seconds, options.sanitized)
    try:
        in_a_process(make, one, sandbox)
        before = listing(sandbox.tree)
        if one.runs:
            problems += one.runs(sandbox) or []
        else:
            problems += run_tree(one, sandbox)
        if options.django and one.django:
            answer = ask_django(sandbox)
            said = answer["error"] or "loads"
            if said != one.django:
                problems.append(f"Django says {said} ({answer.get('text')}), the case expects {one.django}")
            elif said == "loads" and one.leaves is not None and answer["leaves"] != list(one.leaves):
                problems.append(f"Django's leaves {answer['leaves'][:5]}, the case expects {one.leaves}")
        elif listing(sandbox.tree) != before:
            changed = [path for path in set(listing(sandbox.tree)) ^ set(before)]
            problems.append(f"the folder was changed: {changed[:5]}")
        for done in sandbox.done:
            if not options.sanitized and done.megabytes > one.megabytes:
                problems.append(f"{done.shown()}: {done.megabytes:.0f} MB")
    except Exception:
        problems.append(traceback.format_exc())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    worst = max((done.seconds for done in sandbox.done), default=0)
    return problems, worst, max((done.megabytes for done in sandbox.done), default=0)


def run_tree(one, sandbox):
    done = sandbox.run("check", *one.arguments, "--format", "json")
    report_exit = done.exit
    problems = run_problems(done)
    if problems:
        return problems
    if done.exit != 2:
        problems += [f"check --format json: {problem}" for problem in harmless.json_problems(done.stdout)]
    if not problems:
        problems += judged(one, done)
    for command, form in COMMANDS if one.commands is None else one.commands:
        arguments = [a for a in one.arguments if command not in ("dump", "state") or a not in ("--no-against", "--branches")]
        done = sandbox.run(command, *arguments, "--format", form)
        wrong = run_problems(done)
        if not wrong and done.exit != 2 and done.stdout:
            wrong = [f"{command} --format {form}: {problem}" for problem in harmless.CHECKS[form](done.stdout)]
        if command == "check" and not wrong and done.exit != (report_exit if one.exit is None else one.exit):
            wrong = [f"{done.shown()}: exit code {done.exit}"]
        problems += wrong
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=lambda text: pathlib.Path(text).resolve(), required=True)
    parser.add_argument("--family", action="append", choices=FAMILIES)
    parser.add_argument("--sanitized", action="store_true", help="the binary is built with sanitizers: no limit of memory, more time")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth case of a family, where a run takes long")
    parser.add_argument("--django", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 1)))
    parser.add_argument("names", nargs="*", metavar="REGEX")
    options = parser.parse_args()

    these = [one for one in all_cases(options.family or FAMILIES)
             if not options.names or any(re.search(name, f"{one.family}: {one.name}") for name in options.names)]
    seen = collections.Counter()
    if options.every > 1:
        these = [one for one in these if seen.update([one.family]) or seen[one.family] % options.every == 1]
    if options.list:
        print("\n".join(f"{one.family}: {one.name}" for one in these))
        return
    if options.django:
        these = [one for one in these if one.django]
        if "MIGGRAPH_DJANGO_PYTHON" not in os.environ:
            import get_django
            get_django.require()
    options.work = tempfile.mkdtemp(prefix="miggraph-hostile-")
    failed = 0
    # A new worker now and then: what the cases before left in it counts as memory of the binary that it starts. Not
    # concurrent.futures: before Python 3.12 its pool waits for ever when such a worker goes.
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=25) as pool:
        keys = [(one.family, one.name) for one in these]
        for one, (problems, seconds, megabytes) in zip(these, pool.imap(functools.partial(run_by_name, options=options), keys)):
            if options.measure:
                print(f"{seconds:6.2f} s {megabytes:6.0f} MB  {one.family}: {one.name}")
            if problems:
                failed += 1
                print(f"FAILED {one.family}: {one.name}\n  " + "\n  ".join(problem[:3000] for problem in problems[:6]), flush=True)
    shutil.rmtree(options.work, ignore_errors=True)
    print(f"{len(these) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not these else 0)


def run_by_name(key, options):
    """In a worker: cases hold functions and can't be sent from process to process."""
    one = next(one for one in all_cases([key[0]]) if one.name == key[1])
    return run_case(one, options)


if __name__ == "__main__":
    main()
