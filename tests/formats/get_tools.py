#!/usr/bin/env python3
"""Gets what requirements.txt lists into build/formats: installed in a virtual environment, and the SARIF schema beside it.

Does nothing where all is there. Where nothing can be fetched it exits 77, which ctest takes as "left out"; in CI, 1.
"""

import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1] / "build/formats"
PYTHON = HOME / "venv/bin/python"
REQUIREMENTS = HERE / "requirements.txt"
SARIF_SCHEMA = HOME / "sarif-schema-2.1.0.json"
STAMP = HOME / ".complete"
SARIF_ID = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def wanted():
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for file in (REQUIREMENTS, pathlib.Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_there():
    return STAMP.exists() and STAMP.read_text() == wanted()


def get():
    shutil.rmtree(HOME / "venv", ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    venv.create(HOME / "venv", with_pip=True)
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}
    done = subprocess.run([PYTHON, "-m", "pip", "--quiet", "--retries", "2", "--timeout", "30", "install", "--require-hashes", "--no-deps",
                           "--only-binary", ":all:", "-r", str(REQUIREMENTS)], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"pip install: {done.stderr.strip()}")
    (database,) = (HOME / "venv/lib").glob("python*/site-packages/schemastore/cache.sqlite")
    SARIF_SCHEMA.write_text(json.dumps(sarif_schema(database)))
    STAMP.write_text(wanted())


def sarif_schema(database):
    """Of the answers of schemastore.org that the package keeps, the one whose body is OASIS's schema. They are pickled: the
    JSON in them is looked for, and nothing is unpickled."""
    connection = sqlite3.connect(database)
    try:
        for (value,) in connection.execute("SELECT value FROM responses"):
            if SARIF_ID.encode() not in value:
                continue
            text = value[value.index(b"{"):].decode("utf-8", "replace")
            schema, _ = json.JSONDecoder().raw_decode(text)
            if schema.get("$id") == SARIF_ID:
                return schema
    finally:
        connection.close()
    raise OSError("schemastore holds no SARIF 2.1.0 schema of OASIS's")


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_there():
            return
        print("Getting the tools of tests/formats into build/formats …", flush=True)
        try:
            get()
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            leave_out(f"cannot get the tools: {error}")


def leave_out(why):
    print(why)
    sys.exit(1 if os.environ.get("CI") else 77)


def restart_with_tools():
    """Goes on as the Python that has them."""
    if not is_there():
        leave_out("the tools are not in build/formats: run tests/formats/get_tools.py")
    if pathlib.Path(sys.prefix).resolve() != (HOME / "venv").resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


if __name__ == "__main__":
    main()
