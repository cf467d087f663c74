"""File, app and migration names that nobody expects."""

import unicodedata

from case import Case, app, migration, to_bytes

M = migration


def named(name, **more):
    """The second migration has that name."""
    return lambda: app({"0001_initial": M(), name: M("0001_initial")})


def cases():
    loads = {"exit": 0, "codes": set(), "django": "loads"}
    for what, name in {
        "an e with an accent, composed": "0002_caf\u00e9", "an e with an accent, decomposed": unicodedata.normalize("NFD", "0002_caf\u00e9"), "Turkish": "0002_\u0130i\u0131I", "right to left": "0002_\u05d0\u05d1\u05d2", "Chinese": "0002_\u6570\u636e",
        "an emoji": "0002_\U0001f4a9", "a family": "0002_\U0001f468\u200d\U0001f469\u200d\U0001f467", "a space": "0002 with space", "spaces at the ends": " 0002 ", "quotes": "0002_'\"", "backquotes": "0002_`id`", "a dollar": "0002_$(id)", "a semicolon": "0002;rm -rf",
        "a star": "0002_*", "a question mark": "0002_?", "a backslash": "0002_\\n", "a percent sign": "0002_%0A%s%n", "a brace": "0002_{name}{0}", "html": "0002_<script>alert(1)<", "a hash": "0002_#x", "an ampersand": "0002_&amp;", "a minus": "-rf", "an equals sign": "0002=x",
        "a bracket": "0002_]]>", "a quote and a bracket": "0002_\"];", "an arrow": "0002_-->", "directives": "0002_%%{init}%%", "a colon": "0002:x", "two colons": "::error::x", "a comma": "0002,x", "240 letters": "0002_" + "x" * 240, "only a digit": "2", "a plus": "+", "an equals": "=", "a dot in front": None,
        "a tab": "0002_\t", "a line break": "0002_\n::error::x", "a carriage return": "0002_\r", "an escape": "0002_\x1b[31m", "a bell": "0002_\x07", "a backspace": "0002_\x08\x08", "DEL": "0002_\x7f", "C1": "0002_\u009b31m", "bidi": "0002_\u202etxt", "isolates": "0002_\u2066x\u2069",
        "zero width": "0002_\u200b\u200c\u200d\ufeff", "a joiner between letters": "0002_a\u200db", "a line separator": "0002_\u2028::error::x", "a soft hyphen": "0002_\u00ad", "tags": "0002_\U000e0041", "a no-break space and a command": "\u00a0::error::x", "an ideographic space and a command": "\u3000::error::x",
        "an Azure command": "0002_##vso[task-setvariable variable=x]y", "a group": "##[group]x", "TeamCity": "##teamcity[buildStop]", "stop-commands": "::stop-commands::x", "add-mask": "::add-mask::x", "10,000 accents": None, "100 accents": "0002_" + "e\u0301" * 80,
    }.items():
        if name:
            yield Case(f"a migration named with {what}", tree=named(name), leaves=None, **loads)
    for what, raw in {"a byte": b"0002_\xff", "latin-1": b"0002_caf\xe9", "a surrogate": b"0002_\xed\xa0\x80", "an overlong slash": b"0002_\xc0\xaf", "C1 as a byte": b"0002_\x9b31m", "two that differ in a byte": b"0002_\xfe"}.items():
        yield Case(f"a migration whose name is not UTF-8: {what}", tree=lambda raw=raw: [*app({"0001_initial": M()}), (b"shop/migrations/" + raw + b".py", M("0001_initial")),
                                                                                        *([(b"shop/migrations/0003_\xff.py", M("0001_initial"))] if raw.endswith(b"\xfe") else [])], exit=None, codes=None)
        yield Case(f"an app whose name is not UTF-8: {what}", tree=lambda raw=raw: [*app({"0001_initial": M()}), *((raw + b"/" + path.split("/", 1)[1].encode(), text) for path, text in app({"0001_initial": M()}))], exit=None, codes=None)
    skipped = {"0002.fix.py": "a dot", "_0002.py": "an underscore in front", "~0002.py": "a tilde in front", "0002.PY": "capital letters", "0002.pyi": "a stub", "0002.py~": "a backup", "0002.txt": "a text", ".0002.py": "a dot in front", "#0002.py#": None, "0002.py.orig": "an original", "0002.py.swp": "a swap file", "0002": "no ending"}
    for file, what in skipped.items():
        if file == "0002.fix.py":  # Django passes over it in silence, and the migration never runs
            yield Case("what is no migration: a dot", tree=lambda file=file: [*app({"0001_initial": M()}), (f"shop/migrations/{file}", "syntax error(")], leaves=["0001_initial"], exit=1, codes={"MG105"}, django="loads")
        elif what:
            yield Case(f"what is no migration: {what}", tree=lambda file=file: [*app({"0001_initial": M()}), (f"shop/migrations/{file}", "syntax error(")], leaves=["0001_initial"], exit=0, codes=set(), django="loads")
    yield Case("a migration named __init__ and nothing else", tree=lambda: app({}), exit=0, codes=set(), django="loads")
    yield Case("a migration called __main__", tree=lambda: [*app({"0001_initial": M()}), ("shop/migrations/__main__.py", "syntax error(")], leaves=["0001_initial"], exit=0, codes=set(), django="loads")
    yield Case("a folder called as a migration", tree=lambda: [*app({"0001_initial": M()}), ("shop/migrations/0002_b/__init__.py", "syntax error(")], leaves=["0001_initial"], exit=0, codes=set(), django="loads")
    yield Case("names that differ in case", tree=lambda: app({"0001_initial": M(), "0002_A": M("0001_initial"), "0002_a": M("0001_initial")}), leaves=["0002_A", "0002_a"], exit=1, codes={"MG101"}, django="loads")
    yield Case("names that differ in their normal form", tree=lambda: app({"0001_initial": M(), "0002_caf\u00e9": M("0001_initial"), unicodedata.normalize("NFD", "0002_caf\u00e9"): M("0001_initial")}), exit=1, codes={"MG101"}, django="loads")
    yield Case("a dependency in the other normal form", tree=lambda: app({"0001_caf\u00e9": M(), "0002_b": M(unicodedata.normalize("NFD", "0001_caf\u00e9"))}), exit=1, codes={"MG103"}, django="NodeNotFoundError")
    for what, label in {"a space": "my shop", "a minus": "my-shop", "a dot": "my.shop", "Chinese": "\u5546\u5e97", "an escape": "s\x1b[31m", "a line break": "s\n::error::x", "a command": "::error::x", "bidi": "s\u202e", "a colon": "a:b", "quotes": "s\"'`", "html": "<b>", "a bracket": "s\"];x[\"", "an Azure command": "##vso[x]", "200 letters": "s" * 200,
                        "a percent": "%s%n%0A", "a keyword": "class", "migrations": "migrations", "digits": "123", "a minus in front": "-x", "C1": "s\u009b", "a no-break space and a command": "\u00a0::error::x"}.items():
        yield Case(f"an app named with {what}", tree=lambda label=label: app({"0001_initial": M(), "0002_a": M(("x", "0001_initial")), "0002_b": M()}, label=label), exit=None, codes=None)
    yield Case("migrations in migrations in migrations", tree=lambda: [(f"{'migrations/' * i}__init__.py", "") for i in range(60)] + [("migrations/" * 59 + "0001_initial.py", M())], exit=None, codes=None)
    yield Case("apps 100 folders deep", tree=lambda: [("a/" * i + path, text) for i in range(100) for path, text in app({"0001_initial": M()}, label=f"app{i}")], exit=0, codes=set(), commands=(("check", "text"), ("dump", "json"), ("graph", "text")))
    yield Case("an empty folder", tree=lambda: [], exit=None, codes=None)
    yield Case("only an empty file", tree=lambda: [("x", "")], exit=None, codes=None)
    yield Case("20,000 folders without migrations", tree=lambda: [*app({"0001_initial": M()}), *((f"d{i // 100}/e{i}/x.py", "") for i in range(20000))], leaves=["0001_initial"], exit=0, codes=set(), commands=(("check", "text"),))
    assert to_bytes("\udcff") == b"\xff"
