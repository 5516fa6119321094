# SPDX-License-Identifier: Apache-2.0
"""Tells again at the end of a long log which tests failed, and what they said last: failures.py JUNIT..."""
import sys
import xml.etree.ElementTree as ElementTree

MOST_LINES = 40


def failures(path):
    """(name, last lines) of each test of a JUnit report of ctest that failed or was not run."""
    for case in ElementTree.parse(path).iter("testcase"):
        if case.get("status") == "fail" or (case.get("status") in ("notrun", "disabled") and not is_skipped(case)):
            lines = (case.findtext("system-out") or "").rstrip().splitlines()
            yield case.get("name"), lines[-MOST_LINES:]


def is_skipped(case):
    skipped = case.find("skipped")
    return skipped is not None and skipped.get("message", "").startswith("SKIP_")


def main():
    for path in sys.argv[1:]:
        for name, lines in failures(path):
            print(f"\nfailed: {name}")
            for line in lines:
                print("    " + line)


if __name__ == "__main__":
    main()
