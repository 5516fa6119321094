# SPDX-License-Identifier: Apache-2.0
"""What a text points to exists: relative links of Markdown files, and docs/… and datasets/… named in sources."""
import re
from pathlib import Path
from urllib.parse import unquote

from source_tree import files, run, text

LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"(?<![\w/.-])((?:docs|datasets|cmake|tests)/[\w./-]*\w\.(?:md|toml|csv|cmake|py|sh|json|zip))\b")


def problems(root):
    found = []
    everything = files(root)
    for path in everything:
        if path.suffix not in (".md", ".hpp", ".cpp", ".cu", ".py", ".sh", ".cmake", ".toml", ".txt"):
            continue
        for number, line in enumerate((text(root, path) or "").splitlines(), 1):
            if path.suffix == ".md":
                for target in LINK.findall(line):
                    target = unquote(target.split("#")[0])
                    if target and "://" not in target and not target.startswith("mailto:") \
                            and not (root / path.parent / target).exists():
                        found.append(f"{path}:{number}: the link '{target}' leads nowhere")
            if path.parts[0] == "tests":  # tests name files that they make
                continue
            for target in NAMED.findall(line):
                if Path(target).stem.isupper():  # "docs/findings.d/ROOM.md" stands for any
                    continue
                if not (root / target).exists() and not (root / path.parent / target).exists():
                    found.append(f"{path}:{number}: '{target}' does not exist")
    return found


if __name__ == "__main__":
    run(problems)
