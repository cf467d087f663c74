#!/usr/bin/env python3
"""Tests of the case runner and of the repositories that it makes, with a program that stands in for miggraph."""

import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "fixtures"))
import repository  # noqa: E402

ECHO = """#!/bin/sh
case $1 in
    files) find . -type f -not -path './.git/*' | sort ;;
    log) git log --all --format='%H %an %s' ;;
    print) printf -- "$2" ;;
    complain) echo "where: $PWD" >&2; exit 2 ;;
    die) kill -SEGV $$ ;;
esac
"""


class Cases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = self.folder / "miggraph"
        self.program.write_text(ECHO)
        self.program.chmod(0o755)
        self.case = self.folder / "x.case"

    def run_case(self, text=None, update=False):
        if text is not None:
            self.case.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
        done = subprocess.run([sys.executable, HERE / "run_cases.py", "--miggraph", self.program, self.case], text=True, capture_output=True,
                              env={**os.environ, "MIGGRAPH_UPDATE": "1" if update else ""})
        return done.returncode, done.stdout + done.stderr

    def filled(self, text):
        """The case file after an update, which must then hold."""
        code, output = self.run_case(text, update=True)
        self.assertEqual(code, 0, output)
        self.assertEqual(self.run_case()[0], 0)
        return self.case.read_text(encoding="utf-8")

    def test_holds_and_does_not_hold(self):
        text = """
            Why.
            -- commit main: a --
            + b
            x
            -- $ miggraph files --
            ./{}
            -- exit 0 --
        """
        self.assertEqual(self.run_case(text.format("b"))[0], 0)
        code, output = self.run_case(text.format("c"))
        self.assertEqual(code, 1)
        self.assertIn("-./c\n+./b", output)

    def test_stderr_is_expected_to_be_empty_where_nothing_is_said(self):
        code, output = self.run_case("Why.\n-- folder --\n-- $ miggraph complain --\n-- exit 2 --\n")
        self.assertEqual(code, 1)
        self.assertIn("+where: $REPOSITORY", output)

    def test_update_fills_in_and_keeps_the_rest(self):
        text = self.filled("Why.\n\n-- commit main: a --\n+ b\n\n-- $ miggraph files --\n-- $ miggraph complain --\n")
        self.assertEqual(text, "Why.\n\n-- commit main: a --\n+ b\n\n-- $ miggraph files --\n./b\n-- exit 0 --\n\n"
                               "-- $ miggraph complain --\n-- stderr --\nwhere: $REPOSITORY\n-- exit 2 --\n")

    def test_output_that_looks_like_a_mark_or_like_nothing(self):
        text = self.filled("Why.\n-- folder --\n-- $ miggraph print '-- x --\\n\\\\\\\\ y\\nz \\n\\033[1mw' --\n")
        self.assertIn("\n\\-- x --\n\\\\\\ y\nz␠\n␛[1mw\n\\ no line break at the end\n-- exit 0 --", text)

    def test_a_crash_is_never_accepted(self):
        code, output = self.run_case("Why.\n-- folder --\n-- $ miggraph die --\n", update=True)
        self.assertEqual(code, 1)
        self.assertIn("miggraph died", output)

    def test_says_what_is_wrong_with_a_case(self):
        for text, why in {"-- folder --\n-- $ miggraph files --\n": "what it is for", "Why.\n-- folder --\n": "runs no command",
                          "Why.\n-- comit main: a --\n": "line 2", "Why.\n-- commit main: a --\n-- commit b: c --\n": "from BASE",
                          "Why.\n-- commit main: a --\nx\n": "belongs to no file"}.items():
            code, output = self.run_case(text)
            self.assertEqual(code, 1)
            self.assertIn(why, output)


class Repositories(unittest.TestCase):
    def make(self, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        made = repository.Repository(pathlib.Path(folder.name) / "r", folder.name)
        for section in repository.split(text)[1]:
            self.assertTrue(made.apply(section))
        return made

    HISTORY = textwrap.dedent("""
        -- commit main: one --
        + a b/c
        text
        -- commit side from main: two --
        author: Zoë <z@example.org>
        date: 2026-02-01 12:00 +0100
        ~ b/c => d
        - a
        + e (bytes)
        \\xff\\r
        \\+ no mark
    """).lstrip()

    def test_same_text_same_commits(self):
        first, second = (self.make(self.HISTORY).git("log", "--all", "--format=%H %an %ad") for _ in range(2))
        self.assertEqual(first, second)
        self.assertIn("Zoë Sun Feb 1 12:00:00 2026 +0100", first)

    def test_changes(self):
        made = self.make(self.HISTORY)
        self.assertEqual(made.git("ls-tree", "-r", "--name-only", "main").split(), ["a", "b/c"])
        self.assertEqual(made.git("ls-tree", "-r", "--name-only", "side").split(), ["d", "e"])
        made.git("switch", "--quiet", "side")
        self.assertEqual((made.target / "e").read_bytes(), b"\xff\r\n+ no mark\n")

    def test_the_branch_of_the_first_commit_is_checked_out_and_clean(self):
        made = self.make(self.HISTORY + "-- worktree --\n+ f\n")
        self.assertEqual(made.git("branch", "--show-current"), "main\n")
        self.assertEqual(made.git("status", "--porcelain"), "?? f\n")

    def test_staged(self):
        self.assertEqual(self.make("-- staged --\n+ f\n").git("status", "--porcelain"), "A  f\n")

    def test_no_common_history(self):
        made = self.make("-- commit main: a --\n+ f\n-- commit other from nothing: b --\n+ g\n")
        self.assertEqual(made.git("ls-tree", "--name-only", "other"), "g\n")
        self.assertEqual(len(made.git("rev-list", "other").split()), 1)


if __name__ == "__main__":
    unittest.main()
