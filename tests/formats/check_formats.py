#!/usr/bin/env python3
"""Runs the real binary on real repositories, in every format at once (--also), and validates each output.

    check_formats.py --miggraph BINARY golden      the repositories of fixtures/cases
    check_formats.py --miggraph BINARY hostile     texts made to break a format, in strings, files, apps, branches and authors
    check_formats.py --miggraph BINARY large       5,000 findings, hundreds of conflicts, names as long as they can be
    check_formats.py --miggraph BINARY together    --also: the same bytes as --format, all files or none, no colour
    check_formats.py --miggraph BINARY mutations   that each validator fails on an output that was broken

schemas: SARIF 2.1.0 of OASIS (get_tools.py), docs/json.schema.json, and of our own gitlab-code-quality.schema.json and junit.xsd,
for which there is no published one.
"""

import argparse
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import get_tools

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "fixtures"))
sys.path.insert(0, str(ROOT / "tests/hostile"))


def outputs(miggraph, tree, environment, *arguments):
    """Every format of one run, by its name; and what went wrong."""
    from validators import CHECKS
    with tempfile.TemporaryDirectory(prefix="miggraph-formats-") as folder:
        also = [word for name in CHECKS for word in ("--also", f"{name}={folder}/{name}")]
        done = subprocess.run([str(miggraph), "check", *arguments, *also], cwd=tree, env=environment, capture_output=True, timeout=600)
        if done.returncode == 2:
            left = os.listdir(folder)
            return None, [f"written although it failed: {left}"] if left else []
        if done.returncode not in (0, 1):
            return None, [f"exit {done.returncode}: {done.stderr[-300:]!r}"]
        made = {name: (pathlib.Path(folder) / name).read_bytes() for name in CHECKS}
        if sorted(os.listdir(folder)) != sorted(CHECKS):
            return made, [f"left behind: {os.listdir(folder)}"]
        return made, []


def problems_of(miggraph, tree, environment, *arguments):
    from validators import CHECKS
    made, problems = outputs(miggraph, tree, environment, *arguments)
    if made is None:
        return problems, 0
    try:
        report = json.loads(made["json"])
    except ValueError as error:
        return [f"json: {error}"], 0
    for name, check in CHECKS.items():
        problems += [f"{name}: {problem}" for problem in check(made[name], report, "--strict" in arguments)]
    return problems, len(report["diagnostics"])


class Tally:
    def __init__(self):
        self.runs = self.findings = self.failed = 0

    def add(self, what, result):
        problems, findings = result
        self.runs += 1
        self.findings += findings
        if problems:
            self.failed += 1
            print(f"{what}:", *(f"  {problem}" for problem in problems[:12]), sep="\n", flush=True)

    def end(self, least_findings):
        if self.findings < least_findings:
            sys.exit(f"only {self.findings} findings in {self.runs} runs: they prove nothing")
        if self.failed:
            sys.exit(f"{self.failed} of {self.runs} runs have something wrong in their output")
        print(f"{self.runs} runs with {self.findings} findings are valid in every format")


def golden_repositories():
    """(name, tree, environment, arguments) of each `miggraph check` of the golden cases, while its repository is there."""
    import repository
    for file in sorted((ROOT / "fixtures/cases").rglob("*.case")):
        _, sections = repository.split(file.read_text(encoding="utf-8"))
        work = pathlib.Path(tempfile.mkdtemp(prefix="miggraph-formats-")).resolve()
        target, home = work / "repository", work / "home"
        home.mkdir()
        made = repository.Repository(target, home)
        try:
            for section in sections:
                word, _, rest = section.title.partition(" ")
                if word == "$":
                    words = shlex.split(rest)
                    settings = dict(word.split("=", 1) for word in words[:words.index("miggraph")])
                    command, *arguments = words[words.index("miggraph") + 1:] or [""]
                    if command == "check":
                        kept = [a for i, a in enumerate(arguments) if a != "--format" and arguments[i - 1] != "--format" and not a.startswith("--format=")]
                        yield f"{file.name}:{section.line}", target, {**made.environment, **settings}, kept
                elif word == "fixture":
                    fixture, *arguments = shlex.split(rest)
                    shutil.rmtree(target)
                    subprocess.run([sys.executable, ROOT / "fixtures" / fixture / "make", target, *arguments], capture_output=True, check=True)
                    made.adopt()
                elif section.title != "stderr" and word != "exit":
                    made.apply(section)
        finally:
            shutil.rmtree(work)


def golden(miggraph):
    tally = Tally()
    for name, tree, environment, arguments in golden_repositories():
        for more in ([], ["--strict"], ["--all-findings"], ["-q"]):
            tally.add(f"{name} {' '.join(more)}", problems_of(miggraph, tree, environment, *arguments, *more))
    tally.end(40)


def made_repository(miggraph, what, tally, make, *arguments):
    import sandbox
    with tempfile.TemporaryDirectory(prefix="miggraph-formats-") as folder:
        box = sandbox.Sandbox(miggraph, folder, 60, False)
        make(box)
        tally.add(what, problems_of(miggraph, box.tree, box.environment, *arguments))


PAYLOADS = {
    "CDATA end": "]]>", "comment end": "--> <!--", "backquotes": "``` ` ````", "pipe": "a|b\\|c", "heading": "# x\n## y\n===\n---", "image": "![x](http://e/x.png)", "link": "[x](http://example.org)", "reference": "[x]: http://e\n[x]",
    "html": "<img src=x onerror=y></details></code><script>z</script>", "entities": "&lt;&#64;&amp;", "mention": "@everyone @org/team", "numbers": "#123 !45 %6 ~bug &7 $8", "addresses": "http://example.org www.example.org a@example.org",
    "emphasis": "*a* _b_ **c** __d__ ~~e~~", "table": "| a | b |\n|---|---|", "list": "1. x", "sarif link": "[x](1) \\[y](2) {0}", "long": "x" * 180, "emoji": "\U0001f4a9\U0001f468\u200d\U0001f469", "emoji word": ":tada:", "task": "[x] done", "math": "$x$ $$y$$",
    "spaces": "    code", "one backslash": "\\", "concise": "a:1:1: MG101 b", "not UTF-8": "\udcff\udcfe", "quotes": "\"'`<&>",
}


def hostile(miggraph):
    import cases_escapes
    from case import app, migration, write
    tally = Tally()
    payloads = {**cases_escapes.PAYLOADS, **PAYLOADS}
    bad_in_refs = set("\x7f ~^:?*[\\") | {chr(c) for c in range(32)}
    for name, payload in payloads.items():
        payload = payload.replace("\\x00", "")
        file = payload.replace("/", "_")[:200].removesuffix(".")
        text = payload.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        made_repository(miggraph, f"in strings: {name}", tally, lambda box: write(box.tree, cases_escapes.strings(text)), "--no-against")
        names = [*app({"0001_initial": migration(), f"0002{file}": migration("0001_initial"), f"{file}0003": migration(f"0002{file}".encode("utf-8", "surrogateescape").decode("utf-8", "replace"), "nowhere"), f"0004{file}": "x = (", f"{file}": migration("0001_initial")}), (f"shop/{file}/x.py", "")]
        made_repository(miggraph, f"in file names: {name}", tally, lambda box: write(box.tree, names), "--no-against", "--strict")
        labels = [*app({"0001_initial": migration(), "0002_a": migration(("stock", "0001_initial")), "0003_b": "x = (", "0004_c": migration((text, "0001_initial")), "0005_d": migration((text, "0001_initial"))}, label=file),
                  *app({"0001_initial": migration((text, "0001_initial"))}, label="stock")]
        made_repository(miggraph, f"in app names: {name}", tally, lambda box: write(box.tree, labels), "--no-against")
        branch = "".join(c for c in payload if c not in bad_in_refs).replace("..", ".").replace("@{", "").replace("//", "/").strip("./-") or "x"
        raw, author = branch.encode("utf-8", "surrogateescape"), payload.encode("utf-8", "surrogateescape")
        made_repository(miggraph, f"in branches and authors: {name}", tally, lambda box: cases_escapes.history(box, raw, author), "--branches")
    tally.end(500)


def large(miggraph):
    from case import app, migration, write
    tally = Tally()
    for more in ([], ["--all-findings"], ["--strict"]):
        made_repository(miggraph, f"5,000 findings {more}", tally, lambda box: write(box.tree, app({f"{i:04}_x": migration("nowhere", *([f"{i - 1:04}_x"] if i else [])) for i in range(5000)})), "--no-against", *more)
        forks = [pair for i in range(150) for pair in app({"0001_initial": migration(app=f"app{i}"), **{f"0002_{'x' * 100}{k}": migration("0001_initial", app=f"app{i}") for k in range(6)}}, label=f"app{i}")]
        made_repository(miggraph, f"150 conflicts {more}", tally, lambda box: write(box.tree, forks), "--no-against", *more)
        wide = app({"0001_initial": migration(), **{f"0002_{'`|' * 100}{k}": migration("0001_initial") for k in range(400)}})
        made_repository(miggraph, f"400 leaves {more}", tally, lambda box: write(box.tree, wide), "--no-against", *more)
    tally.end(15000)


def replaced(old, new):
    def change(data):
        changed = re.sub(old, new, data, count=1, flags=re.DOTALL)
        assert changed != data, f"nothing to break: {old!r} in {data[:200]!r}"
        return changed
    return change


BROKEN = {
    "json": {"a key is gone": replaced(rb'"merge_base"', b'"base"'), "a severity of its own": replaced(rb'"severity": "error"', b'"severity": "bad"'), "NaN": replaced(rb'"line": \d+', b'"line": NaN'), "cut short": lambda data: data[:-5], "a raw control character": replaced(rb'"message": "', b'"message": "\xe2\x80\xae')},
    "text": {"an escape": lambda data: data + b"\x1b[31m\n", "a command": lambda data: data + b"::error::x\n"},
    "concise": {"a finding is gone": lambda data: data.split(b"\n", 1)[1], "another line": replaced(rb":(\d+):(\d+): ", rb":1\1:\2: "), "no count": lambda data: data.split(b"\xe2\x9c\x96")[0], "a colon in the path": replaced(rb"^", b"x:y")},
    "github": {"a comma in the path": replaced(rb"file=", b"file=a,b"), "an annotation is gone": replaced(rb"\n::error [^\n]*\n$", b"\n"), "a line break": replaced(rb"%0A", b"\n::x y::"), "no group": replaced(rb"::group::", b"")},
    "markdown": {"no marker": lambda data: data.split(b"\n", 1)[1], "a heading": lambda data: data + b"\n# x\n", "a link": lambda data: data + b"\n[x](y)\n", "an image": lambda data: data + b"\n![x](y)\n", "html": lambda data: data + b"\n<b>x</b>\n", "a mention": lambda data: data + b"\n@all\n", "an address": lambda data: data + b"\nhttp://example.org\n",
                 "a fence that is open": replaced(rb"\n```\n\n</details>", b"\n\n</details>"), "emphasis": lambda data: data + b"\n*x*\n", "a table": lambda data: data + b"\n| a |\n|---|\n| b |\n", "too long": lambda data: data + b"\nx" * 40000, "a section is gone": replaced(rb"\n### [^\n]*", b""), "details that stay open": replaced(rb"</details>", b""), "Mermaid": replaced(rb'\["', b'["x"];click n0["')},
    "sarif": {"another version": replaced(rb'"version": "2.1.0"', b'"version": "2.0.0"'), "no region number": replaced(rb'"endColumn"', b'"ending"'), "a level of its own": replaced(rb'"ruleId": "MG102",(\s+)"ruleIndex": 1', rb'"ruleId": "MG102",\1"ruleIndex": 0'), "an absolute path": replaced(rb'"uri": "', b'"uri": "/'), "a blank in a path": replaced(rb'"uri": "', b'"uri": " '),
              "a link to nothing": replaced(rb"\]\(1\)", b"](7)"), "no fingerprint": replaced(rb'"primaryLocationLineHash"', b'"otherHash"'), "a result is gone": replaced(rb'"results": \[.*\]', b'"results": []'), "no help": replaced(rb'"help": \{', b'"helped": {'), "category": replaced(rb'"miggraph/"', b'"miggraph"')},
    "gitlab": {"a severity of its own": replaced(rb'"critical"', b'"bad"'), "no fingerprint": replaced(rb'"fingerprint"', b'"print"'), "no line": replaced(rb'"begin"', b'"start"'), "an entry is gone": lambda data: b"[]\n", "twice": lambda data: json.dumps(json.loads(data) * 2).encode()},
    "junit": {"a bare ampersand": replaced(rb"message=\"", b'message="&'), "a control character": replaced(rb"message=\"", b'message="&#27;'), "no classname": replaced(rb"classname=\"[^\"]*\"", b""), "a failure is gone": replaced(rb"<failure.*?</failure>", b""), "a wrong count": replaced(rb'failures="1"', b'failures="2"'), "no text": replaced(rb">[^<]*</failure>", b"></failure>")},
}


def mutations(miggraph):
    from validators import CHECKS
    missed = count = 0
    for name, tree, environment, arguments in golden_repositories():
        if not name.startswith("korrigo.case"):
            continue
        made, problems = outputs(miggraph, tree, environment, *arguments)
        report = json.loads(made["json"])
        if len(report["diagnostics"]) != 1 or report["diagnostics"][0]["severity"] != "error":
            continue
        assert not problems
        if set(BROKEN) != set(CHECKS):
            sys.exit(f"formats without mutations: {set(CHECKS) ^ set(BROKEN)}")
        for format_name, changes in BROKEN.items():
            for what, change in changes.items():
                count += 1
                if not CHECKS[format_name](change(made[format_name]), report, False):
                    missed += 1
                    print(f"{format_name}: its validator does not see that it is broken: {what}")
        break
    if missed or not count:
        sys.exit(f"{missed} of {count} broken outputs were taken for good ones")
    print(f"each of {count} broken outputs is seen")


def together(miggraph):
    from validators import CHECKS
    wrong = []
    with tempfile.TemporaryDirectory(prefix="miggraph-formats-") as folder:
        tree, files = pathlib.Path(folder) / "repository", pathlib.Path(folder) / "files"
        files.mkdir()
        subprocess.run([sys.executable, ROOT / "fixtures/korrigo/make", tree], capture_output=True, check=True)
        import repository
        environment = repository.isolated_environment(folder)

        def check(*arguments, **more):
            more.setdefault("stdout", subprocess.PIPE)
            return subprocess.run([str(miggraph), "check", "--branches", *arguments], cwd=tree, env=environment, stderr=subprocess.PIPE, timeout=60, **more)

        def expect(what, holds):
            if not holds:
                wrong.append(what)

        made, problems = outputs(miggraph, tree, environment, "--branches")
        wrong += problems
        for name in CHECKS:
            expect(f"--also {name} has what --format {name} has", check("--format", name).stdout == made[name])
            check("--format", name, "--output-file", str(files / name))
            expect(f"--output-file has what --format {name} has", (files / name).read_bytes() == made[name])
        expect("--also text has no colour, whatever --color says", check("--color", "always", "--also", f"text={files}/coloured").stdout.count(b"\x1b") > 5
               and (files / "coloured").read_bytes() == made["text"])
        shutil.rmtree(files)
        files.mkdir()
        (files / "old").write_text("old")
        done = check("--also", f"json={files}/new", "--also", f"gitlab={files}/old", "--also", f"markdown={files}/no/such/folder")
        expect("a file that cannot be written: exit 2", done.returncode == 2 and b"no/such/folder" in done.stderr)
        expect("... nothing on standard output", done.stdout == b"")
        expect("... and no other file is written", os.listdir(files) == ["old"] and (files / "old").read_text() == "old")
        with open("/dev/full", "wb") as full:
            done = check("--also", f"json={files}/new", stdout=full)
        expect("standard output is full: exit 2, and no file is written", done.returncode == 2 and os.listdir(files) == ["old"])
        done = check("--also", f"json={files}/new", "--also", "sarif=/dev/full")
        expect("a device is full: exit 2, and no file is written", done.returncode == 2 and os.listdir(files) == ["old"])
        (files / "old").chmod(0o640)
        done = check("--also", f"json={files}/old", "--exit-zero")
        expect("an old file is replaced and keeps its mode", done.returncode == 0 and (files / "old").read_bytes() == made["json"] and (files / "old").stat().st_mode & 0o777 == 0o640)
    print(*wrong, sep="\n")
    if wrong:
        sys.exit(f"{len(wrong)} things are not as they should be")
    print("several outputs of one run are what single runs give, and all of them are written or none")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--miggraph", type=pathlib.Path, default=ROOT / "build/release/miggraph")
    parser.add_argument("kind", choices=["golden", "hostile", "large", "together", "mutations"])
    options = parser.parse_args()
    get_tools.restart_with_tools()
    globals()[options.kind](options.miggraph.resolve())


if __name__ == "__main__":
    main()
