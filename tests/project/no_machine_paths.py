# SPDX-License-Identifier: Apache-2.0
"""No path of somebody's machine stands in the tree: readers do not have it."""
import re

from source_tree import files, run, text

_folders = ["tmp/" + r"[A-Za-z0-9_]", "work/", "farm/", "root/", "home/" + r"[a-z]", "Users/"]
PATTERN = re.compile(r"(^|[^A-Za-z0-9_.}$/-])/(" + "|".join(_folders) + ")")


def problems(root):
    found = []
    for path in files(root):
        for number, line in enumerate((text(root, path) or "").splitlines(), 1):
            if PATTERN.search(line):
                found.append(f"{path}:{number}: a path of one machine: {line.strip()[:100]}")
    return found


if __name__ == "__main__":
    run(problems)
