# SPDX-License-Identifier: Apache-2.0
"""The files of the source tree, and the frame of a check over them.

A check is a module with `problems(root)`, a list of lines "path:line: what is wrong". As a script it takes the root as its argument,
prints the lines and ends with 1 if there are any. checks_test.py calls the same functions on small trees with planted faults.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

SKIPPED = 77  # the exit status that CTest counts as skipped

_ignored_folders = {".git", "build", "out", "__pycache__"}


def files(root, *suffixes):
    """Paths relative to root, sorted: those of git (new ones included, ignored ones not), or all without git."""
    if (root / ".git").exists():
        listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
                                 check=True, capture_output=True).stdout.decode()
        found = [Path(name) for name in listing.split("\0") if name]
    else:
        found = []
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name not in _ignored_folders]
            found += [Path(folder, name).relative_to(root) for name in names]
    return sorted(path for path in set(found)
                  if (root / path).is_file() and (not suffixes or path.name.endswith(suffixes)))


def text(root, path):
    """The content, or None for a file that is not UTF-8 text."""
    content = (root / path).read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def clang_tool(name, major):
    """The program of that version, or None: versions differ in what they say."""
    for candidate in (f"{name}-{major}", name):
        program = shutil.which(candidate)
        if program and f"version {major}." in subprocess.run([program, "--version"], capture_output=True, text=True).stdout:
            return program
    return None


def run(problems):
    found = problems(Path(sys.argv[1]).resolve())
    for line in found:
        print(line)
    print(f"{len(found)} problems")
    sys.exit(1 if found else 0)
