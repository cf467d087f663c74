"""Prints how many tests of a JUnit file passed and how many did not; one that was left out counts as failed."""
import sys
import xml.etree.ElementTree as tree

cases = list(tree.parse(sys.argv[1]).iter("testcase"))
failed = sum(case.find("failure") is not None or case.find("skipped") is not None or case.get("status") in ("fail", "notrun")
             for case in cases)
print(len(cases) - failed, failed)
