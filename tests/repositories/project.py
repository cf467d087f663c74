"""A small Django project with two branches that collide, and what git itself says of its trees.

`backend/shop` has 0001_initial; main and feature each add a migration on top of it; feature is checked out. Every
migration carries a mark (the text of its RunSQL), so that a file read from the wrong place is seen.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "fixtures"))
import repository  # noqa: E402

SHELL = """
set -e
migration() {  # migration APP NAME DEPENDENCY: a file of backend/APP/migrations
  mkdir -p "backend/$1/migrations"
  [ -e "backend/$1/__init__.py" ] || : >"backend/$1/__init__.py"
  [ -e "backend/$1/migrations/__init__.py" ] || : >"backend/$1/migrations/__init__.py"
  text "$@" >"backend/$1/migrations/$2.py"
}
text() {
  printf 'from django.db import migrations\\n\\n\\nclass Migration(migrations.Migration):\\n'
  if [ -n "$3" ]; then printf '    dependencies = [("%s", "%s")]\\n' "$1" "$3"; else printf '    dependencies = []\\n'; fi
  printf '    operations = [migrations.RunSQL("%s")]\\n' "${4:-$2}"
}
commit() { git add -A && git commit -q --allow-empty -m "$1"; }
object() {  # the file of a loose object
  id=$(git rev-parse "$1") && file=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-) && chmod u+w $file && echo $file
}
"""

SCENARIO = """
git init -q -b main repo && cd repo
echo '#' >manage.py && echo readme >README
migration shop 0001_initial '' && commit 'Add the shop'
git switch -qc feature && migration shop 0002_feature 0001_initial && commit 'Feature'
git switch -q main && migration shop 0002_main 0001_initial && commit 'Main'
git switch -q feature
"""

MIGRATION = re.compile(rb"(?:^|.*/)(?P<app>[^/]+)/migrations/(?P<name>[^_~/][^/]*)\.py")


def environment(home):
    """Without this machine's configuration, with a fixed author."""
    found = repository.isolated_environment(home)
    # Not /dev/null: a cure that is `git config --global` would put a file in its place.
    found["GIT_CONFIG_GLOBAL"] = str(pathlib.Path(home) / "gitconfig")
    # Without the hooks that git puts into each new repository as samples.
    found["GIT_TEMPLATE_DIR"] = str(pathlib.Path(__file__).resolve().parent / "template")
    for role in ("AUTHOR", "COMMITTER"):
        found |= {f"GIT_{role}_NAME": "Ada Example", f"GIT_{role}_EMAIL": "ada@example.org",
                  f"GIT_{role}_DATE": "1767600000 +0100"}
    return found


def shell(script, place, env):
    """Runs a script with the functions above; its standard output."""
    done = subprocess.run(["bash", "-c", SHELL + script], cwd=place, env=env, capture_output=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"the script failed:\n{script}\n{(done.stdout + done.stderr).decode(errors='replace')}")
    return done.stdout


class GitView:
    """What git says, by git commands only."""

    def __init__(self, place, env):
        self.place, self.env = place, env

    def git(self, *arguments, stdin=None):
        done = subprocess.run(["git", *arguments], cwd=self.place, env=self.env, capture_output=True, input=stdin, timeout=300)
        if done.returncode:
            raise RuntimeError(f"git {' '.join(arguments)} failed: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def from_top(self, *arguments):
        """The same, standing at the top of the work tree."""
        directory = self.git("rev-parse", "--absolute-git-dir").decode().rstrip("\n")
        top = self.top()
        return self.git("-C", top, "--git-dir", directory, "--work-tree", top, *arguments)

    def top(self):
        return self.git("rev-parse", "--show-toplevel").decode().rstrip("\n")

    def blobs(self, entries):
        """{path: bytes} of (mode, id, path) entries, links followed one step as git's tree has them."""
        wanted = [(identity, path) for mode, identity, path in entries if mode.startswith(b"100") and MIGRATION.fullmatch(path)]
        answer = self.git("cat-file", "--batch", stdin="".join(identity + "\n" for identity, _ in wanted).encode()) if wanted else b""
        found = {}
        for identity, path in wanted:
            head, answer = answer.split(b"\n", 1)
            if not re.fullmatch(rb"[0-9a-f]+ blob [0-9]+", head):
                raise RuntimeError(f"git cat-file: {head.decode()}")
            size = int(head.split()[2])
            found[path], answer = answer[:size], answer[size + 1:]
        return found

    def tree(self, revision):
        lines = self.git("ls-tree", "-rz", "--full-tree", revision).split(b"\0")[:-1]
        return self.blobs([(line.split(b" ")[0], line.split(b"\t")[0].split(b" ")[2].decode(), line.split(b"\t", 1)[1]) for line in lines])

    def index(self):
        """What the next commit holds. Of an unmerged file: ours, else theirs."""
        intended = set(self.from_top("diff", "-z", "--name-only", "--diff-filter=A").split(b"\0"))  # git add -N
        chosen = {}
        for line in self.from_top("ls-files", "-sz", "--full-name").split(b"\0")[:-1]:
            head, path = line.split(b"\t", 1)
            mode, identity, stage = head.split(b" ")
            if stage != b"1" and path not in intended:
                chosen.setdefault(path, (mode, identity.decode(), path))
        return self.blobs(chosen.values())

    def worktree(self):
        """Files as on disk, tracked or not, ignored ones not; those left out by a sparse checkout as in the index."""
        top = self.top()
        skipped = {line[2:] for line in self.from_top("ls-files", "-tz").split(b"\0") if line.startswith(b"S ")}
        staged = self.index() if skipped else {}
        found = {path: data for path, data in staged.items() if path in skipped}
        for path in self.from_top("ls-files", "-coz", "--exclude-standard").split(b"\0")[:-1]:
            full = os.path.join(os.fsencode(top), path)
            if MIGRATION.fullmatch(path) and os.path.isfile(full):
                with open(full, "rb") as file:
                    found[path] = file.read()
        return found

    def merge(self, ours, theirs):
        done = subprocess.run(["git", "merge-tree", "--write-tree", "--allow-unrelated-histories", ours, theirs], cwd=self.place,
                              env=self.env, capture_output=True, timeout=300)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"git merge-tree failed: {done.stderr.decode(errors='replace')}")
        return self.tree(done.stdout.split()[0].decode())


def migrations(files):
    """{(app, name): (dependencies, mark)} of what git says is there."""
    found = {}
    for path, data in files.items():
        match = MIGRATION.fullmatch(path)
        text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        mark = re.search(r'RunSQL\("([^"]*)"\)', text)
        pairs = re.findall(r'\("([^"]+)", "([^"]+)"\)', text.split("operations")[0])
        found[os.fsdecode(match["app"]), os.fsdecode(match["name"])] = (sorted(pairs), mark[1] if mark else None)
    return found


def leaves(files):
    """{app: leaves} of the apps that have several."""
    known = migrations(files)
    followed = {pair for dependencies, _ in known.values() for pair in dependencies}
    found = {}
    for app, name in sorted(set(known) - followed):
        found.setdefault(app, []).append(name)
    return {app: names for app, names in found.items() if len(names) > 1}
