#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores that are bounded in every iteration are the same bits, in whatever way a run is made: at once, extended, interrupted and resumed,
in shards that are merged, with one thread, in double.

    ways_to_run.py PLUME STUDY.toml
"""
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import h5py
import numpy

plume, study = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
iterations = 20480


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "study"
        shutil.copytree(study.parent, folder)

        def run(*words, expect=0):
            done = subprocess.run([plume, *map(str, words)], cwd=folder, capture_output=True, text=True)
            if done.returncode != expect:
                sys.exit(f"plume {' '.join(map(str, words))}: status {done.returncode}\n{done.stderr}")

        def make(name, count, *words):
            run("run", study.name, "-o", name, "-q", "--iterations", count, *words)

        make("whole.h5", iterations)
        make("one.h5", iterations, "--threads", 1)
        make("serial.h5", iterations, "--device", "serial")
        make("extended.h5", 3000)
        run("run", study.name, "-o", "extended.h5", "-q", "--extend", iterations - 3000)
        for shard in (1, 2, 3):
            make("merged.h5", iterations, "--shard", f"{shard}/3")
        run("merge", "merged.parts", "-o", "merged.h5", "-q")
        slow = subprocess.Popen([plume, "run", study.name, "-o", "resumed.h5", "-q", "--iterations", str(iterations), "--device", "serial"], cwd=folder)
        end = time.monotonic() + 60
        while not (folder / "resumed.parts").exists() and slow.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        slow.send_signal(signal.SIGTERM)
        slow.wait()
        make("resumed.h5", iterations, "--resume")

        with h5py.File(folder / "whole.h5") as file:
            wanted = file["score"][:]
        wrong = []
        for name in ("one", "serial", "extended", "merged", "resumed"):
            with h5py.File(folder / f"{name}.h5") as file:
                found = file["score"][:]
            if found.shape != wanted.shape or not numpy.array_equal(found.view(numpy.uint64), wanted.view(numpy.uint64)):
                wrong.append(name)
        varies = wanted.std(axis=0) > 0.0
        at_bound = int(((wanted == 0.0) & varies).any(axis=(1, 2)).sum())
        if not 0 < at_bound < iterations:
            wrong.append("no iteration is at a bound: nothing is tested")
        print(f"{', '.join(wrong)} differ" if wrong else f"all bits are the same; {at_bound} iterations at a bound")
        return 1 if wrong else 0


sys.exit(main())
