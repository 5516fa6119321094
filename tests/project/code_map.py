# SPDX-License-Identifier: Apache-2.0
"""The code map names files that exist: a map of a house that was rebuilt leads nowhere."""
import re

from source_tree import run, text

MAP = "docs/code-map.md"
PATH = re.compile(r"`((?:kernels|host|tests|python)/[A-Za-z0-9_/.-]*)`")


def problems(root):
    content = text(root, MAP)
    if content is None:
        return [f"{MAP}: is missing"]
    named = [(number, path) for number, line in enumerate(content.splitlines(), 1) for path in PATH.findall(line)]
    if not named:
        return [f"{MAP}: names no file"]
    return [f"{MAP}:{number}: there is no {path}" for number, path in named if not (root / path).exists()]


if __name__ == "__main__":
    run(problems)
