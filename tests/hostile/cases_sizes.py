"""Large, long and deep."""

from case import Case, app, around, migration, one

GOOD = migration("0001_initial")
FILE = "shop/migrations/0002_hostile.py"
FEW = (("dump", "json"), ("check", "text"))
DEEP = {"exit": 1, "codes": {"MG903"}, "leaves": ["0002_hostile"], "commands": FEW}
FINE = {"exit": 0, "codes": set(), "leaves": ["0002_hostile"], "commands": FEW}


def either(name, body, **more):
    """Python's own limits differ from version to version; what counts is a leaf, an answer in time, and no other finding."""
    return Case(name, tree=one(body), leaves=["0002_hostile"], commands=FEW, runs=either_way, **more)


def either_way(sandbox):
    import json
    problems = []
    for command in ("check", "dump"):
        done = sandbox.run(command, *(("--no-against",) if command == "check" else ()), "--format", "json")
        if done.timed_out or done.exit not in (0, 1):
            problems.append(f"{command}: exit {done.exit}, timed out: {done.timed_out} {done.stderr[-300:]!r}")
        elif command == "check":
            report = json.loads(done.stdout)
            codes = {row["code"] for row in report["diagnostics"] if row["severity"] != "info"}
            if codes not in (set(), {"MG903"}) or (done.exit == 1) != bool(codes):
                problems.append(f"findings {codes}, exit {done.exit}")
            if [row["leaves"] for row in report["apps"]] != [["0002_hostile"]]:
                problems.append(f"leaves {report['apps']}")
    return problems


def cases():
    n = 50000
    for name, opened, closed in (("parentheses", "(", ")"), ("brackets", "[", "]"), ("braces", "{", "}"), ("calls", "f(", ")"), ("subscripts", "a[", "]"), ("dicts", "{1:", "}"),
                                 ("lambdas", "(lambda: ", ")"), ("comprehensions", "[x for x in ", "]")):
        yield Case(f"100,000 nested {name}", tree=one(lambda opened=opened, closed=closed: GOOD + "x = " + opened * 100000 + "1" + closed * 100000 + "\n"), **DEEP)
        yield Case(f"100,000 {name} that are never closed", tree=one(lambda opened=opened: GOOD + "x = " + opened * 100000 + "\n"), **DEEP)
    yield Case("100,000 closing brackets", tree=one(lambda: GOOD + "x = " + ")" * 100000 + "\n"), **DEEP)
    yield Case("100,000 nested brackets in dependencies", tree=one(lambda: GOOD.replace("[('shop'", "[" * 100000 + "('shop'").replace("l')]", "l')" + "]" * 100000)), exit=1, codes={"MG903"}, commands=FEW)
    yield Case("150 nested brackets", tree=one(lambda: GOOD + "x = " + "(" * 150 + "1" + ")" * 150 + "\n"), django="loads", **FINE)
    yield Case("a star in 100,000 brackets", tree=one(lambda: GOOD + "x = " + "[*" * 100000 + "a" + "]" * 100000 + "\n"), **DEEP)

    chains = {
        "attributes": lambda: "x = a" + ".b" * n, "calls": lambda: "x = f" + "()" * n, "subscripts": lambda: "x = a" + "[0]" * n, "sums": lambda: "x = 1" + "+1" * n, "powers": lambda: "x = 1" + "**1" * n,
        "products of unknowns": lambda: "x = a" + "*b" * n, "minus signs": lambda: "x = " + "-" * n + "1", "nots": lambda: "x = " + "not " * n + "1", "tildes": lambda: "x = " + "~" * n + "1",
        "ands": lambda: "x = 1" + " and 1" * n, "and, or in turn": lambda: "x = 1" + " and 1 or 1" * (n // 2), "comparisons": lambda: "x = 1" + " < 2" * n, "conditions": lambda: "x = " + "1 if a else " * n + "1",
        "lambdas without brackets": lambda: "x = " + "lambda: " * n + "1", "strings side by side": lambda: "x = " + "'a' " * n, "string sums": lambda: "x = 'a'" + " + 'a'" * 100000,
        "names assigned": lambda: "".join(f"v{i} = " for i in range(n)) + "1", "formats": lambda: "x = '%s'" + " % 'a'" * n, "method calls": lambda: "x = 'a'" + ".strip()" * n,
        "elifs": lambda: "if a: pass\n" + "elif b: pass\n" * n, "walruses": lambda: "x = " + "".join(f"(v{i} := " for i in range(n)) + "1" + ")" * n, "awaits": lambda: "async def f():\n    " + "await " * n + "x",
        "stars": lambda: "f(" + "*" * n + "a)", "dots in an import": lambda: "from " + "." * n + " import x", "dotted names in an import": lambda: "import a" + ".b" * n,
        "decorators": lambda: "@d\n" * 10000 + "def f(): pass", "semicolons": lambda: "x = 1" + ";x = 1" * n, "with items": lambda: "with " + "a as b, " * n + "c: pass",
    }
    for name, text in chains.items():
        yield either(f"a chain of {name}", lambda text=text: GOOD + text() + "\n")
        if name in ("attributes", "sums", "conditions", "nots", "calls", "string sums"):
            yield either(f"a chain of {name} in operations", lambda text=text: migration("0001_initial", operations=text()[4:]))
    blocks = {"functions": "def f():", "classes": "class C:", "ifs": "if a:", "loops": "for x in y:", "whiles": "while a:", "tries": "try:", "withs": "with a:"}
    for name, head in blocks.items():
        tail = "".join(" " * (999 - i) + "finally: pass\n" for i in range(1000)) if name == "tries" else ""
        yield either(f"1,000 nested {name}", lambda head=head, tail=tail: GOOD + "".join(" " * i + head + "\n" for i in range(1000)) + " " * 1000 + "pass\n" + tail)
    yield either("10,000 levels of indentation", lambda: GOOD + "".join(" " * i + "if a:\n" for i in range(5000)) + " " * 5000 + "pass\n")
    yield either("nested f-strings", lambda: GOOD + "x = " + "f'{" * 60 + "1" + "}'" * 60 + "\n")
    yield either("100,000 pieces in an f-string", lambda: GOOD + "x = f'" + "{a}b" * 100000 + "'\n")
    yield either("100,000 arguments", lambda: GOOD + "x = f(" + "a," * 100000 + ")\n")
    yield either("100,000 keywords", lambda: GOOD + "x = f(" + "".join(f"a{i}=1," for i in range(100000)) + ")\n")
    yield either("100,000 parameters", lambda: GOOD + "def f(" + "".join(f"a{i}," for i in range(100000)) + "): pass\n")
    yield either("100,000 functions", lambda: GOOD + "".join(f"def f{i}(): return {i}\n" for i in range(100000)))
    yield either("100,000 attributes of a class", lambda: GOOD + "".join(f"    a{i} = {i}\n" for i in range(100000)))
    yield either("100,000 classes, each of the one before", lambda: GOOD + "class C0: pass\n" + "".join(f"class C{i}(C{i - 1}): pass\n" for i in range(1, 100000)))
    yield either("a pyramid of diamonds", lambda: GOOD + "class C0: pass\n" + "".join(f"class A{i}(C{i - 1}): pass\nclass B{i}(C{i - 1}): pass\nclass C{i}(A{i}, B{i}): pass\n" for i in range(1, 1000))
                 + "x = C999.nothing\n")
    yield either("100,000 imports", lambda: GOOD + "".join(f"import m{i}.n{i}\n" for i in range(100000)))
    yield either("100,000 keys of a dict", lambda: GOOD + "x = {" + "".join(f"'{i}': {i}, " for i in range(100000)) + "}\n")
    yield either("100,000 members of a set", lambda: GOOD + "x = {" + "".join(f"'{i}', " for i in range(100000)) + "}\n")
    yield either("a name of 10 MB", lambda: GOOD + "x" * (10 << 20) + " = 1\n", seconds=15)
    yield either("an integer of 1 MB", lambda: GOOD + "x = " + "9" * (1 << 20) + "\n")
    yield either("an integer of 1 MB, many times", lambda: GOOD + "x = 0x" + "f" * (1 << 20) + "\nl = []\nfor i in range(100000):\n    l.append(x)\n    y = x + 1\n")
    yield either("an operand of 1 MB, unknown, many times", lambda: GOOD + "y = unknown." + "f" * (1 << 20) + "\nx = [y + 1 for i in range(100000)]\n")

    size = 20 << 20
    yield either("20 MB in one string", lambda: GOOD + "x = '" + "x" * size + "'\n")
    yield either("20 MB in one docstring of many lines", lambda: '"""' + ("x" * 79 + "\n") * (size // 80) + '"""\n' + GOOD)
    yield either("20 MB of escapes in one string", lambda: GOOD + "x = '" + "\\x41" * (size // 4) + "'\n")
    yield either("20 MB in one comment", lambda: GOOD + "# " + "x" * size + "\n")
    yield either("20 MB of numbers in one list", lambda: GOOD + "x = [" + "12345678, " * (size // 10) + "]\n")
    yield either("20 MB of one-digit numbers", lambda: GOOD + "x = [" + "1," * (size // 2) + "]\n")
    yield either("20 MB of strings in one list", lambda: GOOD + "x = [" + "'abcdefg', " * (size // 11) + "]\n")
    yield either("20 MB of rows", lambda: GOOD + "x = [\n" + "    ('abc', 1, None, {'k': 2.5}),\n" * (size // 34) + "]\n")
    yield either("20 MB of assignments", lambda: GOOD + "".join(f"v{i} = {i}\n" for i in range(size // 16)))
    yield either("20 MB of rows in operations", lambda: migration("0001_initial", operations="migrations.RunSQL([" + "('abc', 1, None, {'k': 2.5}),\n" * (size // 30) + "])"))
    yield either("20 MB of brackets", lambda: GOOD + "x = [" + "()," * (size // 3) + "]\n")
    yield either("20 MB of line breaks", lambda: "\n" * size + GOOD)
    yield either("20 MB of broken lines", lambda: GOOD + "x = = 1\n" * (size // 8))
    yield either("20 MB of opening quotes", lambda: GOOD + "'" * size + "\n")

    yield Case("5,000 operations", tree=one(lambda: migration("0001_initial", operations="".join(
        f"migrations.AddField('thing', 'f{i}', models.CharField(max_length={i}, help_text='x')),\n" for i in range(5000)))), django="loads", **FINE)
    yield Case("50,000 dependencies, 1.3 MB", tree=one(lambda: migration("=" + "('shop', '0001_initial'),\n" * 50000)), django="loads", **FINE)
    yield Case("2,000 dependencies on what does not exist", tree=one(lambda: migration("0001_initial", "=" + "".join(f"('shop', '{i}'),\n" for i in range(2000)))), exit=1, codes={"MG103"},
               commands=FEW, django="NodeNotFoundError")

    def chain(count):
        return {f"{i:05}_m": migration(*([f"{i - 1:05}_m"] if i else [])) for i in range(count)}

    yield Case("20,000 migrations in one app", tree=lambda: app(chain(20000)), leaves=["19999_m"], codes=set(), seconds=20,
               commands=(("dump", "json"), ("check", "text"), ("explain", "text"), ("graph", "text"), ("graph", "dot"), ("graph", "mermaid")))
    yield Case("2,000 apps", tree=lambda: (row for i in range(2000) for row in app({"0001_initial": migration()}, label=f"app{i}")), codes=set(), commands=FEW)
    yield Case("a migrations package with an __init__ of 5 MB", tree=lambda: app({"0001_initial": migration()}, init=lambda: "x = [" + "1, " * (5 << 20) + "]"), leaves=["0001_initial"], codes=set(), commands=FEW)
    yield Case("a chain of 3,000 modules that import each other", commands=FEW, exit=0, codes={"MG101", "MG904"}, says=["cannot be known"], tree=lambda: [
        *app({"0001_initial": migration(), "0002_hostile": "from shop.m0 import NAME\n" + migration("=('shop', NAME)")}),
        *((f"shop/m{i}.py", f"from shop.m{i + 1} import NAME\n") for i in range(3000)), ("shop/m3000.py", "NAME = '0001_initial'\n")])
    yield Case("5,000 modules that import one", commands=FEW, exit=0, codes=set(), leaves=["0002_m4999"], tree=lambda: [
        *app({"0001_initial": migration(), **{f"0002_m{i}": "from shop.migrations._helper import NAME\n" + migration(f"=('shop', NAME if {i} == 0 else '0002_m{i - 1}')") for i in range(5000)}}),
        ("shop/migrations/_helper.py", "NAME = '0001_initial'\nDATA = [" + "1, " * 10000 + "]\n")])
