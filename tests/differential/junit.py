"""Writes results in JUnit's form, which ctest writes too, so that one reader counts all."""

import collections
import xml.etree.ElementTree as tree

Result = collections.namedtuple("Result", "name seconds failure")  # failure: what differs, or ""


def write(path, suite, results):
    root = tree.Element("testsuite", name=suite, tests=str(len(results)), failures=str(sum(bool(r.failure) for r in results)))
    for result in results:
        case = tree.SubElement(root, "testcase", name=result.name, time=f"{result.seconds:.3f}")
        if result.failure:
            # XML 1.0 has no other control characters.
            text = "".join(c for c in result.failure if c >= " " or c in "\n\t")
            tree.SubElement(case, "failure", message="differs").text = text
    tree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
