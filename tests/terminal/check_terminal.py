#!/usr/bin/env python3
"""What a person sees of long work: progress on a terminal, none elsewhere; Ctrl-C without a trace; where the time went.

    tests/terminal/check_terminal.py [--miggraph build/release/miggraph] [--keep] [--rounds 12]
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import large_repository
from terminal import Run

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRESS = re.compile(r"(reading|merging|looking through) [\d,]+ of [\d,]+ [a-z ]+")
CHECK = ["check", "--branches", "--exit-zero"]
SOON = 1.0  # seconds to end in; the aim is a tenth, the rest is for a busy machine


class Terminal:
    def __init__(self, miggraph, repository, work, took, rounds):
        self.miggraph, self.repository, self.work, self.took, self.rounds = miggraph, repository, work, took, rounds
        self.temporary = work / "tmp"
        self.temporary.mkdir()
        self.environment = {**large_repository.environment(work / "home"), "TMPDIR": str(self.temporary)}
        self.random = random.Random(5)

    def run(self, *arguments, columns=80, output=None, **variables):
        environment = {**self.environment, **{name: value for name, value in variables.items() if value is not None}}
        for name in [name for name, value in variables.items() if value is None]:
            environment.pop(name)
        return Run([str(self.miggraph), *arguments], self.repository, environment, columns, output)

    def piped(self, *arguments):
        return subprocess.run([str(self.miggraph), *arguments], cwd=self.repository, env=self.environment, capture_output=True,
                              timeout=120)

    def shown(self, run):
        """The progress lines of a run, each once."""
        return list(dict.fromkeys(frame for frame in run.screen().frames if PROGRESS.match(frame)))

    def state_of_repository(self):
        """Every file of it, with what tells that someone wrote to it."""
        return sorted((str(path), path.lstat().st_mtime_ns, path.lstat().st_size) for path in self.repository.rglob("*"))

    # What is looked at.

    def test_progress_comes_and_goes(self):
        with open(self.work / "out", "wb") as out:
            run = self.run(*CHECK, output=out)
            assert run.finish() == 0
        lines = self.shown(run)
        assert len(lines) >= 3, f"hardly any progress in {self.took:.1f} s: {lines}"
        assert any("━" in line for line in lines), lines
        notes = self.piped(*CHECK).stderr.decode()
        first = run.screen().text().split("\n")[0]
        assert not PROGRESS.search(run.screen().text()), f"progress was left on the screen: {first!r}"
        assert ("miggraph:" in run.screen().text()) == ("miggraph:" in notes), run.screen().text()
        assert (self.work / "out").read_bytes() == self.piped(*CHECK).stdout, "the result is another one than without a terminal"

    def test_result_on_the_same_terminal(self):
        run = self.run(*CHECK, columns=100)
        assert run.finish() == 0
        assert self.shown(run) and not PROGRESS.search(run.screen().text())
        assert "compared with" in run.screen().text()

    def test_numbers_only_grow(self):
        run = self.run(*CHECK, output=subprocess.DEVNULL)
        run.finish()
        done = {}
        for line in self.shown(run):
            what, now, total, noun = re.match(r"(.+?) ([\d,]+) of ([\d,]+) ([a-z ]*[a-z])", line).groups()
            now, total = (int(number.replace(",", "")) for number in (now, total))
            assert done.get((what, noun, total), 0) <= now <= total, line
            done[what, noun, total] = now

    def test_nothing_before_a_person_wonders(self):
        run = self.run("check", "--no-against")
        run.finish()
        if time.monotonic() - run.begun < 0.3:
            assert not self.shown(run), self.shown(run)

    def test_narrow_terminal(self):
        for columns in (40, 24, 12):
            run = self.run(*CHECK, columns=columns, output=subprocess.DEVNULL)
            run.finish()
            frames = [frame for frame in run.screen().frames if re.match("reading|merging|looking", frame)]
            assert frames and max(map(len, frames)) < columns, frames[:3]  # Screen holds every line against the width too

    def test_ascii_and_no_colour(self):
        run = self.run(*CHECK, output=subprocess.DEVNULL, LC_ALL="C")
        run.finish()
        assert self.shown(run)
        assert all(line.isascii() for line in self.shown(run)), self.shown(run)
        for arguments, variables in (([], {"NO_COLOR": "1"}), (["--color", "never"], {})):
            run = self.run(*CHECK, *arguments, output=subprocess.DEVNULL, **variables)
            run.finish()
            assert self.shown(run)
            assert not re.search(rb"\x1b\[[0-9;]*m", run.bytes), "coloured although it must not be"

    def test_no_progress_where_nobody_looks(self):
        for arguments, variables in ((["-q"], {}), ([], {"TERM": "dumb"}), ([], {"TERM": None}), ([], {"CI": "true"})):
            run = self.run(*CHECK, "--against", "main", *arguments, output=subprocess.DEVNULL, **variables)
            run.finish()
            assert b"\x1b[K" not in run.bytes and b"\r\x1b" not in run.bytes, (arguments, variables, run.bytes[:200])
        piped = self.piped(*CHECK, "--color", "always")
        assert b"\x1b[K" not in piped.stderr and b" of " not in piped.stderr.split(b"miggraph:")[0], piped.stderr[:200]

    def test_error_stands_alone(self):
        run = self.run("check", "--branches", "--format", "json", "--output-file", str(self.work / "no" / "such" / "folder"),
                       columns=400, output=subprocess.DEVNULL)  # errors are not folded
        assert run.finish() == 2
        assert self.shown(run) and not PROGRESS.search(run.screen().text())
        assert "cannot write" in run.screen().text()

    def test_where_the_time_went(self):
        for printed in (self.piped(*CHECK, "-v").stderr.decode(), self.on_terminal("-v")):
            rows = re.findall(r"^ *([\d.]+) +([\d.]+) +([\d,]*) +(\S.*)$", printed.split("where the time went")[1], re.MULTILINE)
            names = [name for _, _, _, name in rows]
            for expected in ("opening the repository", "reading migration files", "reading branches", "merging branches", "in all"):
                assert any(name.startswith(expected) for name in names), (expected, printed)
            walls = [float(wall) for wall, _, _, _ in rows]
            assert abs(sum(walls[:-1]) - walls[-1]) < 1 + walls[-1] * 0.01, f"the rows do not add up: {rows}"
            assert re.search(r"in all +\d+ cores?, [\d.]+ MB of memory at most", printed), printed
        assert b"where the time went" not in self.piped(*CHECK).stderr

    def on_terminal(self, *arguments):
        run = self.run(*CHECK, *arguments, columns=120, output=subprocess.DEVNULL)
        assert run.finish() == 0
        return run.screen().text()

    def test_ctrl_c_leaves_no_trace(self):
        before = self.state_of_repository()
        folder = self.work / "results"
        folder.mkdir()
        result = folder / "result.json"
        ways = [("Ctrl-C", Run.press_ctrl_c, signal.SIGINT), ("SIGTERM", lambda run: run.send(signal.SIGTERM), signal.SIGTERM),
                ("SIGHUP", lambda run: run.send(signal.SIGHUP), signal.SIGHUP)]
        slowest, stopped, longest = 0.0, 0, self.took * 1.05
        self.run(*CHECK, "--format", "json", "--output-file", str(result)).finish()
        whole = result.read_text()
        for number in range(self.rounds * 5):
            if number >= self.rounds and stopped >= self.rounds // 2:
                break
            name, stop, expected = ways[number % len(ways)] if number % 2 else ways[0]
            result.write_text("old")
            after = self.random.uniform(0.01, longest)
            run = self.run(*CHECK, "--format", "json", "--output-file", str(result))
            if run.read(after):
                stop(run)
                asked = time.monotonic()
                code = run.finish()
                where = f"{name} after {after:.3f} s"
                if code != 0:  # else it had just finished
                    stopped += 1
                    slowest = max(slowest, time.monotonic() - asked)
                    assert code == -expected, f"{where}: exit {code}"
                    # The signal may come when all is done and only the end of the process is left.
                    assert result.read_text() in ("old", whole), f"{where}: the output file was written to"
                    # What the terminal itself echoes may stand there, and nothing else.
                    assert run.screen().text() in ("", "^C"), f"{where}: {run.screen().text()!r}"
                assert b"?25l" not in run.bytes, f"{where}: hides the cursor"
            else:
                run.finish()
                longest = max(0.02, longest * 0.9)  # the machine has become quicker than it was when the run was timed
            assert os.listdir(folder) == ["result.json"], f"left behind: {os.listdir(folder)}"
            assert not os.listdir(self.temporary), f"left behind: {os.listdir(self.temporary)}"
        assert self.state_of_repository() == before, "the repository is not what it was"
        assert stopped >= self.rounds // 2, f"only {stopped} runs were stopped in the middle"
        assert slowest < SOON, f"took {slowest:.2f} s to end"
        print(f"    stopped {stopped} times, the slowest within {slowest * 1000:.0f} ms")

    def test_killed_while_it_writes(self):
        """A result that nobody reads: the file is a pipe, and the program hangs in the middle of it."""
        pipe = self.work / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        run = self.run(*CHECK, "--format", "json", "--output-file", str(pipe))
        run.read(self.took * 2 + 1)
        assert run.process.poll() is None, "the result fits into a pipe: nothing was tried"
        assert not PROGRESS.search(run.screen().text()), "progress goes on although the work is done"
        run.press_ctrl_c()
        assert run.finish() == -signal.SIGINT
        os.close(reader)

    def test_ignored_signals_stay_ignored(self):
        process = subprocess.Popen([str(self.miggraph), *CHECK], cwd=self.repository, env=self.environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        time.sleep(min(0.3, self.took / 3))
        process.send_signal(signal.SIGHUP)
        assert process.wait(120) == 0, "nohup miggraph … must go on"

    def test_reader_that_goes_away(self):
        line = f"'{self.miggraph}' check --branches --format json | head -1 > /dev/null; echo ${{PIPESTATUS[0]}}"
        ended = subprocess.run(["bash", "-c", line], cwd=self.repository, env=self.environment, capture_output=True, timeout=120)
        assert ended.stdout in (b"0\n", b"1\n") and b"rror" not in ended.stderr, ended


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, default=ROOT / "build/release/miggraph")
    parser.add_argument("--keep", action="store_true", help="leave the repository there")
    parser.add_argument("--rounds", type=int, default=12, help="how often it is interrupted")
    parser.add_argument("--only", default="", help="tests whose name holds this")
    arguments = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-terminal-")).resolve()
    try:
        made = large_repository.make_busy(work, arguments.miggraph.resolve(), 1.0)
        if made is None:
            print("this machine is too fast: no repository keeps miggraph busy for a second")
            return 77
        repository, took = made
        print(f"{repository.name}: {took:.2f} s")
        terminal = Terminal(arguments.miggraph.resolve(), repository, work, took, arguments.rounds)
        failures = 0
        for name in [name for name in dir(Terminal) if name.startswith("test_") and arguments.only in name]:
            try:
                getattr(terminal, name)()
                print(f"ok   {name}")
            except Exception:  # the others are still worth knowing
                failures += 1
                print(f"FAIL {name}")
                traceback.print_exc(file=sys.stdout)
        return 1 if failures else 0
    finally:
        if arguments.keep:
            print(f"left in {work}")
        else:
            shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
