# SPDX-License-Identifier: Apache-2.0
"""bench/run tells the floor of this machine: its draw, sweep and impact kernels alone, as often as a run needed them.

  bench_floor.py SOURCE BUILD            77 (skipped) without NumPy and SciPy, or where bench_kernels is not built (libbenchmark-dev)
"""
import sys
import tempfile
import unittest
from pathlib import Path

from programs import load_script

try:
    import numpy  # noqa: F401
    import scipy  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}; bench/synth needs it")
    sys.exit(77)

SOURCE, BUILD = (Path(name).resolve() for name in sys.argv[1:3])
if not (BUILD / "bench_kernels").exists():
    print("skipped: bench_kernels is not built (libbenchmark-dev)")
    sys.exit(77)


class Floor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.run_script = load_script(SOURCE / "bench/run")
        cls.study = cls.run_script.make(Path(temporary.name), "small")[0]
        cls.measured = cls.run_script.plume(BUILD, cls.study, "--seconds", 0.5, "--threads", 1, "--direct", 0, "--umfpack", 0)

    def test_a_run_comes_near_its_floor_and_not_far_below(self):
        seconds = self.run_script.floor(BUILD, self.study, self.measured)
        self.assertIsNotNone(seconds)
        share = seconds * self.measured["iterations_per_second"]
        # Wide: other programs may slow one of the two down.
        self.assertTrue(0.1 < share < 3.0, share)

    def test_every_sweep_counts(self):
        """With a thousand sweeps more the floor is that of sweeps: one left out of the sum would be seen."""
        few = self.run_script.floor(BUILD, self.study, dict(self.measured, sweeps=0.0))
        many = self.run_script.floor(BUILD, self.study, dict(self.measured, sweeps=1000.0))
        self.assertGreater(many, 20 * few)

    def test_without_the_kernels_there_is_none(self):
        self.assertIsNone(self.run_script.floor(SOURCE, self.study, self.measured))
        self.assertIsNone(self.run_script.floor(BUILD, self.study, dict(self.measured, device="cuda: a GPU")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
