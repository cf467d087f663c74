"""Arguments, streams and environments that are not as they should be."""

import os
import re
import subprocess

import harmless
from case import Case, app, migration
from cases_escapes import history

TREE = lambda: app({"0001_initial": migration(), "0002_a": migration("0001_initial"), "0002_b": migration("0001_initial")})  # noqa: E731
GOOD = lambda: app({"0001_initial": migration()})  # noqa: E731


def expecting(exit, says=(), words=(), tree=GOOD, silent=False, **how):
    """Runs `miggraph WORDS`; `says` are regular expressions for what is printed."""
    def runs(sandbox):
        given = [word(sandbox) if callable(word) else word for word in words]
        how_now = {key: value(sandbox) if callable(value) else value for key, value in how.items()}
        done = sandbox.run(*given, **how_now)
        problems = []
        if done.timed_out or done.exit not in ((exit,) if isinstance(exit, int) else exit):
            problems.append(f"exit {done.exit}, expected {exit}: {done.stdout[-300:]!r} {done.stderr[-600:]!r}")
        both = done.stdout + done.stderr
        for pattern in says:
            if not re.search(pattern.encode(), both):
                problems.append(f"does not say {pattern}: {both[-800:]!r}")
        if silent and both:
            problems.append(f"not silent: {both[:300]!r}")
        return problems + harmless.text_problems(done.stderr)
    return {"runs": runs, "tree": tree}


def cases():
    bad = {"no command": (), "an unknown command": ("chekc",), "an unknown option": ("check", "--nothing"), "an option of another command": ("check", "--reverse"), "an empty command": ("",), "an empty option": ("check", "--="), "an option without its value": ("check", "--format"),
           "an unknown format": ("check", "--format", "xml"), "an empty format": ("check", "--format", ""), "an unknown colour": ("check", "--color", "blue"), "since nonsense": ("graph", "--since", "yesterday"), "since nothing": ("graph", "--since", ""), "since minus one": ("graph", "--since", "-1"),
           "since a huge number": ("graph", "--since", "9" * 40), "since a fraction": ("graph", "--since", "1.5"), "since not a number": ("graph", "--since", "nan"), "since with a tail": ("graph", "--since", "10d"), "-C nowhere": ("-C", "nowhere", "check"), "-C a file": ("-C", "shop/__init__.py", "check"),
           "-C nothing": ("check", "-C"), "a rev outside git": ("check", "--rev", "HEAD"), "an index outside git": ("check", "--staged"), "against outside git": ("check", "--against", "main"), "a setting without a value": ("dump", "--setting", "X"), "a module without a folder": ("check", "--migration-module", "x"),
           "a module that is nowhere": ("check", "--no-against", "--migration-module", "x=nowhere"), "an app that is not there": ("explain", "--no-against", "nowhere"), "a migration that is not there": ("explain", "--no-against", "shop.nowhere"), "an app of nothing": ("explain", "--no-against", ""), "a dot": ("explain", "--no-against", "."),
           "dots": ("explain", "--no-against", "...."), "an app of 1 MB": ("explain", "--no-against", "a" * 100000), "a path that is not there": ("check", "--no-against", "nowhere"), "a path outside": ("check", "--no-against", "../../.."), "an empty path": ("check", "--no-against", ""), "two revs": ("check", "--rev", "a", "--rev", "b"),
           "a value for a flag": ("check", "--strict=maybe"), "a short option that is none": ("check", "-x"), "json for a graph of nothing": ("graph", "--no-against", "nowhere", "--format", "json"), "staged and rev": ("check", "--staged", "--rev", "HEAD")}
    for name, words in bad.items():
        yield Case(f"bad usage: {name}", **expecting(2 if name != "no command" else (0, 2), ["miggraph|Usage"], words))
    for name, raw in {"a byte": b"\xff", "C1": b"\x9b31m", "an escape": b"\x1b[31m", "1,000 bytes": bytes(range(1, 256)) * 4}.items():
        word = os.fsdecode(raw)
        for where, words in {"a command": (word,), "an option": ("check", "--" + word), "a path": ("check", "--no-against", word), "a folder": ("check", "-C", word), "a format": ("check", "--format", word), "an app": ("graph", "--no-against", word), "a setting": ("dump", "--setting", word)}.items():
            yield Case(f"bytes as arguments: {name} as {where}", **expecting((0, 2) if b"=" in raw and where == "a setting" else 2, () if b"=" in raw and where == "a setting" else ["miggraph: "], words))

    full = lambda sandbox: open("/dev/full", "wb", buffering=0)  # noqa: E731
    for command, words in {"check": ("check", "--no-against"), "check as json": ("check", "--no-against", "--format", "json"), "check as github": ("check", "--no-against", "--format", "github"), "explain": ("explain", "--no-against"), "graph": ("graph", "--no-against"), "graph as dot": ("graph", "--no-against", "--format", "dot"),
                           "dump": ("dump",), "help": ("--help",), "help of a command": ("check", "--help"), "the version": ("--version",)}.items():
        yield Case(f"a full disk: {command}", **expecting(2, ["standard output"], words, tree=TREE, stdout=full))
        yield Case(f"stdout closed: {command}", **expecting(2, ["standard output"], words, tree=TREE, close=(1,)))
        yield Case(f"stderr closed: {command}", **expecting((0, 1), (), words, tree=TREE, close=(2,)))
        yield Case(f"everything closed: {command}", **expecting(2, (), words, tree=TREE, close=(0, 1, 2)))
        yield Case(f"stderr full: {command}", **expecting((0, 1), (), words, tree=TREE, stderr=full))

    def pipe(*words, take):
        def runs(sandbox):
            process = subprocess.Popen([sandbox.miggraph, *words], cwd=sandbox.tree, env=sandbox.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
            process.stdout.read(take) if take else None
            process.stdout.close()
            err = process.stderr.read()
            code = process.wait(sandbox.seconds)
            return [] if code in (0, 1, 141, -13) and not err.replace(b"miggraph: ", b"", 1).startswith(b"cannot") and b"internal" not in err else [f"exit {code}: {err[-300:]!r}"]
        return runs

    many = lambda: app({f"{i:05}_m": migration(*([f"{i - 1:05}_m"] if i else [])) for i in range(3000)})  # noqa: E731
    for words in (("graph", "--no-against"), ("dump",), ("graph", "--no-against", "--format", "dot"), ("check", "--no-against", "--format", "json"), ("--help",)):
        for take in (0, 1):
            yield Case(f"a pipe that closes after {take} bytes: {' '.join(words)}", tree=many, runs=pipe(*words, take=take))

    check = ("check", "--no-against")
    yield Case("--output-file into a folder", **expecting(2, ["shop"], (*check, "--output-file", "shop")))
    yield Case("--output-file below what is not there", **expecting(2, ["nowhere/x"], (*check, "--output-file", "nowhere/x")))
    yield Case("--output-file below a file", **expecting(2, ["__init__"], (*check, "--output-file", "shop/__init__.py/x")))
    yield Case("--output-file onto a full disk", **expecting(2, ["full"], (*check, "--output-file", "/dev/full")))
    yield Case("--output-file of nothing", **expecting(2, ["output-file"], (*check, "--output-file", "")))
    yield Case("--output-file with a name too long", **expecting(2, ["miggraph: cannot write"], (*check, "--output-file", "x" * 300)))
    yield Case("--output-file /dev/null", **expecting(0, (), (*check, "--output-file", "/dev/null")))
    yield Case("--output-file /dev/stdout", **expecting(0, (), (*check, "--output-file", "/dev/stdout")))
    for columns in ("0", "1", "2", "19", "100000", "99999999999999999999", "-1", "abc", "", "80x", "\x1b[31m"):
        for command in ("check", "explain", "graph"):
            yield Case(f"COLUMNS={columns!a}: {command}", **expecting((0, 1), ["0002_a"] if columns in ("100000", "abc", "") else (), (command, "--no-against"), tree=TREE, environment={"COLUMNS": columns}))
    for name, environment in {"a locale without UTF-8": {"LC_ALL": "POSIX", "LANG": "POSIX"}, "a locale that there is not": {"LC_ALL": "xx_YY.nothing"}, "an empty locale": {"LC_ALL": "", "LANG": ""}, "TERM=dumb": {"TERM": "dumb"}, "an empty TERM": {"TERM": ""}, "an unknown time zone": {"TZ": "No/Where"}, "a HOME that there is not": {"HOME": "/nowhere"},
                              "a HOME that is a file": {"HOME": "/dev/null"}, "a PATH of nothing": {"PATH": ""}, "a TMPDIR that there is not": {"TMPDIR": "/nowhere"}, "NO_COLOR and FORCE_COLOR": {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "a git configuration that is broken": {"GIT_CONFIG_GLOBAL": "/dev/urandom"}, "GIT_DIR nowhere": {"GIT_DIR": "/nowhere"},
                              "an environment of 1 MB": {f"V{i}": "x" * 1000 for i in range(1000)}, "MIGGRAPH_FORMAT of nothing": {"MIGGRAPH_FORMAT": ""}, "VIRTUAL_ENV nowhere": {"VIRTUAL_ENV": "/nowhere"}}.items():
        yield Case(f"the environment: {name}", **expecting((0, 1, 2), (), check, tree=TREE, environment=environment))
    yield Case("the environment: no HOME", **expecting(1, ["0002_a"], check, tree=TREE, drop=("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")))
    yield Case("the environment: nothing at all", **expecting(1, ["0002_a"], check, tree=TREE, drop=("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "PATH", "LANG", "LC_ALL", "TZ", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_GLOBAL", "GIT_TERMINAL_PROMPT")))
    yield Case("an unknown MIGGRAPH_FORMAT", **expecting(2, ["MIGGRAPH_FORMAT"], check, environment={"MIGGRAPH_FORMAT": "xml"}))
    yield Case("the same option 1,000 times", **expecting(1, ["0002_a"], ("check", "--no-against", *["--strict"] * 1000), tree=TREE))
    yield Case("10,000 paths", **expecting(1, ["0002_a"], ("check", "--no-against", *["shop"] * 10000), tree=TREE))
    yield Case("two dashes", **expecting(1, ["0002_a"], ("check", "--no-against", "--", "shop"), tree=TREE))
    yield Case("two dashes and an option", **expecting(2, ["--strict"], ("check", "--no-against", "--", "--strict"), tree=TREE))
    yield Case("a current folder that is gone", **expecting(2, ["miggraph: "], ("check",), cwd=lambda sandbox: gone(sandbox)))
    yield Case("stdin that never ends", **expecting(1, ["0002_a"], check, tree=TREE, stdin=lambda sandbox: open("/dev/zero", "rb")))
    refs = ("", "-", "--", "-x", "@", "@{-1}", "HEAD~1000000", "HEAD^^^^^^^^^^^^^^^^^^^^^^^^^^", "main..main", "main...feature", "^main", ":/x", ":", "main:", "main:shop", "refs/heads/*", "*", "0" * 40, "f" * 40, "a" * 100000, "main^{tree}", "HEAD@{1 year ago}", "HEAD@{999999999999}", "main@{upstream}", "../x", "main.lock", "a\\b", "main ", " main", "HEAD~99999999999999999999",
            "main^{/x}", "main^{", "@{u}", "0", "main~", "main^99", "MAIN")
    for ref in refs:
        for option in ("--rev", "--against"):
            yield Case(f"{option} {ref[:40]!r}", runs=expecting((0, 1, 2) if ref in ("@", "@{-1}", "HEAD@{1 year ago}", "HEAD@{999999999999}", "main~", "MAIN", "main^{/x}", ":/x") else 2 if ref not in ("main^{tree}",) else (0, 1, 2), ["miggraph"] if ref not in ("@", "main~", "HEAD@{1 year ago}", "HEAD@{999999999999}", ":/x", "main^{/x}", "main^{tree}") else (), ("check", option, ref))["runs"],
                       make=lambda sandbox: history(sandbox, b"feature", b"A"))
    for glob in ("", "*", "**", "[", "[!", "[a-", "\\", "{a,b}", "x" * 10000, "*" * 1000 + "b", "?" * 1000, "[[:alpha:]]*", "*a" * 50):
        yield Case(f"--branches={glob[:20]!r}", runs=expecting((0, 1, 2), (), ("check", f"--branches={glob}"))["runs"], make=lambda sandbox: history(sandbox, b"a" * 200, b"A"))


def gone(sandbox):
    folder = os.path.join(sandbox.folder, "gone")
    os.makedirs(folder)
    os.chdir(folder)
    os.rmdir(folder)
    return "."
