"""Text that would act on a terminal, a CI log, an annotation or a drawing, in every place that miggraph prints."""

import os
import subprocess

import harmless
from case import Case, app, migration, write

PAYLOADS = {
    "a colour": "\x1b[31mred", "a cleared screen": "\x1b[2J\x1b[H", "a link": "\x1b]8;;http://example.org\x07x\x1b]8;;\x07", "the clipboard": "\x1b]52;c;eA==\x07", "a title": "\x1b]0;x\x1b\\", "a device control": "\x1bP1$r\x1b\\",
    "C1": "\u009b31m\u009d8;;x\u009c", "a bell and backspaces": "\x07\x08\x08\x08", "a carriage return": "safe\rfake", "line breaks": "x\n::error::y\n##[error]z", "vertical tabs": "x\x0b\x0cy", "DEL": "\x7f\x7f",
    "bidi": "\u202ecod.exe\u202c", "isolates": "\u2066a\u2067b\u2068c\u2069", "marks": "\u200e\u200f\u061c", "zero width": "a\u200bb\u200cc\u200dd\ufeff\u2060", "line separators": "a\u2028::error::b\u2029c", "fillers": "\u3164\u115f\uffa0\u034f", "tags": "\U000e0001\U000e0041",
    "error": "::error file=x,line=1::y", "error after spaces": "  ::error::y", "error after a no-break space": "\u00a0::error::y", "error after an ideographic space": "\u3000::error::y", "error after NEL": "\x85::error::y", "stop-commands": "::stop-commands::t", "add-mask": "::add-mask::a", "set-output": "::set-output name=x::y",
    "percent": "%0A::error::x%0D%25", "Azure": "##vso[task.complete result=Succeeded]x", "Azure in capitals": "##VSO[task.complete]", "Azure with a joiner": "##\u200dvso[task.complete]", "a group": "##[error]x", "three signs": "###[error]x", "TeamCity": "##teamcity[buildStatus]",
    "GitLab": "section_start:1:x\r\x1b[0K", "Travis": "travis_fold:start:x\r", "html": "<script>alert(1)</script><img src=x onerror=y>", "CDATA": "]]>", "Mermaid": "\"]; click n0 \"javascript:alert(1)\"", "a Mermaid comment": "-->\n%%{init: {'theme': 'x'}}%%", "DOT": "\"]; x [URL=\"javascript:y\"];//", "backquotes": "`id` ```x", "quotes": "\"'\\\\\"\\", "Markdown": "[x](javascript:y) **b** | c | @all", "NUL": "a\\x00b",
}
FORMS = (("check", "text"), ("check", "json"), ("check", "github"), ("explain", "text"), ("explain", "json"), ("graph", "text"), ("graph", "dot"), ("graph", "mermaid"), ("graph", "json"), ("state", "text"), ("state", "json"), ("dump", "json"))


def all_commands(sandbox, arguments=(), exits=(0, 1), **more):
    problems = []
    for command, form in FORMS:
        given = [a for a in arguments if command not in ("dump", "state") or not str(a).startswith(("--no-against", "--branches", "--against"))]
        if command in ("dump", "state") and "--against" in arguments:
            given = []
        done = sandbox.run(command, *given, "--format", form, **more)
        if done.timed_out or done.exit not in exits:
            problems.append(f"{done.shown()}: exit {done.exit} {done.stderr[-300:]!r}")
        problems += [f"{command} {form}: {problem}" for problem in harmless.CHECKS[form](done.stdout)] if done.exit != 2 else []
        problems += [f"{command} {form}, stderr: {problem}" for problem in harmless.text_problems(done.stderr)]
        if form == "text":
            done = sandbox.run(command, *given, "--color", "always", "-v", **more)
            problems += [f"{command} in colour: {problem}" for problem in harmless.text_problems(done.stdout, colour=True) + harmless.text_problems(done.stderr, colour=True)]
            done = sandbox.run(command, *given, environment={"LC_ALL": "C", "LANG": "C", "COLUMNS": "40"}, **more)
            if any(byte > 126 for byte in done.stdout + done.stderr):
                problems.append(f"{command} in the C locale: not ASCII")
            problems += harmless.text_problems(done.stdout)
    return problems


def strings(payload):
    """A tree with two leaves that clash, a missing dependency and a file that does not load, the payload in every string of them."""
    p = repr(payload)
    yield from app({
        "0001_initial": migration(operations=f"migrations.CreateModel(name={p}, fields=[({p}, models.TextField(help_text={p}, verbose_name={p}, default={p}, choices=[({p}, {p})]))], options={{'db_table': {p}, 'verbose_name': {p}}})"),
        "0002_a": migration("0001_initial", operations=f"migrations.AddField({p}, {p}, models.TextField(default={p})), migrations.RunSQL({p}, {p}), migrations.AddIndex({p}, models.Index(fields=[{p}], name={p})), migrations.RenameField('thing', {p}, 'b'), migrations.AlterField({p}, 'x', models.TextField())"),
        "0002_b": migration("0001_initial", operations=f"migrations.AddField({p}, {p}, models.TextField(default={p} + {p})), migrations.RemoveField({p}, {p}), migrations.RenameModel({p}, {p}), migrations.DeleteModel({p}), migrations.AlterField({p}, 'x', models.CharField())"),
        "0003_c": migration("0002_b", ("shop", payload), (payload, "0001_initial"), f"=migrations.swappable_dependency({p})", extra=f"run_before = [('shop', {p})]\n    replaces = [({p}, {p})]"),
        "0004_d": f"# {payload}\n".replace("\n", " ") + f"\nraise Exception({p})\n", "0005_e": f"x = ( {payload}\n", "0006_f": f"# coding: {payload}\n",
        "0007_g": f"from django.db import migrations\nX = unknown.{p}\nif unknown({p}): pass\nclass Migration(migrations.Migration):\n    dependencies = [('shop', '0002_a')] + unknown({p})\n",
        "0008_h": migration("=" + f"unknown({p})", operations=f"unknown[{p}]({p})"),
    })
    yield "shop/apps.py", f"from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = 'shop'\n    verbose_name = {p}\n"
    yield "project/settings.py", f"INSTALLED_APPS = ['shop', {p}]\nAUTH_USER_MODEL = {p}\nMIGRATION_MODULES = {{{p}: {p}}}\n"
    yield "project/__init__.py", ""


def git(sandbox, *arguments, stdin=None, check=True):
    values = {**sandbox.environment, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    done = subprocess.run(["git", *arguments], cwd=sandbox.tree, env=values, input=stdin, capture_output=True)
    if check and done.returncode:
        raise RuntimeError(f"git {arguments}: {done.stderr}")
    return done.stdout


def history(sandbox, branch, author, message=b"x", folder=b"shop"):
    """main and a branch of that name, each with a leaf of its own, by that author."""
    git(sandbox, "init", "-q", "-b", "main")

    def commit(ref, files, parent=None):
        who = author.replace(b"\n", b"").replace(b"<", b"").replace(b">", b"").replace(b"\0", b"") + b" <a@example.org> 1770000000 +0000"
        out = b"commit " + ref + b"\nauthor " + who + b"\ncommitter " + who + b"\ndata %d\n%s\n" % (len(message), message)
        if parent:
            out += b"from " + parent + b"\n"
        for path, text in files.items():
            quoted = b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
            out += b"M 100644 inline " + quoted + b"\ndata %d\n%s\n" % (len(text), text)
        return out + b"\n"

    label = folder.decode("utf-8", "replace")
    base = {b"manage.py": b"", folder + b"/__init__.py": b"", folder + b"/migrations/__init__.py": b"", folder + b"/migrations/0001_initial.py": migration().encode()}
    stream = commit(b"refs/heads/main", base)
    stream += commit(b"refs/heads/" + branch, {folder + b"/migrations/0002_b.py": migration("0001_initial", app=label).encode()}, b"refs/heads/main")
    stream += commit(b"refs/heads/main", {folder + b"/migrations/0002_a.py": migration("0001_initial", app=label).encode()})
    git(sandbox, "fast-import", "--quiet", "--force", stdin=stream)
    git(sandbox, "reset", "-q", "--hard", "main")


def cases():
    for name, payload in PAYLOADS.items():
        yield Case(f"in strings: {name}", tree=lambda payload=payload: strings(payload.replace("\\x00", "\0")), runs=lambda sandbox: all_commands(sandbox, ("--no-against",)))
    for name, payload in PAYLOADS.items():
        file = payload.replace("/", "_").replace("\\x00", "")[:200]
        yield Case(f"in file names: {name}", runs=lambda sandbox: all_commands(sandbox, ("--no-against",)), tree=lambda file=file: [
            *app({"0001_initial": migration(), f"0002{file}": migration("0001_initial"), f"{file}0003": migration(f"0002{file}", "nowhere"), f"0004{file}": "x = (", f"{file}": migration("0001_initial")}), (f"shop/{file}/x.py", "")])
        yield Case(f"in app names: {name}", runs=lambda sandbox: all_commands(sandbox, ("--no-against",)), tree=lambda file=file: [
            *app({"0001_initial": migration(), "0002_a": migration(("stock", "0001_initial")), "0003_b": "x = (", "0004_c": migration((file, "0001_initial")), "0005_d": migration((file, "0001_initial"))}, label=file),
            *app({"0001_initial": migration((file, "0001_initial"))}, label="stock"), *app({"0001_initial": migration()}, label=f"x/{file}/y")])
    bad_in_refs = set("\x7f ~^:?*[\\") | {chr(c) for c in range(32)}
    for name, payload in PAYLOADS.items():
        branch = "".join(c for c in payload if c not in bad_in_refs).replace("..", ".").replace("@{", "").replace("//", "/").strip("./-") or "x"
        raw = branch.encode()
        author = payload.replace("\\x00", "").encode()
        yield Case(f"in branches and authors: {name}", make=lambda sandbox, raw=raw, author=author, payload=payload: history(sandbox, raw, author, message=payload.encode()),
                   runs=lambda sandbox, branch=branch: all_commands(sandbox, ("--branches",)) + all_commands(sandbox, ("--against", branch)), commands=())
    for name, raw in {"a byte": b"f\xff", "C1 as bytes": b"f\x9b31m", "latin-1": b"caf\xe9", "a surrogate": b"f\xed\xa0\x80"}.items():
        yield Case(f"in branches and authors that are not UTF-8: {name}", make=lambda sandbox, raw=raw: history(sandbox, raw, raw, message=raw, folder=b"shop" + raw),
                   runs=lambda sandbox, raw=raw: all_commands(sandbox, ("--branches",)) + all_commands(sandbox, ("--against", os.fsdecode(raw))), commands=())

    def arguments(payload):
        def runs(sandbox):
            problems = []
            for words in ((payload,), ("check", payload), ("check", f"--{payload}"), ("check", "--rev", payload), ("check", "--against", payload), (f"check", f"--branches={payload}"), ("check", "-C", payload), ("-C", payload, "check"), ("check", "--format", payload), ("check", "--no-against", "--output-file", payload + "/x"),
                          ("explain", payload), ("explain", f"shop.{payload}"), ("graph", payload), ("graph", "--since", payload), ("dump", "--setting", payload), ("dump", "--setting", f"{payload}={payload}"), ("check", "--migration-module", payload), ("check", "--migration-module", f"{payload}={payload}"), ("check", "--color", payload)):
                done = sandbox.run(*words)
                if done.timed_out or done.exit not in (0, 1, 2):
                    problems.append(f"{done.shown()}: exit {done.exit}")
                problems += [f"{done.shown()}: {problem}" for problem in harmless.text_problems(done.stdout + done.stderr) if not (words[0] == "dump" and "command" in problem)]
            for variable in ("MIGGRAPH_FORMAT", "MIGGRAPH_AGAINST", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET", "VIRTUAL_ENV", "COLUMNS", "TERM", "GIT_DIR", "GITHUB_EVENT_PATH"):
                done = sandbox.run("check", environment={variable: payload, **({"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"} if "GITHUB" in variable else {}),
                                                         **({"CI": "true", "GITLAB_CI": "true"} if variable.startswith("CI_") else {}), **({"JENKINS_URL": "x", "CI": "1"} if variable == "CHANGE_TARGET" else {})})
                if done.timed_out or done.exit not in (0, 1, 2):
                    problems.append(f"{variable}: exit {done.exit}")
                problems += [f"{variable}: {problem}" for problem in harmless.text_problems(done.stdout + done.stderr)]
            return problems
        return runs

    for name, payload in PAYLOADS.items():
        yield Case(f"in arguments: {name}", make=lambda sandbox: history(sandbox, b"feature", b"A"), runs=arguments(payload.replace("\\x00", "")), commands=())
        folder = payload.replace("/", "_").replace("\\x00", "")
        yield Case(f"in the folder's own path: {name}", make=lambda sandbox, folder=folder: write(os.path.join(sandbox.tree, folder), strings("x")),
                   runs=lambda sandbox, folder=folder: all_commands(sandbox, ("--no-against",), cwd=os.path.join(sandbox.tree, folder)) + all_commands(sandbox, ("--no-against", "-C", folder)), commands=())
