# SPDX-License-Identifier: Apache-2.0
"""Everything README.md and the pages under docs/ show is true: their code blocks are run, in order, each page in a scratch folder that
looks like a built source tree; `plume` is found there, too.

The words after the fence say what a block is:

    ```sh                     run line by line; every line must end with status 0
    ```sh fresh-machine       what a person types first: ./bootstrap.sh [test]. Not run here, since it builds everything: CI is one of them
                              (.ci/run), the CTest project.demo runs the end of the other, and fresh_machine.sh runs both from nothing
    ```sh data                like ```sh, with the databases of DATA beside it; passed over, with the output below it, where ../shared is absent
    ```sh example             commands about files that are not here: each that is plume's must be one that plume understands
    ```text output            lines that the commands before it printed
    ```LANGUAGE FILE          written to FILE
    ```toml example           part of a study about files that are not here; must be TOML
    ```python                 run with the Python of the tests
    ```python example         needs what is not here (a Brightway project, a database); must be Python

A page may also show commands as indented lines, "    plume run study.toml"; they are looked at as those of ```sh example, but for the lines that
describe a command line with brackets, bars and dots.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

SHOWN = re.compile(r"^    (plume (?:run|merge|convert|check|info|report|factors|devices|version)\b[^\[|…]*)$")
DATA = {"uslci.zip": "uslci/uslci_olca1_5_0_json_ld.zip", "refdata.zip": "olca_refdata/olca_refdata_subset.zip"}  # in ../shared/data
FRESH = {"./bootstrap.sh", "./bootstrap.sh test"}


def blocks(content):
    """(line number of the fence, words after it, lines inside)"""
    found, open_block = [], None
    for number, line in enumerate(content.splitlines(), 1):
        if not line.startswith("```"):
            if open_block:
                open_block[2].append(line)
        elif open_block:
            found.append(open_block)
            open_block = None
        else:
            open_block = (number, line[3:].split(), [])
    return found


def words(line):
    return re.sub(r"\s+", " ", line).strip()


def pages(root):
    return ["README.md"] + sorted(str(page.relative_to(root)) for page in (root / "docs").rglob("*.md"))


def problems(root, program):
    return [each for page in pages(root) for each in problems_of(page, root, program)]


def indented(content):
    """(line number, command) of the commands that a page shows without a fence; those that describe a command line are none"""
    return [(number, found[1].split("  #")[0]) for number, line in enumerate(content.splitlines(), 1)
            if (found := SHOWN.match(line)) and "..." not in line and not re.search(r" [A-Z][A-Z]+\b", line)]


def misunderstood(command, program):
    """What plume says of a command that it does not understand; it is run where no file is, so that nothing else can come of it."""
    with tempfile.TemporaryDirectory() as empty:
        result = subprocess.run([str(program), *shlex.split(command)[1:]], cwd=empty, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return result.stderr.strip() if result.returncode == 2 else ""


def problems_of(page, root, program):
    found = []
    scratch = Path(tempfile.mkdtemp())
    try:
        shutil.copytree(root / "datasets", scratch / "datasets")
        (scratch / "build/release").mkdir(parents=True)
        (scratch / "build/release/plume").symlink_to(program)
        environment = dict(os.environ, LC_ALL="C.UTF-8", PATH=f"{scratch / 'build/release'}:{os.environ['PATH']}")
        printed = ""
        content = (root / page).read_text()
        found += [f"{page}:{number}: {wrong}" for number, command in indented(content) if (wrong := misunderstood(command, program))]
        for fence, kind, lines in blocks(content):
            def execute(command, place, shown):
                result = subprocess.run(command, cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
                if result.returncode != 0:
                    found.append(f"{page}:{place}: `{shown}` ended with status {result.returncode}:\n{result.stdout}")
                return result.stdout

            if kind == ["sh", "fresh-machine"]:
                found += [f"{page}:{fence}: '{line}': only ./bootstrap.sh [test] is for a fresh machine"
                          for line in lines if words(line.split("#")[0]) not in FRESH]
            elif kind == ["sh", "data"] and not all((root.parent / "shared/data" / path).exists() for path in DATA.values()):
                print(f"{page}:{fence}: skipped: ../shared/data is absent")
                printed = None
            elif kind in (["sh"], ["sh", "data"]):
                for name, path in DATA.items() if kind[1:] else ():
                    if not (scratch / name).exists():
                        (scratch / name).symlink_to(root.parent / "shared/data" / path)
                printed = "".join(execute(["bash", "-c", line], fence + offset, line)
                                  for offset, line in enumerate(lines, 1) if line.strip())
            elif kind == ["sh", "example"]:
                found += [f"{page}:{fence + offset}: {wrong}" for offset, line in enumerate(lines, 1)
                          if line.startswith("plume ") and (wrong := misunderstood(line.split("  #")[0], program))]
            elif kind == ["python"]:
                printed = execute([sys.executable, "-c", "\n".join(lines)], fence, "python")
            elif kind == ["text", "output"] and printed is None:
                continue  # of a block that was passed over
            elif kind == ["text", "output"]:
                have = {words(line) for line in printed.splitlines()}
                found += [f"{page}:{fence + offset}: '{line}' is not in the output\n{printed}"
                          for offset, line in enumerate(lines, 1) if words(line) not in have]
            elif kind == ["toml", "example"]:
                try:
                    tomllib.loads("\n".join(lines))
                except tomllib.TOMLDecodeError as error:
                    found.append(f"{page}:{fence}: {error}")
            elif kind == ["python", "example"]:
                try:
                    compile("\n".join(lines), page, "exec")
                except SyntaxError as error:
                    found.append(f"{page}:{fence}: {error}")
            elif len(kind) == 2:
                path = scratch / kind[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(lines) + "\n")
            else:
                found.append(f"{page}:{fence}: a code block of kind '{' '.join(kind)}': say what it is (see readme.py)")
    finally:
        shutil.rmtree(scratch)
    return found


if __name__ == "__main__":
    listing = problems(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
    print("\n".join(listing))
    print(f"{len(listing)} problems")
    sys.exit(1 if listing else 0)
