"""Code that must not run: `tree/touched` must not appear, and the answer is that of the file without it."""

from case import Case, app, around, migration, one

FEW = (("check", "text"), ("dump", "json"), ("explain", "text"))
TOUCH = "open('touched', 'w').write('x')"

STATEMENTS = {
    "open": TOUCH, "pathlib": "import pathlib\npathlib.Path('touched').write_text('x')", "os.system": "import os\nos.system('touch touched')", "subprocess": "import subprocess\nsubprocess.run(['touch', 'touched'], shell=False)",
    "exec": f"exec(\"{TOUCH}\")", "eval": f"eval(\"{TOUCH}\")", "compile": f"exec(compile(\"{TOUCH}\", 'x', 'exec'))", "__import__": "__import__('os').system('touch touched')", "importlib": "import importlib\nimportlib.import_module('os').system('touch touched')",
    "builtins": f"import builtins\nbuiltins.exec(\"{TOUCH}\")", "getattr": f"getattr(__builtins__, 'ex' + 'ec')(\"{TOUCH}\")", "a lambda": f"(lambda: {TOUCH})()", "a decorator": f"def d(f): {TOUCH}\n@d\ndef g(): pass", "a class decorator": f"def d(c):\n    {TOUCH}\n    return c\n@d\nclass C: pass",
    "a metaclass": f"class M(type):\n    def __new__(m, *a, **k):\n        {TOUCH}\n        return type.__new__(m, *a)\nclass C(metaclass=M): pass", "__init_subclass__": f"class B:\n    def __init_subclass__(c): {TOUCH}\nclass C(B): pass",
    "__class_getitem__": f"class B:\n    def __class_getitem__(c, k): {TOUCH}\nB[1]", "__set_name__": f"class D:\n    def __set_name__(s, o, n): {TOUCH}\nclass C: d = D()", "a descriptor": f"class D:\n    def __get__(s, o, t): {TOUCH}\nclass C: d = D()\nC.d",
    "__getattr__ of the module": f"def __getattr__(n): {TOUCH}\nimport shop.migrations", "__prepare__": f"class M(type):\n    @classmethod\n    def __prepare__(m, *a): {TOUCH}; return {{}}\nclass C(metaclass=M): pass", "__eq__": f"class C:\n    def __eq__(s, o): {TOUCH}; return True\nC() == 1",
    "__del__": f"class C:\n    def __del__(s): {TOUCH}\nC()\ndel C", "__format__": f"class C:\n    def __format__(s, f): {TOUCH}; return ''\nf'{{C()}}'", "a default": f"def f(x={TOUCH}): pass", "an annotation": f"def f(x: {TOUCH}) -> {TOUCH}: pass\ny: {TOUCH}",
    "an assert": f"assert {TOUCH}", "a comprehension": f"[{TOUCH} for i in range(3)]", "an f-string": "x = f\"{open('touched', 'w')}\"", "atexit": f"import atexit\natexit.register(lambda: {TOUCH})", "a thread": f"import threading\nthreading.Thread(target=lambda: {TOUCH}).start()",
    "pickle": "import pickle\npickle.loads(b\"cos\\nsystem\\n(S'touch touched'\\ntR.\")", "ctypes": "import ctypes\nctypes.CDLL(None).system(b'touch touched')", "a signal": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "sys.exit": "import sys\nsys.exit(0)",
    "os._exit": "import os\nos._exit(0)", "quit": "quit()", "os.abort": "import os\nos.abort()", "sleep": "import time\ntime.sleep(10**6)", "input": "input()", "a socket": "import socket\nsocket.create_connection(('127.0.0.1', 9))", "a fork bomb": "import os\nwhile True: os.fork()",
    "the recursion limit": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", "stdout": "import sys\nsys.stdout.write('touched')\nprint('touched')", "stdin": "import sys\nsys.stdin.read()", "a changed import": f"import sys\nsys.meta_path.insert(0, None)\nsys.modules['os'] = None",
    "django.setup": "import django\ndjango.setup()", "a database query": "from shop.models import Thing\nThing.objects.all().delete()", "with open": "with open('touched', 'w') as f: f.write('x')", "async": f"import asyncio\nasync def f(): {TOUCH}\nasyncio.run(f())",
}
LEAVES_OUT = {"sys.exit", "os._exit", "quit", "os.abort"}


def untouched(tree, leaves=("0002_hostile",), **more):
    def runs(sandbox):
        import os

        import harmless
        problems = []
        for command, form in (("check", "json"), ("check", "text"), ("dump", "json"), ("explain", "text"), ("graph", "text")):
            done = sandbox.run(command, *(("--no-against",) if command != "dump" else ()), "--format", form)
            if done.timed_out or done.exit not in (0, 1):
                problems.append(f"{done.shown()}: exit {done.exit} {done.stderr[-300:]!r}")
            elif command == "check" and form == "json":
                import json
                report = json.loads(done.stdout)
                found = {row["label"]: row["leaves"] for row in report["apps"]}.get("shop")
                # A helper outside the migrations is not followed: then it must be said that something is not known.
                if found != list(leaves) and not any(row["code"] in ("MG903", "MG904") for row in report["diagnostics"]):
                    problems.append(f"leaves {found}: {report['diagnostics'][:3]}")
            elif b"touched\n" in done.stdout:
                problems.append("it was run")
            problems += harmless.CHECKS[form](done.stdout)
        for folder in (sandbox.tree, sandbox.home, sandbox.folder):
            if os.path.exists(os.path.join(folder, "touched")):
                problems.append(f"the code ran: {folder}/touched")
        return problems

    return {"tree": tree, "runs": runs, **more}


def cases():
    for name, text in STATEMENTS.items():
        yield Case(f"in the migration: {name}", **untouched(around(prefix=text)))
        if "class" not in text and "\n" not in text:
            yield Case(f"in the class body: {name}", **untouched(around(inside=text)))
    good = {"0001_initial": migration(), "0002_hostile": migration("0001_initial")}
    everything = "".join(f"try:\n{''.join('    ' + line + chr(10) for line in text.splitlines())}except BaseException: pass\n" for name, text in STATEMENTS.items() if name not in ("a signal", "a fork bomb"))
    for path in ("shop/__init__.py", "shop/migrations/__init__.py", "shop/apps.py", "shop/models.py", "settings.py", "project/settings.py", "manage.py", "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py", "shop/migrations/_helper.py"):
        yield Case(f"in {path}", **untouched(lambda path=path: {**dict(app(good)), "project/__init__.py": "", path: everything}.items()))
    yield Case("a compiled file", **untouched(lambda: [*app(good), ("shop/migrations/__pycache__/0002_hostile.cpython-311.pyc", b"\0" * 100), ("shop/__pycache__/__init__.cpython-311.pyc", b"x")]))
    yield Case("an extension module", **untouched(lambda: [*app(good), ("shop/models.so", b"\x7fELF" + b"\0" * 1000)]))
    yield Case("modules called like the standard library", **untouched(lambda: [*app(good), *((f"{name}.py", TOUCH) for name in ("os", "sys", "re", "json", "types", "django", "enum", "builtins", "importlib")), ("shop/migrations/os.txt", "")]))
    yield Case("a helper called like the standard library", **untouched(lambda: [*app({"0001_initial": migration(), "0002_hostile": "from . import types\nimport os\n" + migration("0001_initial")}), ("os.py", TOUCH), ("shop/types.py", TOUCH)]))
    yield Case("a folder called like a package", **untouched(lambda: [*app(good), ("django/__init__.py", TOUCH), ("django/db/__init__.py", TOUCH), ("django/db/migrations/__init__.py", "class Migration: pass\n")]))
    yield Case("a module that imports itself", **untouched(around(prefix="import shop.migrations\nfrom shop.migrations import *\nfrom . import *\nfrom .. import migrations as m")))
    yield Case("star imports in a circle", **untouched(lambda: [*app({"0001_initial": migration(), "0002_hostile": "from shop.a import *\n" + migration("=('shop', NAME)")}), ("shop/a.py", "from shop.b import *\nNAME = '0001_initial'"),
                                                              ("shop/b.py", "from shop.c import *"), ("shop/c.py", "from shop.a import *")]))
    yield Case("modules that import each other", **untouched(lambda: [*app({"0001_initial": migration(), "0002_hostile": "from shop.a import NAME\n" + migration("=('shop', NAME)")}), ("shop/a.py", "import shop.b\nNAME = '0001_initial'\nX = shop.b.X"),
                                                                    ("shop/b.py", "import shop.a\nX = shop.a.X\n")]))
    yield Case("a star import of 20,000 names through __all__", **untouched(lambda: [*app({"0001_initial": migration(), "0002_hostile": "from shop.a import *\n" + migration("=('shop', v1)")}), (
        "shop/a.py", "".join(f"v{i} = '0001_initial'\n" for i in range(20000)) + "__all__ = [" + "".join(f"'v{i}', " for i in range(20000)) + "]\n")]))
    yield Case("a migration that imports another one", **untouched(lambda: app({"0001_initial": migration(), "0002_hostile": "from importlib import import_module\nm = import_module('shop.migrations.0001_initial')\n" + migration("0001_initial", operations="*m.Migration.operations")})))
    yield Case("a migration that changes another module", **untouched(lambda: [*app({"0001_initial": migration(), "0002_hostile": "from shop import a\na.D.append(('shop', 'nowhere'))\na.D = 1\n" + migration("0001_initial")}), ("shop/a.py", "D = [('shop', '0001_initial')]\n")]))
    yield Case("a class made by type()", **untouched(one("from django.db import migrations\nMigration = type('Migration', (migrations.Migration,), {'dependencies': [('shop', '0001_initial')], 'operations': []})\n")))
