#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every study of datasets/invalid through the program: exactly the findings of its expected.txt, status 3, and no file left.

    invalid_studies.py PLUME DATASETS
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

plume, datasets = sys.argv[1], pathlib.Path(sys.argv[2])
failures = 0
folders = sorted(path for path in (datasets / "invalid").iterdir() if path.is_dir())
assert len(folders) >= 40, f"only {len(folders)} invalid studies"


def told(folder, *command):
    """Status and the findings a command prints, without its closing count."""
    done = subprocess.run([plume, *command], cwd=folder, capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines() if " error E" in line or line.startswith("error E")]
    return done.returncode, lines, done.stderr


def errors_of(text):
    return [line for line in text.splitlines() if " error E" in line or line.startswith("error E")]


for source in folders:
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / source.name
        shutil.copytree(source, folder)
        expected = errors_of((folder / "expected.txt").read_text())
        before = sorted(path.name for path in folder.rglob("*"))
        assert expected, f"{source.name}: expected.txt holds no error"
        for command in (("check", "study.toml"), ("run", "study.toml", "--quiet"), ("run", "study.toml", "--quiet", "-o", "x.h5")):
            status, lines, everything = told(folder, *command)
            if status != 3 or lines != expected:
                failures += 1
                print(f"{source.name}: {' '.join(command)}: status {status}, wanted 3\n--- expected\n" + "\n".join(expected) +
                      "\n--- told\n" + everything)
        after = sorted(path.name for path in folder.rglob("*"))
        if before != after:
            failures += 1
            print(f"{source.name}: files left behind: {set(after) - set(before)}")
print(f"{len(folders)} invalid studies, {failures} failures")
sys.exit(1 if failures else 0)
