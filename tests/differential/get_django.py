#!/usr/bin/env python3
"""Gets the Django of requirements.txt into build/differential: installed in a virtual environment, and its source.

Does nothing where both are there. Where nothing can be fetched it exits 77, which ctest takes as "left out"; in CI, 1.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1] / "build/differential"
PYTHON = HOME / "venv/bin/python"
SOURCE = HOME / "django"
REQUIREMENTS, SOURCE_REQUIREMENTS = HERE / "requirements.txt", HERE / "requirements-source.txt"
STAMP = HOME / ".complete"


def wanted():
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for file in (REQUIREMENTS, SOURCE_REQUIREMENTS):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_there():
    return STAMP.exists() and STAMP.read_text() == wanted()


def pip(*arguments):
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}
    done = subprocess.run([PYTHON, "-m", "pip", "--quiet", "--retries", "2", "--timeout", "30", *arguments],
                          env=environment, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"pip {arguments[0]}: {done.stderr.strip()}")


def get():
    for folder in (HOME / "venv", HOME / "archive", SOURCE):
        shutil.rmtree(folder, ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    venv.create(HOME / "venv", with_pip=True)
    pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS))
    pip("download", "--require-hashes", "--no-deps", "--no-binary", ":all:", "-d", str(HOME / "archive"), "-r", str(SOURCE_REQUIREMENTS))
    (archive,) = (HOME / "archive").iterdir()
    with tarfile.open(archive) as source:
        for member in source:
            member.name = member.name.partition("/")[2]  # without the folder of name and version around all
            if member.isfile() and member.name.endswith(".py") and ".." not in member.name.split("/"):
                source.extract(member, SOURCE)
    shutil.rmtree(HOME / "archive")
    STAMP.write_text(wanted())


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_there():
            return
        if sys.version_info < (3, 10):
            leave_out("Django 5.2 needs Python 3.10 or later")
        print("Getting Django and its source into build/differential …", flush=True)
        try:
            get()
        except (OSError, subprocess.CalledProcessError) as error:
            leave_out(f"cannot get Django: {error}")


def leave_out(why):
    print(why)
    sys.exit(1 if os.environ.get("CI") else 77)


def require():
    """For the tests that need Django."""
    if not is_there():
        leave_out("Django is not in build/differential: run tests/differential/get_django.py")


if __name__ == "__main__":
    main()
