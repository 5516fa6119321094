# SPDX-License-Identifier: Apache-2.0
"""Every code of a finding is documented and tested, and every documented one exists.

A room documents its codes in docs/findings.d/ROOM.md, as rows `| E0203 | meaning | what to do |`; docs/findings.md is put together from them:

    python3 tests/project/findings.py . --write
"""
import re
import sys
from pathlib import Path

from source_tree import files, run, text

CODE = re.compile(r"\b([EWN]0[1-9]\d\d)\b")
LITERAL = re.compile(r'"([EWN]0[1-9]\d\d)"')
ROW = re.compile(r"^\|\s*`?([EWN]0[1-9]\d\d)`?\s*\|(.*)\|\s*$")
INDEX = Path("docs/findings.md")

HEAD = """# Findings

Everything Plume says about input that it cannot use, or uses with a doubt. A line reads

    data/exchanges.csv:118:7: error E0203: amount '1,5' is not a number (decimals use '.'); did you mean 1.5?

that is place, severity and code, problem, and what to do about it. E is an error: nothing is run and the program ends with status 3. W is a
warning and N a note: both are stored with the result. Codes keep their meaning from version to version.

The first two digits tell the part: 01 study file, 02 plain package and archives, 03 Brightway datapackage, 04 model, 05 compile, 06 run and
result file, 08 readers, linking, units of databases, 09 reports. This page is put together from `findings.d/` by `tests/project/findings.py`.

| code | meaning | what to do |
|---|---|---|
"""


def documented(root):
    """code → (file, row); and problems: a code twice, or a row that is not in the order of its file."""
    rows, found = {}, []
    for path in files(root, ".md"):
        if path.parent != Path("docs/findings.d"):
            continue
        for number, line in enumerate(text(root, path).splitlines(), 1):
            row = ROW.match(line)
            if not row:
                continue
            if row[1] in rows:
                found.append(f"{path}:{number}: {row[1]} is documented in {rows[row[1]][0]} already")
            elif len([cell for cell in row[2].split("|") if cell.strip()]) < 2:
                found.append(f"{path}:{number}: {row[1]} needs a meaning and what to do")
            rows.setdefault(row[1], (path, f"| {row[1]} |{row[2]}|"))
    return rows, found


def index(rows):
    return HEAD + "".join(rows[code][1] + "\n" for code in sorted(rows, key=lambda code: (code[1:], code[0])))


def problems(root):
    rows, found = documented(root)
    used, tested = {}, set()
    for path in files(root):
        if path.parts[0] == "host" and path.suffix in (".cpp", ".hpp"):
            for code in LITERAL.findall(text(root, path)):
                used.setdefault(code, path)
        elif path.parts[0] == "tests" and path.suffix == ".cpp" or path.parts[:2] == ("datasets", "invalid"):
            tested.update(CODE.findall(text(root, path) or ""))
    found += [f"{used[code]}: {code} is documented nowhere in docs/findings.d/" for code in sorted(used.keys() - rows.keys())]
    found += [f"{rows[code][0]}: {code} is used nowhere in host/" for code in sorted(rows.keys() - used.keys())]
    found += [f"{used[code]}: {code} is in no test" for code in sorted(used.keys() - tested)]
    if not (root / INDEX).exists() or text(root, INDEX) != index(rows):
        found.append(f"{INDEX}: is not what docs/findings.d/ says; run: python3 tests/project/findings.py . --write")
    return found


if __name__ == "__main__":
    if sys.argv[2:] == ["--write"]:
        source = Path(sys.argv[1]).resolve()
        (source / INDEX).write_text(index(documented(source)[0]))
    else:
        run(problems)
