#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory of inventories grows with their rows, not with the square of them.

    inventory_size.py PLUME

4,000 rows are checked and run within bounds, as they are by default; twice as many rows cost less than three times as much beyond what an empty
program takes. The figures of 20,000 rows are bench/inventory_size's.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench/synth"))
sys.dont_write_bytecode = True
import inventory  # noqa: E402

MOST_MB = {"check": 100, "run": 250, "report": 100}
FILES = 1e6


def peak_mb(command):
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {process.returncode}\n{said}")
    return usage.ru_maxrss * 1024 / FILES, said


def main():
    plume = pathlib.Path(sys.argv[1]).resolve()
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for rows in (4000, 8000):
            inventory.write(folder / str(rows), 40, rows, True, "", 1024, 1)
        study, result = folder / "4000/study.toml", folder / "out.h5"
        peaks = {"check": peak_mb([plume, "check", study]),
                 "run": peak_mb([plume, "run", study, "-o", result, "--threads", "2", "--quiet"]),
                 "report": peak_mb([plume, "report", result])}
        for what, (peak, _) in peaks.items():
            print(f"{what}: {peak:.0f} MB")
            if peak > MOST_MB[what]:
                wrong.append(f"{what} of 4,000 rows takes {peak:.0f} MB, at most {MOST_MB[what]}")
        if "N0779: of 4000 rows 200 stand alone" not in peaks["check"][1]:
            wrong.append("nothing was told of rows that are summed")
        base = peak_mb([plume, "--version"])[0]
        once, twice = peaks["check"][0] - base, peak_mb([plume, "check", folder / "8000/study.toml"])[0] - base
        print(f"check of 4,000 rows {once:.0f} MB, of 8,000 {twice:.0f} MB, over the {base:.0f} MB of an idle program")
        if twice > 3.0 * once:
            wrong.append(f"twice the rows take {twice / once:.1f} times the memory")
    for each in wrong:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
