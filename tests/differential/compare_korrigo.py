#!/usr/bin/env python3
"""The Korrigo repository, under its own and under other names, through real Django and through miggraph.

    compare_korrigo.py --miggraph build/release/miggraph

On each branch Django says "No changes detected". Then, for each two branches: what `miggraph check --against` says of one with the other,
before anything is merged, against the leaves that Django's loader finds after a real `git merge`.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "fixtures")]
import get_django  # noqa: E402
import repository  # noqa: E402

LEAVES = """
import django, json
django.setup()
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(None)
print(json.dumps({label: sorted(names) for label, names in loader.detect_conflicts().items()}))
"""
NAMES = [
    {"app": "students", "target": "main", "branches": ["ci-suite-tests-parallele-zenflow-9947", "portail-eleve-auth-ine-dob-acces-6a41"], "options": []},
    {"app": "members", "target": "trunk", "branches": ["feature/a", "b"],
     "options": ["--app", "members", "--model", "Member", "--branches", "feature/a,b", "--target", "trunk"]},
]


class Trial:
    def __init__(self, miggraph, names, folder):
        self.miggraph, self.app, self.target = miggraph, names["app"], names["target"]
        self.repository = folder / "repository"
        self.environment = {**repository.isolated_environment(folder), "PYTHONDONTWRITEBYTECODE": "1", "DJANGO_SETTINGS_MODULE": "core.settings",
                            **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
                               for key, value in (("NAME", "Ada Example"), ("EMAIL", "ada@example.org"))}}
        subprocess.run([sys.executable, ROOT / "fixtures/korrigo/make", self.repository, *names["options"]], check=True)
        self.failures = []

    def run(self, *command, cwd=None, codes=(0,)):
        done = subprocess.run(command, cwd=cwd or self.repository, env=self.environment, capture_output=True, text=True)
        if done.returncode not in codes:
            raise AssertionError(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def expect(self, what, expected, actual):
        if expected != actual:
            self.failures.append(f"{what}\n    expected  {json.dumps(expected)}\n    miggraph  {json.dumps(actual)}")

    def check(self, *arguments):
        """Exit code and report of `miggraph check`."""
        done = subprocess.run([self.miggraph, "check", "--format", "json", *arguments], cwd=self.repository, env=self.environment,
                              capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise AssertionError(f"miggraph check {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
        return done.returncode, json.loads(done.stdout)

    def leaves_by_django(self):
        return json.loads(self.run(get_django.PYTHON, "-c", LEAVES, cwd=self.repository / "backend"))

    def branch(self, name):
        self.run("git", "switch", "--quiet", name)
        said = self.run(get_django.PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", cwd=self.repository / "backend")
        if said.strip() != "No changes detected":
            self.failures.append(f"{name}: Django says {said}")
        self.expect(f"{name}: Django's own conflicts", {}, self.leaves_by_django())
        code, report = self.check("--no-against")
        self.expect(f"{name} alone: exit code", 0, code)
        self.expect(f"{name} alone: conflicts", {}, leaves(report))

    def merge(self, ours, theirs):
        self.run("git", "switch", "--quiet", ours)
        code, before = self.check("--against", theirs)
        # Who collides with the target has to move; the target has not, and of two feature branches neither yet. Which branch
        # the target is can be seen by its name only.
        if theirs == self.target or self.target == "main":
            self.expect(f"{ours} against {theirs}: exit code", 1 if theirs == self.target else 0, code)

        self.run("git", "merge", "--no-commit", "--no-ff", theirs, codes=(0, 1))
        self.run("git", "checkout", "--ours", "--", "backend/" + self.app + "/models.py")
        django = self.leaves_by_django()
        self.expect(f"{ours} against {theirs}: leaves", django, leaves(before))
        self.run("git", "add", "--all")
        for how in ([], ["--staged"]):
            code, after = self.check("--no-against", *how)
            self.expect(f"{ours} merged with {theirs} {how}: leaves", django, leaves(after))
            self.expect(f"{ours} merged with {theirs} {how}: exit code", 1, code)
        self.run("git", "reset", "--quiet", "--hard")


def leaves(report):
    return {conflict["app"]: sorted(leaf["migration"] for leaf in conflict["leaves"]) for conflict in report["conflicts"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, required=True)
    options = parser.parse_args()
    get_django.require()
    failures = []
    for names in NAMES:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-korrigo-"))
        trial = Trial(options.miggraph.resolve(), names, folder)
        branches = [names["target"], *names["branches"]]
        for branch in branches:
            trial.branch(branch)
        for ours in branches:
            for theirs in branches:
                if ours != theirs:
                    trial.merge(ours, theirs)
        print(f"{names['app']}: {len(branches)} branches, {len(branches) * (len(branches) - 1)} merges, {len(trial.failures)} differences")
        failures += trial.failures
        shutil.rmtree(folder)
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
