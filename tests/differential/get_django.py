#!/usr/bin/env python3
"""Gets the Django of requirements.txt into build/differential: installed in a virtual environment, and its source. With --releases the
others beside it, those of requirements-3.2.txt and its like, each in a folder of its own for PYTHONPATH.

Does nothing where all is there. Where nothing can be fetched it exits 77, which ctest takes as "left out"; in CI, 1.
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
RELEASES = ("3.2", "4.2", "6.0")  # beside that of requirements.txt


def release_folder(release):
    return HOME / f"django-{release}"


def release_requirements(release):
    return HERE / f"requirements-{release}.txt"


def wanted(*files):
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for file in files or (REQUIREMENTS, SOURCE_REQUIREMENTS):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_there():
    return STAMP.exists() and STAMP.read_text() == wanted()


def has_release(release):
    stamp = release_folder(release) / ".complete"
    return stamp.exists() and stamp.read_text() == wanted(release_requirements(release))


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


def get_release(release):
    folder, requirements = release_folder(release), release_requirements(release)
    shutil.rmtree(folder, ignore_errors=True)
    # Django 6.0 says that it needs a newer Python; what migrations need of it runs on this one too.
    pip("install", "--require-hashes", "--no-deps", "--ignore-requires-python", "--only-binary", ":all:", "--target", str(folder), "-r", str(requirements))
    (folder / ".complete").write_text(wanted(requirements))


def main(arguments):
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [release for release in RELEASES if not has_release(release)] if arguments == ["--releases"] else []
        if is_there() and not missing:
            return
        if sys.version_info < (3, 10):
            leave_out("Django 5.2 needs Python 3.10 or later")
        try:
            if not is_there():
                print("Getting Django and its source into build/differential …", flush=True)
                get()
            for release in missing:
                print(f"Getting Django {release} into build/differential …", flush=True)
                get_release(release)
        except (OSError, subprocess.CalledProcessError) as error:
            leave_out(f"cannot get Django: {error}")


def leave_out(why):
    print(why)
    sys.exit(1 if os.environ.get("CI") else 77)


def require(release=None):
    """For the tests that need Django, or another release of it."""
    if not is_there():
        leave_out("Django is not in build/differential: run tests/differential/get_django.py")
    if release in RELEASES and not has_release(release):
        leave_out(f"Django {release} is not in build/differential: run tests/differential/get_django.py --releases")


if __name__ == "__main__":
    main(sys.argv[1:])
