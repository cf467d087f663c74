"""Writes what scripts/fuzz found in JUnit's form: write_junit.py RUN OUTPUT TARGET…; RUN holds TARGET.status, .seconds and .log."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "differential"))
import junit  # noqa: E402


def result(run, target):
    def content(suffix):
        file = run / f"{target}.{suffix}"
        return file.read_text(errors="replace").strip() if file.exists() else ""

    well = content("status") == "0"
    return junit.Result(f"fuzz: {target}", float(content("seconds") or 0), "" if well else content("log")[-4000:] or "it did not run")


def main():
    run, output, targets = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    junit.write(output, "fuzz", [result(run, target) for target in targets])


if __name__ == "__main__":
    main()
