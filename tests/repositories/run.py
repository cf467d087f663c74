#!/usr/bin/env python3
"""Makes repositories of every kind with the real git, and compares what miggraph reads of them with what git says.

    tests/repositories/run.py [--miggraph build/release/miggraph] [--only NAME] [--keep] TABLE…

A TABLE is a module of tables/ with `CASES`: one row is one repository. Every run of
miggraph must leave each file as it was, end within seconds, and stay small.
"""

import argparse
import concurrent.futures
import fnmatch
import hashlib
import importlib
import json
import os
import pathlib
import re
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import project  # noqa: E402

sys.path.insert(0, str(HERE / "tables"))

TIMEOUT = 30  # four times as much with a sanitizer
MEMORY = 600 << 10  # KiB, as getrusage counts


class Failure(Exception):
    pass


def one_line(text):
    return re.sub(r"\s+", " ", text)


def listing(place):
    """Every path below, with its type, size, time and content. Not by os.walk, which recurses: some rows are thousands of folders deep."""
    found = {}
    waiting = [os.fsencode(place)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:  # a path longer than the system takes
            continue
        for entry in entries:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                found[entry.path] = None
                continue
            what = (stat.filemode(status.st_mode), status.st_size, status.st_mtime_ns)
            if stat.S_ISREG(status.st_mode) and status.st_size < 10 << 20:
                with open(entry.path, "rb") as file:
                    what += (hashlib.sha1(file.read()).hexdigest(),)
            found[entry.path] = what
            if stat.S_ISDIR(status.st_mode):
                waiting.append(entry.path)
    return found


class Run:
    def __init__(self, case, work, options, scenario):
        self.case, self.options = case, options
        self.work = work
        self.env = project.environment(work / "home")
        (work / "home").mkdir()
        shutil.copytree(scenario, work / "case", symlinks=True)
        self.place = work / "case"

    def environment(self):
        """What the row adds, $CASE being its folder; $MAIN, $MERGE … the ids that `make` left in files or refs."""
        ids = {"$CASE": str(self.place)}
        for name in ("merge", "feature", "main"):
            if (self.place / name).is_file():
                ids["$" + name.upper()] = (self.place / name).read_text().strip()
        found = dict(self.env)
        for name, value in self.case.env.items():
            for word, meaning in ids.items():
                value = value.replace(word, meaning)
            found[name] = value
        return found

    def miggraph(self, *arguments):
        before = listing(self.place)
        env = self.environment()
        small = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        limit = TIMEOUT if self.options.memory else 4 * TIMEOUT
        try:
            done = subprocess.run([str(self.options.miggraph), *arguments], cwd=self.place / self.case.at, env=env,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"miggraph {' '.join(arguments)}: no answer within {limit} s") from None
        done.stdout, done.stderr = (data.decode("utf-8", "backslashreplace") for data in (done.stdout, done.stderr))
        self.last = f"miggraph {' '.join(arguments)}: exit {done.returncode}\n{done.stdout[:600] if 'dump' not in arguments else ''}{done.stderr[-1500:]}"
        if done.returncode not in (0, 1, 2) or "internal error" in done.stderr or "Sanitizer" in done.stderr:
            raise Failure(f"miggraph died\n{self.last}")
        large = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if self.options.memory and large > small and large > MEMORY:
            raise Failure(f"miggraph took {large >> 10} MB\n{self.last}")
        after = listing(self.place)
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
                         and not (self.case.touches and re.search(os.fsencode(self.case.touches), path)))
        if changed:
            raise Failure(f"miggraph changed {changed}\n{self.last}")
        return done

    def expect(self, what, found, wanted):
        if found != wanted:
            raise Failure(f"{what}: miggraph has {found}\ngit has {wanted}\n{self.last}")

    def compare(self, views):
        read = {}
        for view in views.split():
            if view.startswith("merge"):
                against = view.partition(":")[2] or self.case.against
                arguments = ["check", "--no-drift", "--no-lint", "--format", "json", "--rev", "HEAD", "--against", against]
                done = self.miggraph(*arguments)
                if done.returncode == 2:
                    raise Failure(f"{view}: an error\n{self.last}")
                conflicts = {one["app"]: sorted(one["leaves"][i]["migration"] for i in range(len(one["leaves"])))
                             for one in json.loads(done.stdout)["conflicts"] if one["scope"] != "target"}
                read[view] = conflicts
            else:
                arguments = {"worktree": [], "index": ["--staged"]}.get(view, ["--rev", view])
                done = self.miggraph("dump", *arguments)
                if done.returncode:
                    raise Failure(f"{view}: an error\n{self.last}")
                read[view] = {(app["label"], one["name"]): (sorted(map(tuple, one["dependencies"])), marks(one))
                              for app in json.loads(done.stdout)["apps"] for one in app["migrations"]}
        if self.case.after:
            project.shell(self.case.after, self.place, self.env)
        env = self.environment()
        git = project.GitView(self.place / (self.case.git or self.case.at), env)
        for view, found in read.items():
            if view.startswith("merge"):
                wanted = project.leaves(git.merge("HEAD", view.partition(":")[2] or self.case.against))
            elif view == "worktree":
                wanted = project.migrations(git.worktree())
            elif view == "index":
                wanted = project.migrations(git.index())
            else:
                wanted = project.migrations(git.tree(view))
            self.expect(view, found, wanted)

    def once(self):
        case = self.case
        done = self.miggraph(*case.run.split())
        if done.returncode != case.exit:
            raise Failure(f"exit {done.returncode}, expected {case.exit}\n{self.last}")
        for pattern in filter(None, map(str.strip, case.says.splitlines())):
            if not re.search(pattern, one_line(done.stderr)):
                raise Failure(f"stderr does not say: {pattern}\n{self.last}")
        for pattern in filter(None, map(str.strip, case.prints.splitlines())):
            if not re.search(pattern, one_line(done.stdout)):
                raise Failure(f"stdout does not say: {pattern}\n{self.last}")
        if done.returncode == 2 and done.stdout:
            raise Failure(f"an error, and something on stdout\n{self.last}")
        if not case.cure:
            return
        cure = re.search(case.cure, one_line(done.stderr))
        if not cure:
            raise Failure(f"no cure: {case.cure}\n{self.last}")
        project.shell(cure[0], self.place / case.at, self.env)
        if case.mended.startswith("exit"):
            done = self.miggraph(*case.run.split())
            if done.returncode != int(case.mended.split()[1]):
                raise Failure(f"after the cure: expected {case.mended}\n{self.last}")
        elif case.mended:
            self.compare(case.mended)


def marks(migration):
    for operation in migration["operations"]:
        if operation["name"] == "RunSQL":
            return operation["args"][0] if operation["args"] else operation["kwargs"].get("sql")
    return None


def try_case(case, options, scenario):
    work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-repositories-")).resolve()
    try:
        run = Run(case, work, options, scenario)
        if case.needs and subprocess.run(["bash", "-c", case.needs], cwd=run.place, env=run.env, capture_output=True).returncode:
            return None
        project.shell(case.make, run.place, run.env)
        run.once() if case.run else run.compare(case.views)
        return ""
    except Failure as failure:
        return str(failure)
    except Exception:  # whatever goes wrong in one row, the others are tried
        return traceback.format_exc()
    finally:
        if options.keep:
            print(f"{case.name}: {work}")
        else:
            subprocess.run(["rm", "-rf", work], check=True)  # shutil.rmtree gives up on deep folders


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, default=project.ROOT / "build/release/miggraph")
    parser.add_argument("--only", default="*", metavar="GLOB", help="cases of this name")
    parser.add_argument("--keep", action="store_true", help="leave the repositories on disk and say where")
    parser.add_argument("--no-memory-limit", dest="memory", action="store_false", help="for a build with a sanitizer; more time too")
    parser.add_argument("tables", nargs="+", metavar="TABLE")
    options = parser.parse_args()
    options.miggraph = options.miggraph.resolve()
    scenario = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-repositories-")).resolve()
    failed = tried = skipped = 0
    try:
        (scenario / "home").mkdir()
        (scenario / "case").mkdir()
        project.shell(project.SCENARIO, scenario / "case", project.environment(scenario / "home"))
        cases = [case for table in options.tables for case in importlib.import_module(table).CASES
                 if fnmatch.fnmatch(case.name, options.only)]
        names = [case.name for case in cases]
        if len(set(names)) != len(names):
            sys.exit("two cases of one name")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for case, difference in zip(cases, pool.map(lambda one: try_case(one, options, scenario / "case"), cases)):
                if difference is None:
                    skipped += 1
                    print(f"skipped: {case.name}")
                    continue
                tried += 1
                if difference:
                    failed += 1
                    print(f"✗ {case.name}\n{difference}\n")
    finally:
        shutil.rmtree(scenario)
    if not tried:
        sys.exit("no case was tried")
    print(f"{tried - failed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
