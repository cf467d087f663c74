#!/usr/bin/env python3
"""Writes the seeds of the corpus that are no text: git indexes and loose objects.

    tests/fuzz/make_seeds.py
"""

import pathlib
import struct
import zlib

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"


def write(target, name, data):
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def entry(path, mode=0o100644, blob=b"b", stage=0, size=6, extended=0):
    """An entry of an index of version 2 or 3."""
    name = path.encode()
    flags = min(len(name), 0xFFF) | stage << 12 | (0x4000 if extended else 0)
    data = struct.pack(">10I", 1700000000, 0, 1700000000, 0, 1, 2, mode, 0, 0, size) + blob * 20 + struct.pack(">H", flags)
    data += struct.pack(">H", extended) if extended else b""
    data += name
    return data + b"\0" * (8 - len(data) % 8)


def index(*entries, version=2, rest=b""):
    return b"+DIRC" + struct.pack(">II", version, len(entries)) + b"".join(entries) + rest


def extension(name, data):
    return name + struct.pack(">I", len(data)) + data


def compressed_entry(path, keep, tail):
    """An entry of version 4: so many bytes are cut off the name before it, and `tail` put on."""
    data = entry(path)[:62]
    return data + bytes([keep]) + tail.encode() + b"\0"


def main():
    initial = "shop/migrations/0001_initial.py"
    write("git_index", "empty", index())
    write("git_index", "two", index(entry("shop/__init__.py"), entry(initial)))
    write("git_index", "link", index(entry(initial, 0o120000, b"l"), entry("x.py", 0o120000, b"l")))
    write("git_index", "submodule", index(entry("sub", 0o160000), entry("sub/x.py")))
    write("git_index", "unmerged", index(*(entry(initial, stage=stage) for stage in (1, 2, 3))))
    write("git_index", "unmerged_gone", index(entry(initial, stage=1), entry("shop/migrations/0002_b.py", stage=3)))
    write("git_index", "extended", index(entry(initial, extended=0x2000), entry("y.py", extended=0x4000), version=3))
    write("git_index", "version4", index(compressed_entry(initial, 0, initial), compressed_entry(initial, 15, "2_b.py"), version=4))
    write("git_index", "tree", index(entry("x.py"), rest=extension(b"TREE", b"\0001 1\n" + b"t" * 20 + b"shop\0-1 0\n")))
    conflict = initial.encode() + b"\0" + b"100644\0" * 3 + b"b" * 60
    write("git_index", "resolved", index(entry("x.py"), rest=extension(b"REUC", conflict)))
    write("git_index", "split", index(rest=extension(b"link", b"s" * 20)))
    write("git_index", "sparse", index(entry("shop/", 0o40000), rest=extension(b"sdir", b"")))
    write("git_index", "deep", index(entry("a/" * 150 + "migrations/x.py")))
    write("git_index", "file_and_folder", index(entry("shop"), entry("shop/migrations/x.py")))
    write("git_index", "not_sorted", index(entry("z.py"), entry("a.py"), entry("a.py")))
    write("git_index", "cut", index(entry(initial))[:40])
    write("git_index", "too_many", b"+DIRC" + struct.pack(">II", 2, 0x7FFFFFFF))
    write("git_index", "wrong_checksum", index(entry(initial))[1:] + b"\0" * 20)
    write("git_index", "no_index", b"")

    person = b"A <a@b.c> 1700000000 +0100\n"

    def commit(name, tree, *parents):
        lines = [b"tree " + tree.hex().encode() * 20] + [b"parent " + parent.hex().encode() * 20 for parent in parents]
        return b"--- " + name + b" commit\n" + b"\n".join(lines) + b"\nauthor " + person + b"committer " + person + b"\nmessage\n"

    def tree(name, *entries):
        return b"--- " + name + b" tree\n" + b"".join(mode + b" " + file + b"\0" + id * 20 for mode, file, id in entries) + b"\n"

    folders = tree(b"t", (b"40000", b"shop", b"s")) + tree(b"s", (b"40000", b"migrations", b"m"))
    module = b"--- b blob\nx = 1\n"
    project = folders + tree(b"m", (b"100644", b"0001_initial.py", b"b"), (b"100644", b"__init__.py", b"b")) + module
    history = commit(b"d", b"t") + commit(b"c", b"t", b"d")
    write("git_loose_object", "project", history + project)
    write("git_loose_object", "two_sides", commit(b"e", b"t") + commit(b"d", b"u", b"e") + commit(b"c", b"t", b"e") + project +
          tree(b"u", (b"40000", b"shop", b"v")) + tree(b"v", (b"40000", b"migrations", b"n")) +
          tree(b"n", (b"100644", b"0001_initial.py", b"b"), (b"100644", b"0002_b.py", b"f")) + b"--- f blob\ny = 2\n")
    write("git_loose_object", "links", history + tree(b"t", (b"120000", b"l.py", b"l"), (b"120000", b"migrations", b"k"), (b"160000", b"sub", b"z")) +
          b"--- l blob\nshop/models.py\n--- k blob\n..\n")
    write("git_loose_object", "commit_is_its_own_parent", commit(b"c", b"t", b"c") + commit(b"d", b"t", b"d") + project)
    write("git_loose_object", "commits_in_a_circle", commit(b"c", b"t", b"d") + commit(b"d", b"t", b"c") + project)
    write("git_loose_object", "tree_in_itself", history + tree(b"t", (b"40000", b"a", b"t"), (b"40000", b"b", b"t")))
    write("git_loose_object", "doubled_names", history + tree(b"t", (b"100644", b"a.py", b"b"), (b"100644", b"a.py", b"b"), (b"40000", b"a.py", b"s")) + module)
    write("git_loose_object", "wrong_types", b"--- c tree\n\n--- d blob\nx\n--- t commit\nx\n")
    write("git_loose_object", "no_header", b"--- c raw\n" + zlib.compress(b"commit") + b"\n--- d header\ncommit 99999999999999999999\0x")
    stored = zlib.compress(b"blob 6\0x = 1\n", 0)
    write("git_loose_object", "stored", b"--- b raw\n" + stored)
    write("git_loose_object", "cut", b"--- b raw\n" + stored[:-6])
    write("git_loose_object", "longer", b"--- b raw\n" + zlib.compress(b"blob 3\0x = 1\n"))
    write("git_loose_object", "shorter", b"--- b raw\n" + zlib.compress(b"blob 300\0x = 1\n"))
    write("git_loose_object", "size_lies", b"--- b header\nblob 1000000000\0x\n--- a header\nblob -1\0x\n--- e header\nblob 0x10\0x")
    write("git_loose_object", "empty_file", b"--- b raw\n")
    write("git_loose_object", "odd_commit", b"--- c commit\ntree " + b"74" * 20 + b"\nauthor\ncommitter x\n--- d commit\ntree x\n")


if __name__ == "__main__":
    main()
