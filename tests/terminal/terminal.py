"""Runs a program on a terminal of its own, as a person would, and shows what stands on the screen afterwards."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+|\x1b")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Screen:
    """What of a terminal's language miggraph speaks; anything else is an error."""

    def __init__(self, columns):
        self.columns, self.lines, self.row, self.column = columns, [""], 0, 0
        self.frames = []  # the line under the cursor, each time that something was written to it

    def feed(self, text):
        for token in CONTROL.findall(text):
            if token == "\r":
                self.column = 0
            elif token == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif token == "\x1b[K":
                self.lines[self.row] = self.lines[self.row][:self.column]
                self.frames.append(self.lines[self.row])
            elif COLOUR.fullmatch(token):
                pass
            elif token.startswith("\x1b"):
                raise AssertionError(f"a control sequence that nobody expects: {token!r}")
            else:
                line = self.lines[self.row].ljust(self.column)
                self.lines[self.row] = line[:self.column] + token + line[self.column + len(token):]
                self.column += len(token)
                assert self.column < self.columns, f"wider than {self.columns} columns: {self.lines[self.row]!r}"
                self.frames.append(self.lines[self.row])

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n")


class Run:
    """A program that runs, with a terminal as standard error and (unless `output` is given) standard output."""

    def __init__(self, command, directory, environment, columns=80, output=None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.columns, self.bytes = columns, b""
        self.begun = time.monotonic()
        # A session of its own, so that the terminal is the one that sends it Ctrl-C.
        self.process = subprocess.Popen(
            command, cwd=directory, env=environment, stdin=slave, stdout=output or slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)

    def read(self, seconds):
        """Takes what is written within that time; False when the program is gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:  # Linux: nobody has the other end any more
                    return False
                if not data:
                    return False
                self.bytes += data
        return True

    def press_ctrl_c(self):
        os.write(self.master, b"\x03")

    def send(self, number):
        os.kill(self.process.pid, number)

    def finish(self, seconds=120):
        """Its exit code, negative for a signal."""
        try:
            while self.read(0.05) or self.process.poll() is None:
                assert time.monotonic() < self.begun + seconds, f"still there after {seconds} s"
            return self.process.wait(10)
        finally:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGKILL)
                self.process.wait()
            os.close(self.master)

    def screen(self):
        screen = Screen(self.columns)
        screen.feed(self.bytes.decode("utf-8"))
        return screen
