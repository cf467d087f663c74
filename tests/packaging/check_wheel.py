#!/usr/bin/env python3
"""Builds the source distribution and from it the wheel, looks at both, installs the wheel and runs it where there is nothing else.

  check_wheel.py --out DIR     DIR/dist keeps the two for the tests that follow
"""
import pathlib
import platform
import re
import shutil
import sys
import tarfile
import time
import venv
import zipfile

from sandbox import Checks, ROOT, clean_environment, must, run, version

NEWEST_GLIBC = (2, 17)
MAY_NEED = re.compile(r"(libc|libm|libpthread|libdl|librt|ld-linux-[\w-]+)\.so\.\d+")
THIRD_PARTY = {"tree-sitter", "tree-sitter-python", "libgit2", "zlib", "pcre2", "llhttp", "boost", "CLI", "fmt", "nlohmann", "toml++"}


def check_sdist(checks, sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = must(["git", "ls-files"]).text.splitlines()
    missing = [name for name in tracked if (ROOT / name).is_file() and name not in names and not name.startswith(".git")]
    checks.equal(missing, [], "git's files that the source distribution lacks")
    checks.equal([name for name in names if name.startswith((".git/", "build/"))], [], "what does not belong in it")
    for name in ("third-party/libgit2/include/git2.h", "third-party/include/CLI/CLI.hpp", "grammars/node_modules/tree-sitter-python/src/parser.c"):
        checks.that(name in names, f"the source distribution has {name}")


def check_contents(checks, wheel, folder):
    checks.equal(wheel.name, f"miggraph-{version()}-py3-none-manylinux2014_{platform.machine()}.manylinux_2_17_{platform.machine()}.whl",
                 "name of the wheel")
    checks.that(wheel.stat().st_size < 6_000_000, "the wheel is below 6 MB", wheel.stat().st_size)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(folder)
    info = f"miggraph-{version()}.dist-info/"
    checks.equal([name for name in names if not name.startswith(info)], [f"miggraph-{version()}.data/scripts/miggraph"],
                 "files outside of the metadata")
    licences = {name.removeprefix(info + "licenses/third-party/") for name in names if name.startswith(info + "licenses/third-party/")}
    checks.equal(THIRD_PARTY - licences, set(), "licences that are missing")
    checks.that(info + "licenses/LICENSE" in names, "our own licence is there", names)
    metadata = (folder / info / "METADATA").read_text()
    for line in (f"Version: {version()}", "License-Expression: MIT", "Description-Content-Type: text/markdown"):
        checks.that(line in metadata.splitlines(), f"the metadata says {line}", metadata[:1500])
    checks.that("Requires-Dist" not in metadata, "it depends on no other package")
    return folder / f"miggraph-{version()}.data/scripts/miggraph"


def check_binary(checks, binary):
    """What the tag promises: nothing but the C library, and no symbol that glibc 2.17 lacks."""
    dump = must(["objdump", "-p", binary]).text
    needed = re.findall(r"NEEDED\s+(\S+)", dump)
    checks.equal([name for name in needed if not MAY_NEED.fullmatch(name)], [], "shared libraries besides the C library", needed)
    versions = {tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_(\d[\d.]*)", dump)}
    checks.that(versions and max(versions) <= NEWEST_GLIBC, "no symbol is newer than glibc 2.17", sorted(versions))
    checks.that(not re.search(r"RPATH|RUNPATH", dump), "it looks for libraries nowhere else")
    sections = must(["objdump", "-h", binary]).text
    checks.that(".debug_info" not in sections, "it is stripped")


def check_installed(checks, wheel, work):
    environment = work / "venv"
    venv.create(environment, with_pip=True, clear=True)
    python, tool = environment / "bin/python", environment / "bin/miggraph"
    env = clean_environment(work / "home", "/usr/bin:/bin")
    before = sorted(environment.rglob("*"))
    installed = run([python, "-m", "pip", "install", "--no-index", "--no-compile", wheel], work, env)
    checks.equal(installed.returncode, 0, "pip install", installed.text)

    repository = work / "repository"
    must([ROOT / "fixtures/korrigo/make", repository], env=env)
    nothing = {"PATH": str(environment / "bin")}  # neither compiler nor git nor libraries of anyone
    for arguments, code, says in (
            (["--version"], 0, version()),
            (["check"], 0, ""),
            (["check", "--rev", "portail-eleve-auth-ine-dob-acces-6a41"], 1, "MG102"),
            (["check", "--rev", "no-such-branch"], 2, "no-such-branch"),
            (["explain", "students"], 0, "0002_student_user")):
        done = run([tool, *arguments], repository, nothing)
        checks.equal(done.returncode, code, f"exit code of miggraph {' '.join(arguments)}", done.text)
        checks.that(says in done.text, f"miggraph {' '.join(arguments)} says {says}", done.text)

    def fastest(*arguments):
        times = []
        for _ in range(50):
            start = time.perf_counter()
            run([tool, *arguments], repository, nothing)
            times.append(time.perf_counter() - start)
        return f"{min(times) * 1000:.1f} ms"
    print(f"fastest of 50, with the time to make a process: --version {fastest('--version')}, check {fastest('check')}")

    removed = run([python, "-m", "pip", "uninstall", "-y", "miggraph"], work, env)
    checks.equal(removed.returncode, 0, "pip uninstall", removed.text)
    left = [path for path in sorted(environment.rglob("*")) if path not in before and "__pycache__" not in path.parts]
    checks.equal(left, [], "what pip uninstall leaves")


def main():
    if len(sys.argv) != 3 or sys.argv[1] != "--out":
        sys.exit(__doc__)
    work = pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    dist = work / "dist"
    dist.mkdir(parents=True)
    start = time.monotonic()
    must([ROOT / "scripts/build-wheel", "--out", dist], timeout=3000)
    print(f"built in {time.monotonic() - start:.0f} s: "
          + ", ".join(f"{path.name} {path.stat().st_size / 1e6:.2f} MB" for path in sorted(dist.iterdir())), flush=True)
    checks = Checks()
    wheels, sdists = sorted(dist.glob("*.whl")), sorted(dist.glob("*.tar.gz"))
    checks.equal((len(wheels), len(sdists)), (1, 1), "wheels and source distributions")
    check_sdist(checks, sdists[0])
    binary = check_contents(checks, wheels[0], work / "unpacked")
    check_binary(checks, binary)
    check_installed(checks, wheels[0], work)
    print(f"the binary has {binary.stat().st_size / 1e6:.2f} MB")
    checks.end()


if __name__ == "__main__":
    main()
