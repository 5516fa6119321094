# SPDX-License-Identifier: Apache-2.0
"""The end of ./bootstrap.sh: the demo study runs, prints its summary, and leaves files that agree with each other."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy
import xarray

SOURCE, PROGRAM = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.out = Path(cls.folder.name, "out")
        cls.result = subprocess.run([SOURCE / "bootstrap.sh", "demo"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                    env=dict(os.environ, PLUME_PROGRAM=str(PROGRAM), PLUME_OUT=str(cls.out)))

    def test_it_ends_well_and_leaves_result_and_summaries(self):
        self.assertEqual(self.result.returncode, 0, self.result.stdout + self.result.stderr)
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), ["wafer.h5", "wafer.json", "wafer.txt"])

    def test_the_summary_is_printed(self):
        self.assertIn((self.out / "wafer.txt").read_text(), self.result.stdout)

    def test_report_and_result_agree(self):
        report = json.loads((self.out / "wafer.json").read_text())
        self.assertGreaterEqual(report["iterations"], 1000)
        with xarray.open_dataset(self.out / "wafer.h5", engine="h5netcdf") as result:
            scores = result["score"].values.reshape(report["iterations"], -1)
        self.assertEqual(scores.shape[1], len(report["outputs"]))
        for column, output in enumerate(report["outputs"]):
            numpy.testing.assert_allclose(scores[:, column].mean(), output["mean"], rtol=1e-12)
            numpy.testing.assert_allclose(scores[:, column].std(ddof=1), output["sd"], rtol=1e-9)
            numpy.testing.assert_allclose(numpy.quantile(scores[:, column], 0.95), output["quantiles"]["0.95"], rtol=1e-12)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
