#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml, run by the real pre-commit from the mirror repository, on real commits, merges, rebases and pushes.

  check_pre_commit.py --dist DIR --work DIR [NAME…]

DIR/*.whl is the wheel that pre-commit's own `pip install` takes. Each scenario has a clone of its own of a bare origin whose main holds
app `shop` with 0001_initial; the hooks must let git go on or stop it, and say why.
"""
import argparse
import pathlib
import shutil
import sys
import venv

from sandbox import Checks, ROOT, clean_environment, must, run, version

CONFIG = """default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]
repos:
- repo: {mirror}
  rev: v{version}
  hooks:
  - id: miggraph
  - id: miggraph-push
"""
TWO_LEAVES, ACROSS, NO_PARENT = "MG101", "MG102", "MG103"


class Clone:
    """A clone with the hooks installed."""

    def __init__(self, stage, name, django=True):
        self.stage, self.checks, self.env = stage, stage.checks, dict(stage.env)
        self.name, self.folder = name, stage.work / name / "clone"
        self.origin = stage.work / name / "origin.git"
        shutil.rmtree(stage.work / name, ignore_errors=True)
        must(["git", "init", "-q", "--bare", self.origin], env=self.env)
        must(["git", "clone", "-q", self.origin, self.folder], env=self.env)
        self.write(".pre-commit-config.yaml", CONFIG.format(mirror=stage.mirror, version=version()))
        self.write("README", "x\n")
        if django:
            self.write("shop/migrations/__init__.py", "")
            self.write("shop/models.py", "\n".join(f"# line {number}" for number in range(20)) + "\n")
            self.migration("0001_initial")
        self.git("add", "--all")
        self.git("commit", "-qm", "begin")
        self.git("push", "-q", "origin", "main")
        self.git("remote", "set-head", "origin", "main")
        must([stage.pre_commit, "install"], self.folder, self.env)

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def migration(self, name, after=None, app="shop"):
        dependencies = f"[({app!r}, {after!r})]" if after else "[]"
        self.write(f"{app}/migrations/{name}.py", "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
                                                  f"    dependencies = {dependencies}\n    operations = []\n")

    def git(self, *words):
        """A step that has to go well."""
        return must(["git", *words], self.folder, self.env)

    def commit_unseen(self, message):
        self.git("add", "--all")
        self.git("commit", "-q", "--no-verify", "-m", message)

    def elsewhere(self, *migration):
        """Somebody else pushes to main; it is fetched here."""
        here = self.git("rev-parse", "--abbrev-ref", "HEAD").text.strip()
        self.git("switch", "-q", "main")
        self.migration(*migration)
        self.commit_unseen("theirs")
        self.git("push", "-q", "--no-verify", "origin", "main")
        self.git("switch", "-q", here)

    def head(self, ref="HEAD"):
        return run(["git", "rev-parse", "-q", "--verify", ref], self.folder, self.env).text.strip()

    def accepted(self, *words, cwd=None):
        done = run(["git", *words], cwd or self.folder, self.env)
        self.checks.equal(done.returncode, 0, f"{self.name}: git {' '.join(words)}", done.text)
        self.checks.that("Passed" in done.text and "Skipped" not in done.text, f"{self.name}: the hook ran in git {' '.join(words)}", done.text)
        return done.text

    def refused(self, *words, says, cwd=None):
        before = self.head()
        done = run(["git", *words], cwd or self.folder, self.env)
        self.checks.that(done.returncode != 0, f"{self.name}: git {' '.join(words)} is refused", done.text)
        for text in ("Failed", *says):
            self.checks.that(text in done.text, f"{self.name}: git {' '.join(words)} says {text}", done.text)
        self.checks.equal(self.head(), before, f"{self.name}: HEAD after git {' '.join(words)}", done.text)
        return done.text


def two_leaves_in_the_index(clone):
    clone.migration("0002_a", "0001_initial")
    clone.migration("0002_b", "0001_initial")
    clone.git("add", "shop")
    clone.refused("commit", "-m", "both", says=[TWO_LEAVES, "0002_a", "0002_b"])
    clone.git("rm", "-q", "--cached", "shop/migrations/0002_b.py")  # still on disk, but not in what is committed
    clone.accepted("commit", "-m", "one")


def staged_branch_against_main(clone):
    clone.git("switch", "-qc", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.migration("0002_feature", "0001_initial")
    clone.git("add", "shop")
    clone.refused("commit", "-m", "mine", says=[ACROSS, "0002_feature", "origin/main"])


def clean_commits(clone):
    clone.git("switch", "-qc", "feature")
    clone.migration("0002_feature", "0001_initial")
    clone.git("add", "shop")
    clone.accepted("commit", "-m", "mine")
    clone.write("README", "y\n")
    clone.accepted("commit", "-am", "no migration at all")


def deletions(clone):
    clone.migration("0002_more", "0001_initial")
    clone.commit_unseen("two")
    clone.git("rm", "-q", "shop/migrations/0001_initial.py")
    clone.refused("commit", "-m", "the first goes", says=[NO_PARENT, "0001_initial"])
    clone.git("reset", "-q", "--hard")
    clone.git("rm", "-q", "shop/migrations/0002_more.py")
    clone.accepted("commit", "-m", "the last goes")


def merge_that_collides(clone):
    clone.git("switch", "-qc", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.migration("0002_feature", "0001_initial")
    clone.commit_unseen("mine")
    clone.refused("merge", "--no-edit", "origin/main", says=[TWO_LEAVES, "0002_feature", "0002_main"])
    # The way out, in the middle of that merge.
    clone.git("mv", "shop/migrations/0002_feature.py", "shop/migrations/0003_feature.py")
    clone.migration("0003_feature", "0002_main")
    clone.git("add", "shop")
    clone.accepted("commit", "--no-edit")


def merge_that_fits(clone):
    clone.git("switch", "-qc", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.write("blog/migrations/__init__.py", "")
    clone.migration("0001_initial", None, "blog")
    clone.commit_unseen("mine")
    clone.accepted("merge", "--no-edit", "origin/main")


def merge_with_a_hand_in_it(clone):
    """What came from main is edited while it is merged: the index is the merge, and not one more side of it."""
    clone.git("switch", "-qc", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.write("shop/models.py", "# mine\n")
    clone.commit_unseen("mine")
    clone.git("merge", "-q", "--no-commit", "--no-verify", "origin/main")
    clone.write("shop/migrations/0002_main.py", (clone.folder / "shop/migrations/0002_main.py").read_text() + "# a word on it\n")
    clone.git("add", "shop")
    clone.accepted("commit", "--no-edit")


def no_django(clone):
    clone.write("README", "y\n")
    clone.git("add", "README")
    told = clone.accepted("commit", "-m", "words")
    clone.checks.that("miggraph:" not in told, "no_django: nothing is said", told)
    alone = run([clone.stage.work / "tool/bin/miggraph", "check", "--staged"], clone.folder, clone.env)
    clone.checks.equal(alone.returncode, 0, "no_django: miggraph check --staged", alone.text)


def rebase(clone):
    clone.git("switch", "-qc", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.migration("0002_feature", "0001_initial")
    clone.commit_unseen("mine")
    env = clone.env
    clone.env = dict(env, GIT_SEQUENCE_EDITOR="sed -i s/^pick/edit/")
    clone.git("rebase", "-q", "-i", "origin/main")
    clone.env = env
    clone.write("README", "in the middle\n")
    clone.git("add", "README")
    clone.refused("commit", "-m", "in the middle", says=[TWO_LEAVES, "0002_feature", "0002_main"])
    clone.refused("commit", "--amend", "--no-edit", says=[TWO_LEAVES])
    clone.migration("0002_feature", "0002_main")
    clone.git("add", "shop")
    clone.accepted("commit", "--amend", "--no-edit")
    clone.git("rebase", "--continue")
    clone.accepted("push", "origin", "feature")


def rebase_unseen_and_pushed(clone):
    """A rebase runs no pre-commit hook: what it makes is seen when it is pushed, whatever the index holds by then."""
    clone.git("switch", "-qc", "feature")
    clone.migration("0002_feature", "0001_initial")
    clone.commit_unseen("mine")
    clone.elsewhere("0002_main", "0001_initial")
    clone.git("rebase", "-q", "origin/main")
    clone.git("rm", "-q", "--cached", "shop/migrations/0002_feature.py")
    clone.refused("push", "origin", "feature", says=[TWO_LEAVES, "0002_feature"])
    clone.checks.that("feature" not in must(["git", "branch"], clone.origin, clone.env).text, "the origin has no such branch")


def push(clone):
    clone.git("switch", "-qc", "feature")
    clone.migration("0002_feature", "0001_initial")
    clone.commit_unseen("mine")
    clone.accepted("push", "origin", "feature")
    clone.elsewhere("0002_main", "0001_initial")
    clone.write("README", "again\n")
    clone.commit_unseen("more")
    clone.refused("push", "origin", "feature", says=[ACROSS, "0002_feature", "origin/main"])
    clone.git("push", "-q", "origin", ":feature")
    clone.git("tag", "v1")
    clone.git("push", "-q", "origin", "v1")


def push_of_a_new_history(clone):
    clone.git("switch", "-q", "--orphan", "fresh")
    clone.git("checkout", "-q", "main", "--", ".pre-commit-config.yaml")
    clone.write("pages/migrations/__init__.py", "")
    clone.migration("0001_a", None, "pages")
    clone.commit_unseen("another beginning")
    clone.accepted("push", "origin", "fresh")
    clone.git("switch", "-q", "--orphan", "worse")
    clone.git("checkout", "-q", "fresh", "--", ".")
    clone.migration("0002_a", "0001_a", "pages")
    clone.migration("0002_b", "0001_a", "pages")
    clone.commit_unseen("two leaves from the beginning")
    clone.refused("push", "origin", "worse", says=[TWO_LEAVES])


def index_of_a_partial_commit(clone):
    """`git commit PATH` commits that path alone, `git commit -a` all: git gives hooks an index made for it."""
    clone.migration("0002_a", "0001_initial")
    clone.migration("0002_b", "0001_initial")
    clone.git("add", "shop")
    clone.refused("commit", "-m", "all", says=[TWO_LEAVES])
    clone.accepted("commit", "-m", "one", "shop/migrations/0002_a.py")
    clone.git("reset", "-q", "--hard")
    clone.migration("0002_b", "0002_a")
    clone.git("add", "shop")
    clone.accepted("commit", "-m", "one behind the other")
    clone.migration("0002_b", "0001_initial")
    clone.refused("commit", "-am", "beside it", says=[TWO_LEAVES])


def linked_work_tree(clone):
    clone.git("worktree", "add", "-q", "-b", "feature", "../linked")
    linked = clone.folder.parent / "linked"
    shutil.copy(clone.folder / "shop/migrations/0001_initial.py", linked / "shop/migrations/0002_a.py")
    text = (linked / "shop/migrations/0002_a.py").read_text().replace("[]", "[('shop', '0001_initial')]", 1)
    for name in ("0002_a", "0002_b"):
        (linked / f"shop/migrations/{name}.py").write_text(text)
    must(["git", "add", "shop"], linked, clone.env)
    clone.refused("commit", "-m", "both", says=[TWO_LEAVES], cwd=linked)
    must(["git", "rm", "-q", "-f", "shop/migrations/0002_b.py"], linked, clone.env)
    clone.accepted("commit", "-m", "one", cwd=linked)


def unborn_branch(clone):
    """The first commit of a repository, where nothing is there to compare with."""
    clone.git("switch", "-q", "--orphan", "other")
    clone.git("checkout", "-q", "main", "--", ".")
    for branch in ("branch main", "remote origin"):
        clone.git(*("branch -qD main" if branch == "branch main" else "remote remove origin").split())
    clone.migration("0002_a", "0001_initial")
    clone.migration("0002_b", "0001_initial")
    clone.git("add", "shop")
    clone.refused("commit", "-m", "both", says=[TWO_LEAVES])
    clone.git("rm", "-q", "-f", "shop/migrations/0002_b.py")
    clone.accepted("commit", "-m", "one")


SCENARIOS = [two_leaves_in_the_index, staged_branch_against_main, clean_commits, deletions, merge_that_collides, merge_that_fits,
             merge_with_a_hand_in_it, no_django, rebase, rebase_unseen_and_pushed, push, push_of_a_new_history, index_of_a_partial_commit,
             linked_work_tree, unborn_branch]


class Stage:
    """pre-commit, the mirror repository, and packages for pip, in `work`."""

    def __init__(self, work, dist):
        self.work, self.checks, self.mirror = work, Checks(), work / "mirror"
        self.env = clean_environment(work / "home", f"{work / 'tool/bin'}:/usr/local/bin:/usr/bin:/bin")
        packages = work / "packages"
        self.pre_commit = work / "tool/bin/pre-commit"
        venv.create(work / "tool", with_pip=True, clear=True)
        python = work / "tool/bin/python"
        requirements = pathlib.Path(__file__).parent / "requirements.txt"
        # The one step that asks a package index, as this machine is set up to.
        must([python, "-m", "pip", "download", "-q", "--require-hashes", "--only-binary", ":all:", "-r", requirements, "-d", packages], timeout=900)
        for wheel in dist.glob("*.whl"):
            shutil.copy(wheel, packages)
        self.env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(packages), "PRE_COMMIT_HOME": str(work / "cache"), "VIRTUALENV_NO_PERIODIC_UPDATE": "1"}
        must([python, "-m", "pip", "install", "-q", "pre-commit", "miggraph"], work, self.env, timeout=900)
        must([ROOT / "scripts/make-pre-commit-mirror", self.mirror], env=self.env)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dist", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    unknown = set(given.names) - {scenario.__name__ for scenario in SCENARIOS}
    if unknown:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    chosen = [scenario for scenario in SCENARIOS if not given.names or scenario.__name__ in given.names]
    work = given.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    stage = Stage(work, given.dist.resolve())
    for scenario in chosen:
        scenario(Clone(stage, scenario.__name__, django=scenario is not no_django))
    stage.checks.end()


main()
