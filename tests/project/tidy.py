# SPDX-License-Identifier: Apache-2.0
"""clang-tidy has nothing to say, with the checks of .clang-tidy, about the rooms of ROOMS. Argument: SOURCE.

A file takes ten seconds, so that these are the rooms that are clean, and not all; with PLUME_LONG_TESTS every file of host/ is looked at,
and what is said of those that are not in the list is printed, but fails nothing. Versions differ in what they find, so one is asked for by
number; another one, or none, skips the check.
"""
import concurrent.futures
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from source_tree import SKIPPED, clang_tool

MAJOR = "14"
ROOMS = ("host/base", "host/plan", "host/units")
AT_ONCE = 2
# What all rooms are compiled with; a build that compiles several files as one has no command for a single one.
OPTIONS = ("-std=c++20", "-DFMT_SHARED", "-DTOML_HEADER_ONLY=0")


def said_of(program, source, path, *more):
    """Lines of warnings and errors."""
    told = subprocess.run([program, "--quiet", f"--config-file={source / '.clang-tidy'}", str(path), *more], cwd=source,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [line.replace(f"{source}/", "") for line in told.splitlines() if ": warning: " in line or ": error: " in line]


def sees_faults(program, source):
    """A check that says nothing of this is no check."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "faults.cpp")
        path.write_text("struct bad_name { int Value; };\nint* nothing() { return 0; }\n")
        told = "\n".join(said_of(program, source, path, "--", "-std=c++20"))
    return "readability-identifier-naming" in told and "modernize-use-nullptr" in told


def host_sources(source):
    """Paths relative to the tree."""
    return sorted(path.relative_to(source) for path in (source / "host").rglob("*.cpp"))


def main():
    source = Path(sys.argv[1]).resolve()
    program = clang_tool("clang-tidy", MAJOR)
    if not program:
        print(f"skipped: clang-tidy {MAJOR} is not installed")
        return SKIPPED
    if not sees_faults(program, source):
        print("clang-tidy says nothing of a file with planted faults")
        return 1
    everything = host_sources(source)
    clean = [path for path in everything if "/".join(path.parts[:2]) in ROOMS]
    if {"/".join(path.parts[:2]) for path in clean} != set(ROOMS):
        print(f"the tree lacks rooms of {', '.join(ROOMS)}")
        return 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        looked_at = everything if os.environ.get("PLUME_LONG_TESTS") else clean
        for path, told in zip(looked_at, pool.map(lambda each: said_of(program, source, source / each, "--", *OPTIONS, f"-I{source}"), looked_at)):
            print(*told, sep="\n", end="\n" * bool(told))
            failed += len(told) if path in clean else 0
    print(f"{failed} problems in {len(clean)} files of {', '.join(ROOMS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
