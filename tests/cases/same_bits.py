#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether --dump says what a run has stored, bit for bit.

    same_bits.py PLUME STUDY.toml RESULT.h5 ITERATION... [--set key=value]...
"""
import csv
import subprocess
import sys
import tempfile

import h5py


def main():
    plume, study, result = sys.argv[1:4]
    rest = sys.argv[4:]
    cut = rest.index("--set") if "--set" in rest else len(rest)
    numbers, options = [int(word) for word in rest[:cut]], rest[cut:]
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as scratch, h5py.File(result, "r") as file:
        stored = file["score"]  # [iteration][demand][category]
        for iteration in numbers:
            subprocess.run([plume, "run", study, "--dump", str(iteration), "-o", scratch, "--quiet", *options], check=True, capture_output=True)
            with open(f"{scratch}/scores.csv", newline="") as table:
                dumped = [float(row["score"]) for row in csv.DictReader(table)]
            run = [float(value) for value in stored[iteration].ravel()]
            assert len(run) == len(dumped)
            for a, b in zip(run, dumped):
                compared += 1
                if a != b and not (a != a and b != b):
                    wrong += 1
                    print(f"iteration {iteration}: stored {a!r}, dumped {b!r}")
    print(f"{wrong} of {compared} differ" if wrong or not compared else "all bits are those of the run")
    return 1 if wrong or not compared else 0


sys.exit(main())
