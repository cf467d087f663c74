"""Makes a repository whose branches cost so much that miggraph shows progress and can be interrupted in the middle."""

import os
import subprocess
import time

APPS = 4
OPERATIONS = 60  # of a branch's migration: reading them is work that no cleverness between branches spares
MOST_BRANCHES = 12800

MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{dependencies}]
    operations = [
{operations}    ]
"""
ADD_FIELD = """        migrations.AddField(
            model_name="thing",
            name="field_{number}",
            field=models.CharField(max_length={number}, default="", help_text="number {number}"),
        ),
"""


def migration(dependencies, numbers):
    return MIGRATION.format(dependencies=", ".join(dependencies), operations="".join(ADD_FIELD.format(number=n) for n in numbers))


def environment(home):
    """Without the git configuration of the machine, nor what a CI system says."""
    kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS") if name in os.environ}
    return {**kept, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


class Stream:
    """Input of git fast-import."""

    def __init__(self):
        self.parts, self.marks = [], 0

    def text(self, text):
        data = text.encode()
        self.parts.append(b"data %d\n%s\n" % (len(data), data))

    def commit(self, branch, parent, files):
        self.marks += 1
        self.parts.append(f"commit refs/heads/{branch}\nmark :{self.marks}\n"
                          f"committer Ada Example <ada@example.org> {1767600000 + self.marks} +0000\n".encode())
        self.text(branch)
        if parent:
            self.parts.append(b"from :%d\n" % parent)
        for path, text in files.items():
            self.parts.append(f"M 100644 inline {path}\n".encode())
            self.text(text)
        return self.marks


def make(target, home, branches):
    """A bare-bones project in `target` with `branches` branches, each with a migration of its own; `main` is checked out."""
    git = ["git", "-C", str(target), "-c", "init.defaultBranch=main"]
    target.mkdir()
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True, env=environment(home))
    stream = Stream()
    files = {"manage.py": "#\n"}
    for app in range(APPS):
        files[f"app{app}/__init__.py"] = files[f"app{app}/migrations/__init__.py"] = ""
        files[f"app{app}/migrations/0001_initial.py"] = migration([], range(3))
    root = stream.commit("main", None, files)
    for number in range(branches):
        app = number % APPS
        path = f"app{app}/migrations/0002_branch_{number}.py"
        first = 1000 + number * OPERATIONS
        text = migration([f'("app{app}", "0001_initial")'], range(first, first + OPERATIONS))
        stream.commit(f"feature/{number:04}", root, {path: text})
    subprocess.run([*git, "fast-import", "--quiet"], input=b"".join(stream.parts), check=True, env=environment(home))
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True, env=environment(home))


def quickest(miggraph, target, home):
    """Seconds that the quickest of some runs takes: the first one after a repository was made also waits for the disk, and a
    repository chosen by it may keep no later run busy."""
    took = []
    for _ in range(3):
        begun = time.monotonic()
        subprocess.run([str(miggraph), "check", "--branches", "--exit-zero"], cwd=target, env=environment(home), check=True,
                       capture_output=True, timeout=120)
        took.append(time.monotonic() - begun)
    return min(took)


def make_busy(work, miggraph, seconds):
    """A repository below `work` that keeps `miggraph check --branches` busy for that long at least on this machine, or None
    where even the largest one doesn't. Gives its folder and how long it takes."""
    home = work / "home"
    home.mkdir()
    branches = 400
    while branches <= MOST_BRANCHES:
        target = work / f"branches-{branches}"
        make(target, home, branches)
        took = quickest(miggraph, target, home)
        if took >= seconds:
            return target, took
        branches *= 2
    return None
