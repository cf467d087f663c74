#!/usr/bin/env python3
"""Completions, asked for in the real shells.

    check_completions.py --miggraph BINARY bash|zsh|fish

77 where the shell is not installed.
"""

import argparse
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOSTILE_REF = "evil$(touch${IFS}pwned)"

BASH = r"""
source <("$MIGGRAPH" completion bash)
ask() {  # the words as bash's readline parts them
  COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
  compopt() { :; }
  _miggraph
  printf '%s\n' "${COMPREPLY[@]}"
}
ask "$@"
"""


def bash(environment, tree, line):
    words = re.findall(r"=|[^\s=]+", line) + ([""] if line.endswith(" ") else [])
    done = subprocess.run(["bash", "--norc", "-c", BASH, "bash", *words], cwd=tree, env=environment, capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def fish(environment, tree, line):
    script = '"$MIGGRAPH" completion fish | source; complete -C "$argv[1]"'
    done = subprocess.run(["fish", "--no-config", "-c", script, line], cwd=tree, env=environment, capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    return [answer.split("\t")[0] for answer in done.stdout.splitlines()]


ZSHRC = r"""
PS1="READY "
unset zle_bracketed_paste
setopt no_beep list_packed
LISTMAX=10000
autoload -Uz compinit
compinit -u -D
source <("$MIGGRAPH" completion zsh)
bindkey "^I" list-choices
"""


def zsh(environment, tree, line):
    """A real zsh on a terminal of its own: types the line, presses Tab, reads what is listed and what stands on the line."""
    folder = pathlib.Path(environment["HOME"])
    (folder / ".zshrc").write_text(ZSHRC)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tree)
        os.execvpe("zsh", ["zsh", "-d", "-i"], {**environment, "ZDOTDIR": str(folder), "TERM": "dumb", "COLUMNS": "200", "LINES": "200"})

    def read_until(pattern, seconds=30):
        text, end = "", time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    text += os.read(terminal, 65536).decode(errors="replace")
                except OSError:
                    break
            if re.search(pattern, text):
                return text
        return text

    read_until("READY")
    os.write(terminal, line.encode() + b"\t")
    listed = read_until("(?!)", 3)
    os.write(terminal, b"\x03exit\n")
    time.sleep(0.2)
    os.close(terminal)
    os.waitpid(child, 0)
    listed = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", listed)
    return re.findall(r"\S+", listed)


# What is typed, what must be offered, and what must not.
ASKED = [
    ("miggraph ", ["check", "explain", "graph", "rollback", "dump", "rule", "completion"], ["manual"]),
    ("miggraph ch", ["check"], []),
    ("miggraph check --", ["--against", "--format", "--also", "--strict", "--output-file", "--staged", "--rev"], ["--reverse"]),
    ("miggraph graph --", ["--reverse", "--format", "--since"], ["--strict"]),
    ("miggraph check --format ", ["text", "concise", "json", "github", "markdown", "sarif", "gitlab", "junit"], ["dot"]),
    ("miggraph graph --format ", ["text", "dot", "mermaid", "json"], ["sarif"]),
    ("miggraph rollback --format ", ["text", "json"], ["dot"]),
    ("miggraph check --color ", ["auto", "always", "never"], []),
    ("miggraph check --against ", ["main", "feature/colour"], []),
    ("miggraph check --rev ", ["main", "v1.0"], []),
    ("miggraph rule ", ["MG101", "MG904"], []),
    ("miggraph completion ", ["bash", "zsh", "fish"], []),
    ("miggraph check --output-file ", ["pyproject.toml"], []),
    ("miggraph check --also mark", ["markdown="], []),
]
EQUALS = [("miggraph check --format=", ["sarif", "junit"], []), ("miggraph check --branches=", ["feature/colour"], [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--miggraph", type=pathlib.Path, default=ROOT / "build/release/miggraph")
    parser.add_argument("shell", choices=["bash", "zsh", "fish"])
    options = parser.parse_args()
    if not shutil.which(options.shell):
        print(f"{options.shell} is not installed")
        sys.exit(77)
    ask = globals()[options.shell]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="miggraph-shell-") as folder:
        tree = pathlib.Path(folder) / "tree"
        tree.mkdir()
        bin_folder = pathlib.Path(folder) / "bin"
        bin_folder.mkdir()
        (bin_folder / "miggraph").symlink_to(options.miggraph.resolve())
        environment = {"PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": folder, "MIGGRAPH": str(bin_folder / "miggraph"), "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder,
                       "XDG_DATA_HOME": folder, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
                       **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}
        (tree / "pyproject.toml").touch()
        for command in (["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "x"], ["branch", "feature/colour"], ["tag", "v1.0"], ["update-ref", "refs/heads/" + HOSTILE_REF, "HEAD"]):
            subprocess.run(["git", *command], cwd=tree, env=environment, check=True)
        for line, wanted, unwanted in ASKED + EQUALS:
            offered = ask(environment, tree, line)
            names = {word.rsplit("=", 1)[-1] if line.endswith("=") and options.shell != "bash" else word for word in offered} | set(offered)
            missing = [word for word in wanted if not any(one == word or (options.shell == "zsh" and one == word.removesuffix("=")) for one in names)]
            extra = [word for word in unwanted if word in names]
            if missing or extra:
                failed += 1
                print(f"{line!r}: not offered: {missing}, offered: {extra}\n  of {offered[:60]}")
        if (tree / "pwned").exists():
            failed += 1
            print("the name of a ref was run")
    if failed:
        sys.exit(f"{failed} of {len(ASKED + EQUALS)} lines are not completed as they should")
    print(f"{len(ASKED + EQUALS)} lines are completed by {options.shell}")


if __name__ == "__main__":
    main()
