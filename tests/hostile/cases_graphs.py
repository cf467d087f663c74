"""Graphs that bite their own tail, and dependencies of every wrong kind."""

from case import Case, app, around, migration, one

FEW = (("check", "text"), ("dump", "json"), ("explain", "text"), ("graph", "text"), ("graph", "dot"), ("graph", "mermaid"), ("graph", "json"))
CIRCLE = {"exit": 1, "codes": {"MG104"}, "django": "CircularDependencyError"}
MISSING = {"exit": 1, "codes": {"MG103"}, "django": "NodeNotFoundError"}
FINE = {"exit": 0, "codes": set(), "django": "loads"}
ANY = {"exit": None, "codes": None}
DUMPED = 800  # megabytes: `dump` makes the JSON of 300,000 edges in memory, and that is 600


def shop(**migrations):
    return lambda: app({f"m{name}" if name[0].isdigit() else name: text for name, text in migrations.items()})


def two(first, second):
    return lambda: [*app(first), *app(second, label="stock")]


def replacing(*names, extra=(), app="shop"):
    return migration(*extra, extra="replaces = [" + ", ".join(repr((app, name)) for name in names) + "]")


def cases():
    m = migration
    yield Case("a migration that depends on itself", tree=shop(a=m("a")), **CIRCLE)
    yield Case("a circle of two", tree=shop(a=m("b"), b=m("a")), **CIRCLE)
    yield Case("a circle of three", tree=shop(a=m("c"), b=m("a"), c=m("b")), **CIRCLE)
    yield Case("two circles", tree=shop(a=m("b"), b=m("a"), c=m("d"), d=m("c")), **CIRCLE)
    yield Case("two circles that share a migration", tree=shop(a=m("b", "c"), b=m("a"), c=m("a")), **CIRCLE)
    yield Case("a tail on a circle", tree=shop(a=m("b"), b=m("a"), c=m("b"), d=m("c")), **CIRCLE)
    yield Case("a circle that hangs on a root", tree=shop(a=m(), b=m("a", "c"), c=m("b")), **CIRCLE)
    yield Case("a circle across two apps", tree=two({"a": m(("stock", "a"))}, {"a": m(("shop", "a"), app="stock")}), **CIRCLE)
    yield Case("a circle through __first__", tree=two({"a": m(("stock", "__first__"))}, {"a": m(("shop", "a"))}), **CIRCLE)
    yield Case("a circle through __latest__", tree=two({"a": m(("stock", "__latest__")), "b": m("a")}, {"a": m(("shop", "a"))}), **CIRCLE)
    yield Case("a circle through run_before", tree=two({"a": m(extra="run_before = [('stock', 'a')]", ), "b": m("a", ("stock", "a"), extra="run_before = [('stock', 'a')]")}, {"a": m()}), **CIRCLE)
    yield Case("run_before of itself", tree=shop(a=m(extra="run_before = [('shop', 'a')]")), **CIRCLE)
    yield Case("run_before of its own parent", tree=shop(a=m(), b=m("a", extra="run_before = [('shop', 'a')]")), **CIRCLE)
    yield Case("run_before of what is missing", tree=shop(a=m(extra="run_before = [('shop', 'nowhere')]")), **MISSING)
    yield Case("a circle through a squash", tree=shop(a=m(), b=m("a"), s=replacing("a", "b", extra=("c",)), c=m("s")), exit=1, codes=None, django="CircularDependencyError")
    yield Case("a squash that depends on what it replaces", tree=shop(a=m(), b=m("a"), s=replacing("a", "b", extra=("b",))), exit=1, codes=None, django="CircularDependencyError")
    yield Case("a circle of 5,000", tree=lambda: app({f"{i:04}_m": m(f"{(i + 1) % 5000:04}_m") for i in range(5000)}), seconds=20, commands=FEW, **CIRCLE)
    yield Case("5,000 circles of one", tree=lambda: app({f"{i:04}_m": m(f"{i:04}_m") for i in range(5000)}), seconds=20, commands=FEW, exit=1, codes={"MG104"})
    yield Case("100 migrations, each on all", tree=lambda: app({f"m{i}": m(*[f"m{j}" for j in range(100)]) for i in range(100)}), **CIRCLE)
    yield Case("a ladder of 3,000 circles", tree=lambda: app({f"{i:04}_m": m(*[f"{j:04}_m" for j in (i - 1, i + 1) if 0 <= j < 3000]) for i in range(3000)}), seconds=20, commands=FEW, exit=1, codes={"MG104"})

    yield Case("a squash that replaces itself", tree=shop(a=m(), s=replacing("a", "s")), exit=1, codes=None)
    yield Case("a squash that replaces only itself", tree=shop(s=replacing("s")), exit=1, codes=None)
    yield Case("two squashes that replace each other", tree=shop(a=m(), s=replacing("a", "t"), t=replacing("a", "s")), exit=1, codes=None, django="NodeNotFoundError")
    yield Case("three squashes that replace each other", tree=shop(a=replacing("b"), b=replacing("c"), c=replacing("a")), exit=1, codes=None)
    yield Case("two squashes of the same", tree=shop(a=m(), b=m("a"), s=replacing("a", "b"), t=replacing("a", "b")), exit=None, codes=None)
    yield Case("a squash of what is missing", tree=shop(s=replacing("x", "y"), t=m("s")), leaves=["t"], exit=0, codes=set(), django="loads")
    yield Case("a squash of another app's", tree=two({"s": replacing("a", app="stock")}, {"a": m()}), exit=None, codes=None)
    yield Case("a squash with replaces twice", tree=shop(a=m(), s=replacing("a", "a"), t=m("s")), leaves=["t"], exit=0, codes=set(), django="loads")
    yield Case("a chain of 1,000 squashes of squashes", tree=lambda: app({"a": m(), **{f"s{i:04}": replacing("a" if i == 0 else f"s{i - 1:04}") for i in range(1000)}}), commands=FEW, exit=1, codes=None)
    yield Case("a squash of 10,000", tree=lambda: app({**{f"{i:05}": m(*([f"{i - 1:05}"] if i else [])) for i in range(3000)}, "s": replacing(*[f"{i:05}" for i in range(10000)])}), commands=FEW, leaves=["s"], seconds=20, **{**FINE, "django": None})
    yield Case("1,000 squashes of the same 100", tree=lambda: app({**{f"a{i:03}": m(*([f"a{i - 1:03}"] if i else [])) for i in range(100)}, **{f"s{i:04}": replacing(*[f"a{j:03}" for j in range(100)]) for i in range(1000)}}), commands=FEW, exit=1, codes=None)

    yield Case("a missing dependency", tree=shop(a=m(), b=m("nowhere")), **MISSING)
    yield Case("a dependency on an app that is not there", tree=shop(a=m(("nowhere", "x"))), exit=0, codes=set())
    yield Case("__first__ of an empty app", tree=lambda: [*app({"a": m(("stock", "__first__"))}), *app({}, label="stock")], exit=None, codes=None)
    yield Case("__latest__ of an empty app", tree=lambda: [*app({"a": m(("stock", "__latest__"))}), *app({}, label="stock")], exit=None, codes=None)
    yield Case("its own __first__", tree=shop(a=m("__first__")), leaves=["a"], **FINE)
    yield Case("its own __latest__", tree=shop(a=m(), b=m("__latest__")), **MISSING)
    for text in ("'auth.User'", "''", "'.'", "'a.b.c'", "'shop'", "None", "1", "settings.NOTHING", "settings.AUTH_USER_MODEL", "settings.X.Y.Z", "[]", "'\\x1b[31m.x'", "'shop.\\u202e'", "x * 100", "*[1]"):
        yield Case(f"swappable to {text}".replace("\\", "/"), tree=one("from django.conf import settings\n" + m("0001_initial", f"=migrations.swappable_dependency({text})")), exit=None, codes=None)

    wrong = {"None": "TypeError", "1": "TypeError", "1.5": "TypeError", "True": "TypeError", "()": "IndexError", "('shop',)": "IndexError", "'shop'": None, "'sh'": None, "''": "IndexError", "[]": "IndexError", "['shop', '0001_initial']": None, "[['shop', '0001_initial']]": None,
             "{'shop': '0001_initial'}": "KeyError", "{'shop', '0001_initial'}": "TypeError", "('shop', None)": "NodeNotFoundError", "(None, '0001_initial')": None, "('shop', 1)": "NodeNotFoundError", "('shop', ['0001_initial'])": "TypeError", "('shop', ('0001_initial',))": None, "(('shop',), '0001_initial')": None,
             "('shop', '0001_initial', 'x')": "NodeNotFoundError", "('shop', b'0001_initial')": "NodeNotFoundError", "(b'shop', '0001_initial')": None, "('SHOP', '0001_initial')": None, "('shop', '0001_INITIAL')": "NodeNotFoundError", "('shop', '0001_initial ')": "NodeNotFoundError",
             "('shop', '')": "NodeNotFoundError", "('', '0001_initial')": None, "('shop', '0001_initial.py')": "NodeNotFoundError", "lambda: 1": "TypeError", "...": "TypeError", "object()": "TypeError", "len": "TypeError", "type": None, "migrations": "TypeError", "migrations.Migration": None,
             "migrations.RunSQL('x')": "TypeError", "range(2)": None, "(x for x in 'ab')": None, "'shop.0001_initial'": None, "('shop', 'a' * 1000)": "NodeNotFoundError", "float('nan')": "TypeError", "[None, None]": None, "(0, 0)": None}
    # What lies outside the tree, or what a call makes, is not known: a warning says so.
    outside = ("...", "object()", "len", "migrations", "migrations.RunSQL('x')", "float('nan')")
    for text, error in wrong.items():
        if text in outside:
            yield Case(f"a dependency that is {text}", tree=one(m("0001_initial", f"={text}")), exit=0, codes=None, says=["MG904"], django=error)
        else:
            yield Case(f"a dependency that is {text}", tree=one(m("0001_initial", f"={text}")), exit=None if error is None else 1, codes=None, says=["MG105|MG103"] if error else (), django=error)
    for kind in ("dependencies", "run_before", "replaces", "operations", "initial", "atomic"):
        for text in ("None", "1", "'text'", "{}", "{1: 2}", "()", "object", "lambda s: []", "...", "(x for x in [])", "property(lambda s: [])", "[[]]", "b''", "iter([])"):
            yield Case(f"{kind} = {text}", tree=one(m(extra=f"{kind} = {text}"), name="0001_initial") if False else one(m("0001_initial", extra=f"{kind} = {text}")), exit=None, codes=None, commands=(("check", "text"), ("dump", "json")))
    yield Case("the same dependency 10,000 times", tree=one(m(*["0001_initial"] * 10000)), leaves=["0002_hostile"], **FINE)
    yield Case("10,000 leaves in an app", tree=lambda: app({"a": m(), **{f"b{i:05}": m("a") for i in range(10000)}}), commands=FEW, exit=1, codes={"MG101"}, seconds=20)
    yield Case("10,000 roots in an app", tree=lambda: app({**{f"b{i:05}": m() for i in range(10000)}, "z": m(*[f"b{i:05}" for i in range(10000)])}), commands=FEW, exit=0, codes=set(), leaves=["z"], seconds=20)
    yield Case("3,000 migrations, each on 100", tree=lambda: app({f"m{i:05}": m(*[f"m{j:05}" for j in range(max(0, i - 100), i)]) for i in range(3000)}), commands=FEW, exit=0, codes=set(), leaves=["m02999"], seconds=30, megabytes=DUMPED)
    yield Case("3,000 migrations on the same 100", tree=lambda: app({**{f"a{i:03}": m() for i in range(100)}, **{f"m{i:05}": m(*[f"a{j:03}" for j in range(100)]) for i in range(3000)}}), commands=(("check", "text"), ("dump", "json")), exit=1, codes={"MG101"}, seconds=30, megabytes=DUMPED)
    yield Case("2,000 apps, each on all before", tree=lambda: (row for i in range(300) for row in app({"a": m(*[(f"app{j:04}", "a") for j in range(i)])}, label=f"app{i:04}")), commands=FEW, exit=0, codes=set(), seconds=20)
    yield Case("a chain of 20,000 in one file's order reversed", tree=lambda: app({f"{20000 - i:05}_m": m(*([f"{20001 - i:05}_m"] if i else [])) for i in range(10000)}), commands=FEW, exit=0, codes=set(), leaves=["10001_m"], seconds=20)
    yield Case("2**100 paths", tree=lambda: app({"r": m(), **{f"{side}{i:03}": m(*([f"l{i - 1:03}", f"r{i - 1:03}"] if i else ["r"])) for i in range(100) for side in "lr"}}), exit=1, codes={"MG101"})
    yield Case("the same label twice", tree=lambda: [*((f"a/{path}", text) for path, text in app({"0001": m()})), *((f"b/{path}", text) for path, text in app({"0001": m(), "0002": m()}))], exit=1, codes={"MG101"})
    yield Case("an operation that is no operation", tree=one(m("0001_initial", operations="1, None, 'x', [], print, ..., lambda: 1, migrations, {}, object()")), exit=None, codes=None)
    arguments = ("", "None", "1", "*x", "**x", "1, 2, 3, 4, 5, 6, 7, 8, 9", "name=None", "name=1, fields=2", "'a', None", "'a', [1]", "'a', [()]", "'a', [(1, 2)]", "'a', [('b',)]", "'a', {'x': 1}", "'a', [], {}, (), []", "'a', fields=[['b', models.TextField]]", "b'a'", "'\\x00'", "nothing=1", "'a', 'b', 'c'")
    operations = ("CreateModel", "DeleteModel", "RenameModel", "AlterModelTable", "AlterUniqueTogether", "AlterModelOptions", "AlterModelManagers", "AddField", "RemoveField", "AlterField", "RenameField", "AddIndex", "RemoveIndex", "RenameIndex", "AddConstraint", "RemoveConstraint",
                  "RunSQL", "RunPython", "SeparateDatabaseAndState", "AlterOrderWithRespectTo")
    for operation in operations:
        every = ", ".join(f"migrations.{operation}({text})" for text in arguments)
        yield Case(f"{operation} with every wrong argument", tree=around(prefix="x = unknown()", operations=every), exit=None, codes=None)
