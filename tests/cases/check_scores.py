#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Iterations of a study, dumped one by one: every score that counts against the direct solution of the same draws.

    check_scores.py PLUME STUDY.toml TOLERANCE ITERATION...        an iteration is a number, or a range as 0-39

Prints each score whose relative difference is above TOLERANCE; the exit status is 1 if there is one, or if there is no score at all.
"""
import csv
import math
import subprocess
import sys
import tempfile


def iterations(words):
    for word in words:
        first, _, last = word.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main():
    plume, study, tolerance = sys.argv[1], sys.argv[2], float(sys.argv[3])
    compared = beyond = 0
    largest = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for iteration in iterations(sys.argv[4:]):
            done = subprocess.run([plume, "run", study, "--dump", str(iteration), "-o", scratch, "--quiet"], capture_output=True, text=True)
            if done.returncode not in (0, 5):
                sys.exit(f"iteration {iteration}: {done.stderr}")
            with open(f"{scratch}/scores.csv", newline="") as table:
                for row in csv.DictReader(table):
                    if row["status"] not in ("ok", "direct", "infeasible"):
                        continue
                    score, direct = float(row["score"]), float(row["direct"])
                    error = abs(score - direct) / abs(direct) if direct else (0.0 if score == direct else math.inf)
                    compared, largest = compared + 1, max(largest, error)
                    if error > tolerance:
                        beyond += 1
                        print(f"iteration {iteration}, {row['demand']}, {row['category']}: {row['status']} {score!r}, directly {direct!r}: off by {error:.2g}")
    print(f"{compared} scores, {beyond} beyond {tolerance:g}, largest relative error {largest:.3g}")
    return 1 if beyond or not compared else 0


sys.exit(main())
