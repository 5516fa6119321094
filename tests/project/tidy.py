# SPDX-License-Identifier: Apache-2.0
"""clang-tidy has nothing to say, with the checks of .clang-tidy, about the rooms of ROOMS. Arguments: SOURCE BUILD.

A file takes ten seconds, so that these are the rooms that are clean, and not all; with PLUME_LONG_TESTS every room that has been compiled is
looked at, and what is said of those that are not in the list is printed, but fails nothing. Versions differ in what they find, so one is
asked for by number; another one, or none, skips the check.
"""
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from source_tree import SKIPPED, clang_tool

MAJOR = "14"
ROOMS = ("host/base", "host/plan", "host/units")
AT_ONCE = 2


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


def compiled_sources(source, build):
    """Paths of the sources in kernels/ and host/ that the build compiles as C++, relative to the tree."""
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = {Path(each["file"]) for each in commands}
    inside = {path.relative_to(source) for path in paths if path.is_relative_to(source)}
    return sorted(path for path in inside if path.parts[0] in ("kernels", "host") and path.suffix == ".cpp")


def main():
    source, build = (Path(each).resolve() for each in sys.argv[1:3])
    program = clang_tool("clang-tidy", MAJOR)
    if not program:
        print(f"skipped: clang-tidy {MAJOR} is not installed")
        return SKIPPED
    if not sees_faults(program, source):
        print("clang-tidy says nothing of a file with planted faults")
        return 1
    everything = compiled_sources(source, build)
    clean = [path for path in everything if "/".join(path.parts[:2]) in ROOMS]
    if {"/".join(path.parts[:2]) for path in clean} != set(ROOMS):
        print(f"{build}/compile_commands.json lacks rooms of {', '.join(ROOMS)}")
        return 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        looked_at = everything if os.environ.get("PLUME_LONG_TESTS") else clean
        for path, told in zip(looked_at, pool.map(lambda each: said_of(program, source, source / each, "-p", str(build)), looked_at)):
            print(*told, sep="\n", end="\n" * bool(told))
            failed += len(told) if path in clean else 0
    print(f"{failed} problems in {len(clean)} files of {', '.join(ROOMS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
