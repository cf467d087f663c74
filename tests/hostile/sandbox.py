"""Runs miggraph with limits on time and memory, and measures both."""

import dataclasses
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "fixtures"))
from repository import isolated_environment  # noqa: E402

MEGABYTE = 1 << 20
OUTPUT_LIMIT = 64 * MEGABYTE


@dataclasses.dataclass
class Done:
    arguments: list
    exit: int  # negative: the signal that ended it
    stdout: bytes
    stderr: bytes
    seconds: float
    megabytes: float
    timed_out: bool = False

    def shown(self):
        return "miggraph " + " ".join(a if isinstance(a, str) else repr(a) for a in self.arguments)


class Sandbox:
    """A folder of its own, an environment without configuration, and the binary."""

    def __init__(self, miggraph, folder, seconds, sanitized):
        self.miggraph, self.folder = str(miggraph), str(folder)
        self.tree = os.path.join(self.folder, "tree")
        self.home = os.path.join(self.folder, "home")
        os.makedirs(self.tree)
        os.makedirs(self.home)
        self.sanitized = sanitized
        self.seconds = seconds * (8 if sanitized else 1)
        self.environment = isolated_environment(self.home)
        self.done = []

    def run(self, *arguments, cwd=None, environment=None, drop=(), stdout=None, stderr=None, stdin=subprocess.DEVNULL, close=(), unmeasured=False):
        """Runs it; what goes to `stdout` or `stderr` (files) is not in the answer. `close`: descriptors closed before it starts."""
        values = {**self.environment, **(environment or {})}
        for name in drop:
            values.pop(name, None)
        out, err = tempfile.TemporaryFile(dir=self.folder), tempfile.TemporaryFile(dir=self.folder)

        def limit():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_LIMIT * 4, OUTPUT_LIMIT * 4))
            if not self.sanitized:  # their shadow memory is terabytes
                resource.setrlimit(resource.RLIMIT_AS, (2048 * MEGABYTE, 2048 * MEGABYTE))
            for descriptor in close:
                os.close(descriptor)

        import time
        begin = time.monotonic()
        process = subprocess.Popen([self.miggraph, *arguments], cwd=cwd or self.tree, env=values, stdin=stdin, stdout=stdout or out,
                                   stderr=stderr or err, preexec_fn=limit, start_new_session=True)
        expired = threading.Event()

        def stop():
            expired.set()
            os.kill(process.pid, signal.SIGKILL)

        # Beside other tests it waits for a processor: a hang shows in the time that goes by, a slow answer in that of the processor.
        timer = threading.Timer(self.seconds * 6, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read())
            file.close()
        worked = usage.ru_utime + usage.ru_stime
        done = Done(list(arguments), process.returncode, *texts, time.monotonic() - begin if expired.is_set() else worked, usage.ru_maxrss / 1024,
                    expired.is_set() or worked > self.seconds)
        if not unmeasured:
            self.done.append(done)
        return done
