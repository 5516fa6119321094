# SPDX-License-Identifier: Apache-2.0
"""All C++ and CUDA sources are laid out as .clang-format says, and no line of code or comment is wider than it says.

clang-format cuts no comments here, as it would join the lines of tables in them; and nobody cuts a raw string.
Versions of clang-format differ in details, so one is asked for by number; another one, or none, skips the check.
To lay out a file:  clang-format -i FILE
"""
import re
import subprocess
import sys
from pathlib import Path

from source_tree import SKIPPED, clang_tool, files

MAJOR = "14"
AT_ONCE = 40  # starting the program takes longer than most files
RAW_STRING = re.compile(r'R"(\w*)\(.*?\)\1"', re.DOTALL)


def sources_of(root):
    return [str(path) for path in files(root, ".hpp", ".cpp", ".cu", ".cuh", ".inl") if path.parts[0] in ("kernels", "host", "tests", "bench")]


def wide_lines(root):
    limit = int(re.search(r"^ColumnLimit: (\d+)$", (root / ".clang-format").read_text(), re.M)[1])
    found = []
    for source in sources_of(root):
        text = RAW_STRING.sub(lambda raw: "\n" * raw[0].count("\n"), (root / source).read_text())
        found += [f"{source}:{number}: {len(line)} columns, {limit} are allowed"
                  for number, line in enumerate(text.split("\n"), 1) if len(line) > limit]
    return found


def problems(root, program):
    sources = sources_of(root)
    first = {}  # of each source: what is said of it first
    for begin in range(0, len(sources), AT_ONCE):
        some = sources[begin:begin + AT_ONCE]
        result = subprocess.run([program, "--dry-run", "-Werror", "--style=file", *some], cwd=root, capture_output=True, text=True)
        if result.returncode == 0:
            continue
        told = [line for line in result.stderr.splitlines() if line.split(":")[0] in some]
        for line in reversed(told or [f"{some[0]}: {result.stderr}"]):
            first[line.split(":")[0]] = line
    return [f"{source}: is not laid out as .clang-format says; {line}" for source, line in first.items()]


if __name__ == "__main__":
    root = Path(sys.argv[1]).resolve()
    clang_format, listing = clang_tool("clang-format", MAJOR), wide_lines(root)
    if not clang_format and not listing:
        print(f"skipped: clang-format {MAJOR} is not installed")
        sys.exit(SKIPPED)
    if clang_format:
        listing += problems(root, clang_format)
    print("\n".join(listing))
    print(f"{len(listing)} problems")
    sys.exit(1 if listing else 0)
