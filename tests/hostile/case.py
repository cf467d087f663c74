"""What a hostile case is: a tree or a repository made to break miggraph, and what must be said of it."""

import dataclasses
import os

MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{dependencies}]
    operations = [{operations}]
"""


@dataclasses.dataclass
class Case:
    """One row. `tree` gives (path, bytes or text) pairs of a plain folder; `make` does whatever else has to be made in the folder.

    What is expected of `miggraph check --no-against --format json`:
      exit     the exit code
      codes    the codes of its findings, as a set; None: not asked
      leaves   the leaves of the app `shop`; None: not asked
      where    (path, line) that one of the findings names
      says     texts that stand in what is printed (stdout and stderr together)
    `django`: what Django says of the tree: "loads", the name of the error that it dies of, or None where it is not asked (it would
    take too long or too much memory, or do what the tree says).
    `commands`: the other commands that are run on it, for their exit code, time, memory and harmless output; None: all of them.
    `seconds`, `megabytes`: what a run may take; more than is usual needs a reason.
    `runs`: for cases about arguments and the environment: a function that is given the Sandbox and returns what is wrong.
    """

    name: str
    tree: object = None
    make: object = None
    exit: int = 0
    codes: object = None
    leaves: object = None
    where: object = None
    says: tuple = ()
    django: object = None
    commands: object = None
    arguments: tuple = ("--no-against",)
    runs: object = None
    seconds: float = 10
    megabytes: int = 500
    family: str = ""


def migration(*dependencies, operations="", app="shop", extra=""):
    """The text of an ordinary migration; a dependency is a name in the same app, a pair, or source text."""
    written = []
    for one in dependencies:
        if isinstance(one, tuple):
            written.append(repr(one))
        elif one.startswith("="):
            written.append(one[1:])
        else:
            written.append(repr((app, one)))
    text = MIGRATION.format(dependencies=", ".join(written), operations=operations)
    return text + (f"    {extra}\n" if extra else "")


def app(migrations, label="shop", init=""):
    """Paths and contents of an app whose migrations are {name: text}."""
    yield f"{label}/__init__.py", ""
    yield f"{label}/migrations/__init__.py", init
    for name, text in migrations.items():
        yield f"{label}/migrations/{name}.py", text


def one(body, name="0002_hostile"):
    """An app with a good first migration and a second one of that text."""
    return lambda: app({"0001_initial": migration(), name: body})


def around(prefix="", inside="", dependencies="('shop', '0001_initial')", operations=""):
    """A second migration that has `prefix` above its class and `inside` below its dependencies."""
    return one(prefix + "\n" + migration("=" + dependencies, operations=operations) + "".join(f"    {line}\n" for line in inside.splitlines()))


def to_bytes(value):
    """Contents may be functions: the large ones are made where they are written, and not held by whoever lists the cases."""
    if callable(value):
        value = value()
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value


def write(root, tree):
    """Writes (path, content) pairs below the folder `root`."""
    root = os.fsencode(root)
    made = set()
    for path, content in tree:
        whole = os.path.join(root, to_bytes(path))
        folder = os.path.dirname(whole)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        with open(whole, "wb") as out:
            out.write(to_bytes(content))
