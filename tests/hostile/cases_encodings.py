"""Bytes: encodings, cookies, marks, line ends."""

from case import Case, app, migration, one

GOOD = migration("0001_initial")
FILE = "shop/migrations/0002_hostile.py"
LOST = ("utf-16, little endian, with its mark", "utf-16, big endian, with its mark", "utf-16, little endian, without a mark", "utf-16, big endian, without a mark", "utf-32", "nothing but nul bytes",
        "random bytes", "a zip archive", "a non-breaking space as indentation", "a zero width space in a name", "typographic quotes")
LOADS = {"leaves": ["0002_hostile"], "codes": set(), "django": "loads"}


def dies(name, body, says, line=1, django="SyntaxError"):
    # It keeps its place in the graph where its dependencies can be made out; else the first one is all that is known.
    return Case(name, tree=one(body), exit=1, codes={"MG903"}, leaves=["0001_initial" if name in LOST else "0002_hostile"], where=(FILE, line) if line else None, says=says, django=django)


def cases():
    latin = GOOD.replace("operations = []", "operations = []  # caf\u00e9\n    x = 'caf\u00e9'")
    yield Case("utf-8 without a cookie", tree=one(latin), **LOADS)
    yield Case("a byte order mark", tree=one(b"\xef\xbb\xbf" + latin.encode()), **LOADS)
    yield Case("a byte order mark and a cookie that agrees", tree=one(b"\xef\xbb\xbf# coding: utf-8\n" + latin.encode()), **LOADS)
    yield Case("latin-1 with a cookie", tree=one(b"# -*- coding: latin-1 -*-\n" + latin.encode("latin-1")), **LOADS)
    yield Case("a cookie on line 2", tree=one(b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\n" + latin.encode("iso-8859-15")), **LOADS)
    yield Case("cp1252 with a cookie", tree=one(b"# coding: cp1252\n" + latin.replace("caf", "\u20ac").encode("cp1252")), **LOADS)
    yield Case("koi8-r with a cookie", tree=one("# coding: koi8-r\n".encode() + GOOD.replace("[]", "[]  # \u0436", 1).encode("koi8-r")), **LOADS)
    yield Case("shift_jis with a cookie", tree=one("# coding: shift_jis\n".encode() + (GOOD + "    x = '\u8868'\n").encode("shift_jis")), **LOADS)
    yield Case("big5 with a cookie", tree=one("# coding: big5\n".encode() + (GOOD + "    x = '\u529f'\n").encode("big5")), **LOADS)
    for cookie in ("latin_1", "L1", "ISO_8859-1", "iso-8859-1-unix", "utf_8", "UTF8", "utf-8-unix", "us-ascii", "646", "cp850", "mac-roman", "euc_jp", "gb18030"):
        yield Case(f"the cookie {cookie}", tree=one(f"# coding: {cookie}\n{GOOD}"), **LOADS)
    yield Case("crlf", tree=one(latin.replace("\n", "\r\n")), **LOADS)
    yield Case("lone cr", tree=one(latin.replace("\n", "\r")), **LOADS)
    yield Case("lf, crlf and cr in turn", tree=one(GOOD.replace("\n", "\r\n", 2).replace(":\n", ":\r")), **LOADS)
    yield Case("form feeds", tree=one(GOOD.replace("\n\n", "\n\f\n\f").replace("class", "\fclass")), **LOADS)
    yield Case("a cookie after a form feed", tree=one(b"\x0c # coding: latin-1\n" + latin.encode("latin-1")), **LOADS)
    yield Case("latin-1 in a comment, without a cookie", tree=one(GOOD.replace("[]", "[]  # caf\u00e9", 1).encode("latin-1")), exit=0, **LOADS)
    yield Case("the cookie on line 3 counts for nothing", tree=one(b"\n\n# coding: nothing\n" + GOOD.encode()), **LOADS)
    yield Case("no line break at the end", tree=one(GOOD.rstrip("\n")), **LOADS)

    yield dies("latin-1 without a cookie", latin.encode("latin-1"), ["UTF-8"], line=7)
    yield dies("an unknown cookie", "# coding: nonsense-8\n" + GOOD, ["unknown encoding: nonsense-8"])
    yield dies("a cookie of control characters", "# coding: x-\x1b[31m\n" + GOOD, ["unknown encoding"])
    yield dies("a cookie of 10,000 letters", "# coding: " + "x" * 10000 + "\n" + GOOD, ["unknown encoding"])
    yield dies("a byte order mark and another cookie", b"\xef\xbb\xbf# coding: latin-1\n" + GOOD.encode(), ["byte order mark"])
    yield dies("a wrong cookie", b"# coding: ascii\n" + latin.encode(), ["ascii"], line=7)
    yield dies("a cookie that is no encoding of text", "# coding: hex\n" + GOOD, ["hex"])
    yield dies("the cookie utf-16", "# coding: utf-16\n" + GOOD, ["utf-16"], line=None)
    yield dies("the cookie utf-32", "# coding: utf-32\n" + GOOD, ["utf-32"], line=None)
    yield dies("the cookie rot13", "# coding: rot13\n" + GOOD, ["rot13"])
    yield dies("utf-16, little endian, with its mark", GOOD.encode("utf-16"), ["UTF-16"])
    yield dies("utf-16, big endian, with its mark", b"\xfe\xff" + GOOD.encode("utf-16-be"), ["UTF-16"])
    yield dies("utf-16, little endian, without a mark", GOOD.encode("utf-16-le"), ["null bytes"])
    yield dies("utf-16, big endian, without a mark", GOOD.encode("utf-16-be"), ["null bytes"])
    yield dies("utf-32", GOOD.encode("utf-32"), ["UTF-(16|32)"])
    yield dies("a nul byte in a string", GOOD + "    x = 'a\0b'\n", ["null bytes"], line=7)
    yield dies("a nul byte in a comment", GOOD + "    # a\0b\n", ["null bytes"], line=7)
    yield dies("a nul byte at the end", GOOD + "\0", ["null bytes"], line=7)
    yield dies("nothing but nul bytes", b"\0" * 100000, ["null bytes"])
    yield dies("a surrogate in utf-8", GOOD.encode() + b"    x = '\xed\xa0\x80'\n", ["UTF-8"], line=7)
    yield dies("an overlong form", GOOD.encode() + b"    x = '\xc0\xaf'\n", ["UTF-8"], line=7)
    yield dies("a code point beyond the last", GOOD.encode() + b"    x = '\xf4\x90\x80\x80'\n", ["UTF-8"], line=7)
    yield dies("a character cut off at the end", GOOD.encode() + b"    x = '\xe2\x82", ["UTF-8"], line=7)
    yield dies("random bytes", bytes((i * 7919 + i // 3) % 255 + 1 for i in range(100000)), ["help|byte"], line=1)
    yield dies("a zip archive", b"PK\x03\x04" + b"\x14\0" * 5000, ["null bytes"])
    yield dies("a byte order mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(), ["invalid"])
    yield dies("a non-breaking space as indentation", GOOD.replace("    dependencies", "\u00a0\u00a0\u00a0\u00a0dependencies"), ["invalid"], line=5)
    yield dies("a zero width space in a name", GOOD.replace("class Mig", "class M\u200big"), ["invalid"], line=4)
    yield dies("typographic quotes", GOOD.replace("'shop'", "\u201cshop\u201d"), ["invalid"], line=5)

    def empty():
        yield from app({"0001_initial": migration(), "0002_hostile": ""})

    for name, text in (("an empty file", ""), ("nothing but white space", " \n\t\n\f\n"), ("nothing but a byte order mark", "\ufeff"), ("nothing but comments", "# a\n# b")):
        yield Case(name, tree=lambda text=text: app({"0001_initial": migration(), "0002_hostile": text}), exit=1, codes={"MG105"}, django="BadMigrationError",
                   says=["Migration"])
