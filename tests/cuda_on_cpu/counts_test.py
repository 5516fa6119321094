# SPDX-License-Identifier: Apache-2.0
"""bench/gpu-counts counts what it says, and an iteration costs a GPU no more than the limits below.

  counts_test.py SOURCE BUILD            77 (skipped) without NumPy and SciPy
"""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import numpy  # noqa: F401
    import scipy  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}; bench/synth needs it")
    sys.exit(77)

SOURCE, BUILD = (Path(name).resolve() for name in sys.argv[1:3])
MOST_INSTRUCTIONS = 765_000  # of PTX, an iteration of small
MOST_LANE_BYTES = 350_000


class Counts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.models = temporary.name

    def count(self, *options):
        command = [sys.executable, "-B", str(SOURCE / "bench/gpu-counts"), "--build", str(BUILD), "--models", self.models, "--sizes", "small",
                   "--no-registers", "--mebibytes", "64", *options]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        rows = {}
        for line in done.stdout.splitlines()[1:]:
            _, kernel, instructions, lanes, far, problem = line.split()[:6]
            rows[kernel] = (int(instructions.replace(",", "")), float(lanes), float(far), float(problem))
        return rows, done.stdout

    def test_an_iteration_keeps_to_its_limits(self):
        rows, text = self.count("--iterations", "64")
        self.assertLessEqual({"draw", "solve", "score", "all"}, set(rows), text)
        self.assertTrue(all(row[0] > 0 for row in rows.values()), text)
        self.assertAlmostEqual(rows["all"][0], sum(row[0] for name, row in rows.items() if name != "all"), delta=len(rows), msg=text)
        self.assertLess(rows["all"][0], MOST_INSTRUCTIONS, text)
        self.assertLess(rows["all"][1] * 1e6, MOST_LANE_BYTES, text)
        self.assertLess(rows["solve"][2], rows["solve"][1], "a cache holds some of it")

    def test_more_sweeps_cost_more(self):
        """What is counted is what the kernels did, not a constant."""
        loose, _ = self.count("--iterations", "8", "--set", "solver.tolerance=1e-4")
        tight, _ = self.count("--iterations", "8", "--set", "solver.tolerance=1e-9")
        self.assertLess(loose["solve"][0], tight["solve"][0])
        self.assertEqual(loose["draw"], tight["draw"])

    def test_a_program_that_fails_is_told(self):
        command = [sys.executable, "-B", str(SOURCE / "bench/gpu-counts"), "--build", str(BUILD), "--models", self.models, "--sizes", "small",
                   "--no-registers", "--set", "solver.tolerance=nothing"]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertNotEqual(0, done.returncode)
        self.assertRegex(done.stderr, re.compile("ended with [1-9]"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
