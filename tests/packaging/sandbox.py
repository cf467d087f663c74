"""What the packaging tests share: folders below the build, commands in an environment of their own, and a list of checks."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def run(words, cwd, env, timeout=300):
    """The completed process; standard output and error as one text in `.text`."""
    done = subprocess.run([str(word) for word in words], cwd=cwd, env=env, text=True, errors="replace", timeout=timeout,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    done.text = done.stdout
    return done


def must(words, cwd=ROOT, env=None, timeout=300):
    done = run(words, cwd, env, timeout)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.text}")
    return done


def version():
    for line in (ROOT / "CMakeLists.txt").read_text().splitlines():
        if line.startswith("project(miggraph VERSION "):
            return line.split()[2]
    sys.exit("CMakeLists.txt names no version")


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def that(self, truth, what, context=""):
        if truth:
            self.passed += 1
        else:
            self.failed += 1
            print(f"✗ {what}\n{context}\n", flush=True)

    def equal(self, got, wanted, what, context=""):
        self.that(got == wanted, f"{what}: {got!r}, not {wanted!r}", context)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def clean_environment(home, path):
    """Nothing of ours: neither CI's variables nor a person's git or pip configuration."""
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text("[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n"
                                     "[protocol \"file\"]\n\tallow = always\n[advice]\n\tdetachedHead = false\n")
    return {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true",
            "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
