"""Constant expressions that explode, and values that bite their own tail. Python would need hours or terabytes for most of them."""

from case import Case, around, migration, one

FINE = {"exit": 0, "codes": set(), "leaves": ["0002_hostile"]}
FEW = (("check", "text"), ("dump", "json"), ("explain", "text"))


def fine(name, prefix="", inside="", operations="", **more):
    return Case(name, tree=around(prefix=prefix, inside=inside, operations=operations), commands=FEW, **{**FINE, **more})


def field(default):
    """An operation that has the value in it, so that it is printed."""
    return f"migrations.AddField('thing', 'x', models.TextField(default={default}))"


GROWING = {
    "a text times 10**9": "'a' * 10**9", "a list times 10**9": "[0] * 10**9", "a tuple times 10**9": "(0,) * 10**9", "a negative repetition": "'a' * -10**18",
    "a list times 2**62": "[0] * 2**62", "a list times 2**63": "[0] * 2**63", "an empty list times 10**18": "[] * 10**18", "an empty text times 10**18": "'' * 10**18",
    "a tower of powers": "10**10**10", "a shift by 10**9": "1 << 10**9", "a shift of the smallest": "(-9223372036854775807 - 1) << 1", "a shift by a negative": "1 << -1",
    "the smallest divided by minus one": "(-9223372036854775807 - 1) // -1", "the smallest modulo minus one": "(-9223372036854775807 - 1) % -1", "minus the smallest": "-(-9223372036854775807 - 1)",
    "abs of the smallest": "abs(-9223372036854775807 - 1)", "a division by zero": "1 // 0", "a modulo by zero": "1 % 0", "zero to the power of minus one": "0 ** -1",
    "a percent format with a huge width": "'%1000000000d' % 1", "a percent format with a huge precision": "'%.1000000000f' % 1.0", "a percent format with a star": "'%*d' % (10**9, 1)",
    "a format with a huge width": "'{:>999999999}'.format(1)", "a format with a huge width of zeros": "'{:0999999999}'.format(1)", "an f-string with a huge width": "f'{1:999999999}'",
    "an f-string with a computed width": "f'{1:{10**9}}'", "zfill": "'1'.zfill(10**9)", "zfill by the largest": "'1'.zfill(9223372036854775807)", "ljust": "'1'.ljust(10**9)", "center": "'1'.center(10**9)",
    "a range of 10**18": "list(range(10**18))", "the length of a range": "len(range(10**18))", "a range to the smallest": "list(range(0, -9223372036854775807 - 1, -1))",
    "a range with a huge step": "list(range(0, 9223372036854775807, 9223372036854775806))", "the sum of a range": "sum(range(10**12))", "a set of a range": "set(range(10**9))",
    "a dict of a range": "dict.fromkeys(range(10**9))", "sorted": "sorted(range(10**9))", "zip": "list(zip(*[range(10**6)] * 1000))", "a product": "[(a, b, c, d) for a in range(10**4) for b in range(10**4) for c in range(10**4) for d in range(10**4)]",
    "itertools": "list(__import__('itertools').product(range(1000), repeat=10))", "enumerate from the largest": "list(enumerate([1, 2, 3], start=9223372036854775807))",
    "a join": "'x'.join(['a' * 10**6] * 10**6)", "a join of a doubled list": "''.join(['abcdefgh' * 1000] * 100000)", "a replace": "('a' * 10**6).replace('a', 'a' * 10**6)", "a replace of nothing": "('a' * 10**6).replace('', 'b' * 10**6)",
    "a translate": "('a' * 10**6).translate({97: 'b' * 10**6})", "expandtabs": "('\\t' * 10**6).expandtabs(10**6)", "an int of a million digits": "int('9' * 10**6)", "a str of a huge int": "str(10**10**6)",
    "bytes of a huge number": "bytes(10**12)", "a bytearray": "bytearray(10**12)", "a slice of a slice": "('a' * 10**7)[::1][::1][::1][::-1]", "a split": "('a,' * 10**7).split(',')", "a huge slice step": "'abc'[::9223372036854775807]",
    "a slice by the smallest": "'abc'[-9223372036854775807 - 1::-9223372036854775807 - 1]", "an index at the smallest": "[1][-9223372036854775807 - 1]", "a large float": "1e999 + 1e308 * 10", "not a number": "1e999 - 1e999",
    "sorted not-a-numbers": "sorted([1e999 - 1e999, 1.0, 2.0, 1e999 - 1e999] * 1000)", "minus zero": "-0.0", "a float power": "2.0 ** 10**6", "an int of infinity": "int(1e999)", "an int of a float of 10**300": "int(1e300)", "upper": "('a' * 10**7).upper()",
    "splitlines": "('a\\n' * 10**7).splitlines()", "a comprehension over itself": "[x for x in [y for y in [z for z in range(10**9)]]]", "a generator chain": "sum(x for x in (y for y in (z for z in iter(int, 1))))",
    "any of a huge range": "any(x < 0 for x in range(10**12))", "max": "max(range(10**12))", "map of map": "list(map(lambda x: list(map(lambda y: [y] * 10**6, range(10**6))), range(10**6)))", "a recursion by lambda": "(lambda f: f(f))(lambda f: f(f))",
    "the Y combinator": "(lambda g: (lambda x: g(lambda v: x(x)(v)))(lambda x: g(lambda v: x(x)(v))))(lambda f: lambda n: f(n + 1))(0)", "ackermann": "(lambda f: f(f, 4, 3))(lambda f, m, n: n + 1 if m == 0 else f(f, m - 1, 1) if n == 0 else f(f, m - 1, f(f, m, n - 1)))",
    "fibonacci": "(lambda f: f(f, 60))(lambda f, n: n if n < 2 else f(f, n - 1) + f(f, n - 2))", "a long chain of calls": "(lambda x: x)" * 50 + "(1)", "in a huge list": "5 in [0] * 10**6", "comparisons of huge lists": "[0] * 10**6 == [0] * 10**6",
}

LOOPS = {
    "an infinite loop": "while True: pass", "an infinite loop that appends": "l = []\nwhile True: l.append(l)", "an infinite loop of texts": "s = 'a'\nwhile True: s += s", "an infinite loop of numbers": "i = 2\nwhile True: i *= i",
    "an infinite loop in a try": "try:\n    while True: pass\nfinally:\n    while True: pass", "an infinite loop over a growing list": "l = [1]\nfor x in l: l.append(x)", "an infinite recursion": "def f(): return f()\nf()",
    "an infinite recursion of two": "def f(): return g()\ndef g(): return f()\nf()", "an infinite recursion that branches": "def f(): return f() + f()\nf()", "a recursion in a default": "def f(x=[f for f in range(10**9)]): pass",
    "an infinite generator": "def f():\n    while True: yield 1\nx = list(f())", "a generator of itself": "def f():\n    yield from f()\nx = list(f())", "1,000 infinite loops": "while True: pass\n" * 1000,
    "1,000 functions that loop": "".join(f"def f{i}():\n    while True: pass\nf{i}()\n" for i in range(1000)), "nested loops": "".join("    " * i + f"for a{i} in range(1000):\n" for i in range(15)) + "    " * 15 + "pass",
    "a list in a list, 100,000 deep": "x = []\nfor i in range(100000): x = [x]", "a tuple in a tuple, 100,000 deep": "x = ()\nfor i in range(100000): x = (x,)", "a dict in a dict, 100,000 deep": "x = {}\nfor i in range(100000): x = {1: x}",
    "a call in a call, 100,000 deep": "x = models.F('a')\nfor i in range(100000): x = models.F(x)", "a sum of calls, 100,000 deep": "x = models.F('a')\nfor i in range(100000): x = x + models.F('b')",
    "an attribute of an attribute, 100,000 deep": "x = models\nfor i in range(100000): x = x.attribute_of_it", "a keyword in a keyword, 100,000 deep": "x = models.F('a')\nfor i in range(100000): x = models.F(a=x, b=x)",
    "a lambda in a lambda, 100,000 deep": "x = lambda: 1\nfor i in range(100000): x = lambda x=x: x()\nx = x()", "a class of a class, 100,000 deep": "class C: pass\nfor i in range(100000):\n    class C(C): pass\nx = C.x",
    "a doubled list": "x = [1]\nfor i in range(100): x = x + x", "a list that holds itself twice": "x = [1]\nfor i in range(100): x = [x, x]", "a tuple that holds itself twice": "x = (1,)\nfor i in range(100): x = (x, x)",
    "a dict that holds itself twice": "x = {}\nfor i in range(100): x = {1: x, 2: x}", "a call that holds itself twice": "x = models.Q(a=1)\nfor i in range(100): x = x | x", "a text formatted into itself": "x = 'a'\nfor i in range(100): x = '%s%s' % (x, x)",
    "a text joined with itself": "x = 'a'\nfor i in range(100): x = x.join([x, x, x])", "a text replaced by itself": "x = 'aa'\nfor i in range(100): x = x.replace('a', x)", "a text in an f-string of itself": "x = 'a'\nfor i in range(100): x = f'{x}{x}'",
    "a text made upper many times": "x = 'a' * 10**7\nfor i in range(10000): y = x.upper()", "a text stripped many times": "x = 'a' * 10**7\nfor i in range(10000): y = x.strip()[1:]", "a text split many times": "x = 'a,' * 10**5\nfor i in range(10000): y = x.split(',')",
    "a text sliced many times": "x = 'a' * 10**6\nfor i in range(10000): y = x[1:]", "a list copied many times": "x = [1] * 10**5\nfor i in range(10000): y = x.copy()", "a list sliced many times": "x = [1] * 10**5\nfor i in range(10000): y = x[:]",
    "a list starred many times": "x = [1] * 10**5\nfor i in range(10000): y = [*x, *x]", "a dict copied many times": "x = {i: i for i in range(1000)}\nfor i in range(100000): y = x.copy()", "a dict starred many times": "x = {i: i for i in range(1000)}\nfor i in range(100000): y = {**x}",
    "a dict of keywords many times": "x = {str(i): i for i in range(1000)}\nfor i in range(100000): y = dict(**x)", "items of a dict many times": "x = {i: i for i in range(1000)}\nfor i in range(100000): y = x.items()", "zfill many times": "for i in range(10**6): y = '1'.zfill(1000)",
    "a sum of lists": "x = sum([[1]] * 10**5, [])", "insert at the front": "x = []\nfor i in range(10**5): x.insert(0, i)", "pop from the front": "x = [1] * 10**5\nfor i in range(10**5): x.pop(0)", "remove": "x = list(range(10**5))\nfor i in range(10**5): x.remove(10**5 - 1 - i)",
    "index": "x = list(range(10**5))\nfor i in range(10**5): y = x.index(99999)", "count": "x = list(range(10**5))\nfor i in range(10**5): y = x.count(1)", "in a list": "x = list(range(10**5))\nfor i in range(10**5): y = -1 in x", "a list compared many times": "x = [1] * 10**5\ny = [1] * 10**5\nfor i in range(10**5): z = x == y",
    "find in a text": "x = 'a' * 10**6\nfor i in range(10**5): y = x.find('b')", "a needle like the hay": "x = 'a' * 10**6\ny = 'a' * (5 * 10**5) + 'b'\nfor i in range(1000): z = y in x", "texts compared": "x = 'a' * 10**7\ny = 'a' * 10**7\nfor i in range(10**5): z = x == y",
    "arguments starred": "def f(*a): return a\nx = [1] * 10**5\nfor i in range(10**4): y = f(*x)", "global names": "def f():\n" + "".join(f"    global g{i}\n    g{i} = 1\n" for i in range(3000)) + "for i in range(1000): f()", "many locals": "def f():\n" + "".join(f"    g{i} = 1\n" for i in range(3000)) + "for i in range(1000): f()",
    "erased names": "".join(f"v{i} = 1\n" for i in range(5000)) + "".join(f"del v{i}\n" for i in range(5000)), "attributes set on a class": "class C: pass\n" + "".join(f"C.a{i} = {i}\n" for i in range(5000)), "sets joined": "x = set(range(1000))\nfor i in range(10**4): y = x | x",
    "a set of sets": "x = set(range(1000))\nfor i in range(10**4): y = x.union(x)", "sorted many times": "x = list(range(10**4))\nfor i in range(10**4): y = sorted(x)", "reversed many times": "x = list(range(10**4))\nfor i in range(10**4): y = list(reversed(x))",
    "unpacking": "x = list(range(10**4))\nfor i in range(10**4): a, *b = x", "notes without end": "for i in range(10**5):\n    if unknown.a:\n        for x in unknown.b: pass", "conditions with long names": "x = 'a' * 10**6\nfor i in range(10**4):\n    if unknown(x): pass",
    "unknown texts": "x = unknown.a\nfor i in range(10**5): x = x + 'a'", "unknown lists": "x = unknown.a\nfor i in range(10**4): x = x + [1]", "unknown attributes": "x = unknown()\nfor i in range(10**5): x = x.a", "unknown items": "x = unknown()\nfor i in range(10**5): x = x[0]",
    "a module's own name": "import shop.migrations.m0002\nx = shop\nfor i in range(10**5): x = x.migrations", "star imports": "from os import *\nfrom sys import *\nx = a\nfor i in range(10**5): x = b", "a try in a loop": "for i in range(10**6):\n    try: x = unknown()\n    except Exception as e: pass",
}

TAILS = {
    "a list in itself": "x = []\nx.append(x)", "a list in itself by index": "x = [1]\nx[0] = x", "a dict in itself": "x = {}\nx[1] = x", "a list and a dict in each other": "x = []\ny = {1: x}\nx.append(y)",
    "a tuple around a list that holds it": "x = ([],)\nx[0].append(x)", "two lists in each other": "x = []\ny = [x]\nx.append(y)", "a list that is extended by itself": "x = [1]\nx.extend(x)\nx += x\nx.append(x)", "a dict updated by itself": "x = {1: 2}\nx.update(x)\nx[3] = x",
    "a list as its own key": "x = []\ny = {}\ny[(1, 2)] = x\nx.append(y)\nx.append(x)", "a class that holds itself": "class C: pass\nC.c = C\nx = C.c.c.c.c", "a class with itself as its base": "class C: pass\nC.__bases__ = (C,)\nx = C.nothing", "an enumeration of itself": "import enum\nclass C(enum.Enum): a = []\nC.a.append(C)\nx = C.a",
    "a list in its own call": "x = []\nx.append(models.Q(a=x))", "a list in its own default": "x = []\ndef f(a=x): return a\nx.append(f)\nx.append(f())", "a partial of itself": "import functools\nx = []\nx.append(functools.partial(print, x))", "a hundred lists, each in all": "x = [[] for i in range(100)]\nfor a in x:\n    for b in x: a.append(b)",
}


def cases():
    for name, text in GROWING.items():
        yield fine(f"growing: {name}", inside=f"x = {text}")
        yield fine(f"growing, printed: {name}", prefix=f"x = {text}", operations=field("x"))
    for name, text in LOOPS.items():
        more = {}
        if name in ("an infinite recursion",):
            more = {}
        yield fine(f"loops: {name}", prefix="from django.db import migrations, models\n" + text, operations=field("x") if "x =" in text else "", **more)
    for name, text in TAILS.items():
        yield fine(f"tails: {name}", prefix="from django.db import migrations, models\n" + text + "\ny = [x == x, x in [x], x != [x], str(x), repr(x), len(x), sorted([x, x]), f'{x}', '%s' % (x,), {1: x} == {1: x}, x < x, hash(x), set([1]) == x]\n"
                   "if x == [x]: pass\nfor a in x:\n    for b in a: pass\nprint(x)", operations=field("x") + ", migrations.RunSQL(x), migrations.CreateModel(name=x, fields=x, options=x, bases=x, managers=x)")
    # Equality of what is doubled takes 2**n steps when it is done naively, and so do order, text and search.
    for name, text in {"equality of doubled lists": "z = x == y", "order of doubled lists": "z = x < y", "order of doubled tuples": "z = sorted([tuple(x), tuple(y)])", "a doubled list in a list": "z = x in [y, y]", "a doubled list as a key": "z = {1: 2}\nz[tuple(x)] = 1\nz[tuple(y)] = 2\nw = z[tuple(x)]",
                       "removing a doubled list": "z = [y]\nz.remove(x)", "a condition on doubled lists": "if x == y: pass", "the text of a doubled list": "z = str(x) + repr(y) + f'{x}'", "a set of doubled tuples": "z = {tuple(x), tuple(y)}", "counting a doubled list": "z = [x, y].count(y)"}.items():
        yield fine(f"doubled: {name}", prefix=f"x = [1]\ny = [1]\nfor i in range(45):\n    x = [x, x]\n    y = [y, y]\n{text}", operations=field("x"))
        yield fine(f"doubled tuples: {name}", prefix=f"x = (1,)\ny = (1,)\nfor i in range(19):\n    x = (x, x)\n    y = (y, y)\n{text}", operations=field("x"))

    # What the value is used for: an operation, a dependency, a name, all that is printed.
    huge = "X = 'a' * 10**7"
    yield fine("a model with a name of 10 MB", prefix=huge, operations="migrations.CreateModel(name=X, fields=[(X, models.TextField(help_text=X))], options={X: X})")
    yield Case("a dependency with a name of 10 MB", tree=around(prefix=huge, dependencies="('shop', X)"), exit=1, codes={"MG103"}, commands=FEW, seconds=15)
    yield Case("dependencies from a comprehension of 10**9", tree=around(dependencies="*[('shop', str(i)) for i in range(10**9)]"), commands=FEW)
    yield Case("dependencies in a list of itself", tree=around(prefix="d = [('shop', '0001_initial')]\nd.append(d)", dependencies="*d"), commands=FEW, exit=None)
    yield Case("dependencies doubled 2**20 times", tree=around(prefix="d = [('shop', '0001_initial')]\nfor i in range(20): d = d + d", dependencies="*d"), commands=FEW, codes=None)
    yield fine("operations from a comprehension of 10**9", operations="*[migrations.RunSQL('x') for i in range(10**9)]")
    yield fine("operations in each other", prefix="o = migrations.SeparateDatabaseAndState()\nfor i in range(10000): o = migrations.SeparateDatabaseAndState([o, o], [o, o])\n", operations="o")
    yield fine("operations nested 90 deep", operations="migrations.SeparateDatabaseAndState(" * 90 + ")" * 90)
    yield fine("fields in fields", prefix="f = models.TextField()\nfor i in range(10000): f = models.Field(f, default=f, base_field=f, through=f)\n", operations="migrations.AddField('a', 'b', f)")
    yield fine("a Q of Qs", prefix="q = models.Q(a=1)\nfor i in range(10000): q = models.Q(q, q) | ~q & q\n", operations="migrations.AddConstraint('a', models.CheckConstraint(check=q, condition=q, name='x'))")
    yield fine("options of a list that holds itself", prefix="o = {}\no['a'] = o\no['b'] = [o, (o, o)]\n", operations="migrations.AlterModelOptions('a', o)")
