#!/usr/bin/env python3
"""Holds every #include below src/ against the table of rooms.

What a room may use stands in the USES list of its CMakeLists.txt, and for readers in the table of
docs/internals/architecture.md: the two must agree. A third-party library has one room that knows it, and stays out of the
headers that another room reads, so that none comes to know it through them.
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"
DOCUMENT = ROOT / "docs/internals/architecture.md"

# Header prefix of a third-party library: the rooms whose .cpp files may include it (None: every room's).
LIBRARIES = {
    "git2": {"source"},
    "zlib": {"source"},
    "tree_sitter": {"python"},
    "boost": {"graph"},
    "CLI": {"cli"},
    "nlohmann": {"cli", "report"},
    "toml++": {"cli"},
    "fmt": None,
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
ROOM = re.compile(r"miggraph_room\(\s*(\w+)\s*(?:USES\s+([\w\s]*?))?\s*(?:LIBRARIES\b[^)]*)?\)")
POSIX = {"fcntl.h", "unistd.h", "dirent.h", "signal.h", "errno.h", "limits.h", "iconv.h", "poll.h", "spawn.h"}


def rooms_of_cmake():
    rooms = {}
    for file in sorted(SOURCES.glob("*/CMakeLists.txt")):
        match = ROOM.search(re.sub(r"#.*", "", file.read_text(encoding="utf-8")))
        if match:
            rooms[match[1]] = set((match[2] or "").split())
    return rooms


def rooms_of_document(rooms):
    """Rows of the form | `room/` | what it holds | what it may use |. A dash is nothing; `all above` and `everything` are
    the rooms of the rows before."""
    table = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        name = re.fullmatch(r"`(?:src/)?(\w+)/?`", cells[0]) if len(cells) >= 3 else None
        if not name:
            continue
        uses = cells[-1].replace("`", "").replace("/", "")
        if uses in ("all above", "everything"):
            table[name[1]] = set(table)
        else:
            table[name[1]] = {word for word in re.split(r"[,\s]+", uses) if re.fullmatch(r"\w+", word)}
    return {room: uses for room, uses in table.items() if room in rooms}


def library_of(header):
    return re.split(r"[/.]", header)[0]


def complaints():
    rooms = rooms_of_cmake()
    if not rooms:
        yield "src/*/CMakeLists.txt: no room found"
    if DOCUMENT.exists():
        table = rooms_of_document(rooms)
        for room, uses in rooms.items():
            if room not in table:
                yield f"docs/internals/architecture.md: the table has no row for `{room}/`"
            elif table[room] != uses:
                yield (f"docs/internals/architecture.md: `{room}/` may use {sorted(table[room])}, "
                       f"but src/{room}/CMakeLists.txt says {sorted(uses)}")
    for first, second in circles(rooms):
        yield f"src/{first}/CMakeLists.txt: {first} and {second} use each other"

    files = {str(file.relative_to(SOURCES)): file for file in sorted(SOURCES.rglob("*")) if file.suffix in (".h", ".cpp", ".def")}
    doors = read_by_other_rooms(files)
    for file in files.values():
        where = file.relative_to(ROOT)
        room = file.relative_to(SOURCES).parts[0]
        if room not in rooms:
            yield f"{where}: {room} is no room: src/{room}/CMakeLists.txt has no miggraph_room()"
            continue
        text = file.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            line = f"{where}:{text.count(chr(10), 0, match.start()) + 1}"
            header = match[1] or match[2]
            target = header.split("/")[0]
            if target in rooms:
                if not (SOURCES / header).is_file():
                    yield f"{line}: there is no src/{header}"
                elif target != room and target not in rooms[room]:
                    yield f"{line}: {room} may not use {target} (it may use {', '.join(sorted(rooms[room])) or 'nothing'})"
            elif library_of(header) in LIBRARIES:
                allowed = LIBRARIES[library_of(header)]
                if allowed is not None and room not in allowed:
                    yield f"{line}: only {' and '.join(sorted(allowed))} may know <{header}>"
                elif file.suffix == ".h" and (allowed is None or str(file.relative_to(SOURCES)) in doors):
                    yield f"{line}: <{header}> is a third party's and must stay out of the headers that other rooms read"
            elif match[1]:
                yield f'{line}: "{header}" is not of the form "room/file"'
            elif "/" not in header and not header.endswith(".h"):
                continue  # the standard library
            elif header not in POSIX and not header.startswith("sys/"):
                yield f"{line}: <{header}> is of no library that tests/architecture/check_includes.py knows"


def read_by_other_rooms(files):
    """The headers that another room includes, and what these include in turn."""
    includes = {name: [header for header, _ in INCLUDE.findall(file.read_text(encoding="utf-8")) if header in files]
                for name, file in files.items()}
    pending = [header for name in files for header in includes[name] if name.split("/")[0] != header.split("/")[0]]
    found = set()
    while pending:
        header = pending.pop()
        if header not in found:
            found.add(header)
            pending += includes[header]
    return found


def circles(rooms):
    reach = collections.defaultdict(set)
    for room in rooms:
        pending = list(rooms[room])
        while pending:
            used = pending.pop()
            if used not in reach[room]:
                reach[room].add(used)
                pending += rooms.get(used, ())
    return [(a, b) for a in rooms for b in rooms if a < b and a in reach[b] and b in reach[a]]


def main():
    found = list(complaints())
    for complaint in found:
        print(complaint)
    if found:
        sys.exit(f"{len(found)} includes or rows against the rules of the house (docs/internals/architecture.md)")
    print(f"every #include of {len(rooms_of_cmake())} rooms is allowed")


if __name__ == "__main__":
    main()
