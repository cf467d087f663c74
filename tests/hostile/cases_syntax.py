"""Source that Python refuses, or nearly."""

from case import Case, around, migration, one

GOOD = migration("0001_initial")
FILE = "shop/migrations/0002_hostile.py"


def dies(name, body, line=None, django="SyntaxError", says=("invalid syntax",), leaves=("0002_hostile",)):
    """The file keeps its place in the graph where its dependencies can be made out; else only what is known has `leaves`."""
    return Case(name, tree=one(body), exit=1, codes={"MG903"}, leaves=list(leaves), where=(FILE, line) if line else None, says=says, django=django)


LOST = ("0001_initial",)


def loads(name, body):
    return Case(name, tree=one(body), exit=0, codes=set(), leaves=["0002_hostile"], django="loads")


def cases():
    yield dies("an unclosed bracket", GOOD.replace("operations = []", "operations = ["))
    yield dies("an unclosed string", GOOD.replace("operations = []", "x = 'abc"), 6)
    yield dies("an unclosed triple quoted string", GOOD + "    '''" + "x\n" * 1000)
    yield dies("a bracket too many", GOOD.replace("operations = []", "operations = []]"), 6)
    yield dies("brackets that do not match", GOOD.replace("operations = []", "operations = [(])"), 6)
    yield dies("no colon", GOOD.replace("class Migration(migrations.Migration):", "class Migration(migrations.Migration)"), 4, leaves=LOST)
    yield dies("an unexpected indent", GOOD.replace("from django", "  from django"), says=())
    yield dies("an unindent to nowhere", GOOD.replace("    operations", "  operations"), says=(), django="IndentationError")
    yield dies("a class without a body", "from django.db import migrations\nclass Migration(migrations.Migration):\n", says=(), django="IndentationError", leaves=LOST)
    yield dies("tabs and spaces mixed", GOOD.replace("    dependencies", "\tdependencies").replace("    operations", "        operations"), says=(), django="TabError")
    yield dies("a Python 2 print", GOOD + "print 'x'\n", says=())
    yield dies("a Python 2 exec", GOOD + "exec 'x'\n", says=())
    yield dies("a Python 2 octal number", GOOD + "x = 0777\n", says=())
    yield dies("a Python 2 operator", GOOD + "x = 1 <> 2\n", says=())
    yield dies("a Python 2 except", GOOD + "try:\n    pass\nexcept Exception, e:\n    pass\n", says=())
    yield dies("a Python 2 raise", GOOD + "raise Exception, 'x'\n", says=())
    yield dies("a backquote", GOOD + "x = `1`\n", says=())
    yield dies("conflict markers", GOOD.replace("    operations", "<<<<<<< HEAD\n    operations").rstrip() + "\n=======\n    operations = [1]\n>>>>>>> other\n",
               6, says=("conflict markers",))
    yield dies("a stray backslash", GOOD + "x = \\ 1\n", says=())
    yield dies("a line continuation at the end of the file", GOOD + "x = 1 + \\", says=())
    yield dies("a dollar", GOOD + "x = $y\n", says=())
    yield dies("a question mark", GOOD + "x = y?\n", says=())
    yield dies("an assignment to a call", GOOD + "f() = 1\n", says=())
    yield dies("an assignment to a literal", GOOD + "1 = x\n", says=())
    yield dies("a keyword as a name", GOOD + "class = 1\n", says=())
    yield dies("return outside a function", GOOD + "return 1\n", says=())
    yield dies("break outside a loop", GOOD + "break\n", says=())
    yield dies("yield in a class body", GOOD + "    yield 1\n", says=())
    yield dies("continue outside a loop, in a class in a loop", GOOD + "for x in y:\n    class C:\n        continue\n", says=("'continue' outside loop",))
    yield dies("a positional argument after a dict unpacked", GOOD + "f(**a, b)\n", says=())
    yield dies("a yield outside a function", GOOD + "x = yield 1\n", says=("'yield' outside function",))
    yield dies("async for outside an async function", GOOD + "def f():\n    async for x in y: pass\n", says=())
    yield dies("a starred target alone", GOOD + "*a = [1]\n", says=())
    yield dies("a code point beyond the last", GOOD + "x = '\\U00110000'\n", says=())
    yield dies("an except without a body", GOOD + "try:\n    pass\nexcept ValueError:\n", says=(), django="IndentationError")
    yield dies("a positional argument after a keyword", GOOD + "f(a=1, 2)\n", says=())
    yield dies("a keyword twice", GOOD + "f(a=1, a=2)\n", says=())
    yield dies("a parameter twice", GOOD + "def f(a, a): pass\n", says=())
    yield dies("a parameter without a default after one with", GOOD + "def f(a=1, b): pass\n", says=())
    yield dies("nothing but brackets", "([{" * 30 + "\n", says=(), leaves=LOST)
    yield dies("only a closing bracket", ")", 1, says=(), leaves=LOST)
    yield dies("an f-string that is not closed", GOOD + "x = f'{a'\n", says=())
    yield dies("an empty f-string field", GOOD + "x = f'{}'\n", says=())
    yield dies("bytes with letters that are not ASCII", GOOD + "x = b'\u00e9'\n", says=())
    yield dies("bytes and text side by side", GOOD + "x = b'a' 'b'\n", says=())
    yield dies("a unicode escape cut short", GOOD + "x = '\\u12'\n", says=())
    yield dies("a character name without braces", GOOD + "x = '\\N'\n", says=())
    # Which names there are, only Python's database of 140,000 characters knows: such a text is a value that is not known.
    yield Case("an unknown character name", tree=one(GOOD + "x = '\\N{no such thing}'\n"), exit=0, codes=set(), leaves=["0002_hostile"], django="SyntaxError")
    yield dies("a number that runs into a name", GOOD + "x = 12abc\n", says=())
    yield dies("an underscore at the end of a number", GOOD + "x = 1_\n", says=())
    yield dies("an integer of 5,000 digits", GOOD + f"x = {'9' * 5000}\n", says=())
    yield dies("nonlocal in a module", GOOD + "nonlocal x\n", says=())
    yield dies("a future import at the end", GOOD + "from __future__ import annotations\n", says=())
    yield dies("a future that there is not", "from __future__ import braces\n" + GOOD, says=())
    yield dies("an import of all in a function", GOOD + "def f():\n    from os import *\n", says=())
    yield dies("an await outside a function", GOOD + "await x\n", says=())
    yield dies("two starred targets", GOOD + "*a, *b = [1]\n", says=())
    yield dies("deleting a call", GOOD + "del f()\n", says=())
    # Its dependencies can be made out, and name what is not there.
    yield Case("a template", tree=one(GOOD.replace("'0001_initial'", "'{{ name }}'").replace("operations = []", "operations = {% ops %}")), exit=1, codes={"MG101", "MG903"},
               leaves=["0001_initial", "0002_hostile"], where=(FILE, 6), django="SyntaxError")
    yield dies("html", "<!DOCTYPE html><html><body>404</body></html>", 1, says=(), leaves=LOST)
    yield dies("a patch", "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n", says=(), leaves=LOST)

    yield loads("semicolons", GOOD.replace("operations = []", "operations = []; x = 1;"))
    yield loads("line continuations", GOOD.replace("operations = []", "operations \\\n  = \\\n []"))
    yield loads("everything on one line", "from django.db import migrations as m\nclass Migration(m.Migration): dependencies = [('shop', '0001_initial')]; operations = []")
    yield loads("new syntax", GOOD + "def f(a, /, b, *, c): return (y := f'{a!r:>{b}}')\nasync def g():\n    async with a as b, c as d:\n        return [x async for x in y]\n")
    yield loads("a match statement", GOOD + "match 1:\n    case {'a': [1, *_], **rest} if rest: pass\n    case _: pass\n")
    yield loads("except groups", GOOD + "try:\n    pass\nexcept* ValueError:\n    pass\n")
    yield loads("soft keywords as names", GOOD + "match = case = _ = type = print = 1\nmatch[1:0] if 0 else 1\n")
    yield loads("annotations", GOOD + "x: 'int | None' = None\ny: list[int]\ndef f(a: int = 1, *b: str, **c: 'x') -> None: ...\n")
    yield loads("a docstring of 1 MB", '"""' + "x" * (1 << 20) + '"""\n' + GOOD)
    yield loads("a line of 1 MB", GOOD + "x = [" + "1," * (1 << 19) + "]\n")
    yield loads("100,000 empty lines", "\n" * 100000 + GOOD)
    yield loads("100,000 comments", "# x\n" * 100000 + GOOD)
    yield Case("a class by another name", tree=one(GOOD.replace("class Migration", "class Migratoin")), exit=1, codes={"MG105"}, django="BadMigrationError", says=["Migration"])
    yield Case("Migration is a number", tree=one("Migration = 1\n"), exit=1, codes={"MG105"}, django="TypeError")
    yield Case("Migration is None", tree=one("Migration = None\n"), exit=1, codes={"MG105"}, django="TypeError")
    yield Case("an exception when imported", tree=one(GOOD + "raise ValueError('x')\n"), exit=1, codes={"MG903"}, django="ValueError")
    yield Case("an exception of its own when imported", tree=around(prefix="class Stop(Exception): pass\nraise Stop()"), exit=1, codes={"MG903"}, django="Stop")
