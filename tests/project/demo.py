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
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), ["wafer_factory" + end for end in (".h5", ".html", ".json", ".txt")])

    def test_the_summary_is_printed(self):
        self.assertIn((self.out / "wafer_factory.txt").read_text(), self.result.stdout)

    def test_the_last_line_states_how_probable_the_claim_is(self):
        last = self.result.stdout.strip().splitlines()[-1]
        self.assertRegex(last, r"^With the credits at face value the balance is ≤ 0 with a probability of 5[78] %; "
                               r"counting delivery and quality risk, 2[123] %\. The claim is not demonstrated at the 95 % level\.$")

    def test_the_page_says_the_same(self):
        page = (self.out / "wafer_factory.html").read_text()
        self.assertIn("The claim is not demonstrated at the 95 % level.", page)
        self.assertNotIn("<script", page)

    def test_report_and_result_agree(self):
        report = json.loads((self.out / "wafer_factory.json").read_text())
        self.assertGreaterEqual(report["iterations"], 1000)
        with xarray.open_dataset(self.out / "wafer_factory.h5", engine="h5netcdf") as result:
            scores = result["score"].values.reshape(report["iterations"], -1)
        self.assertEqual(scores.shape[1], len(report["outputs"]))
        for column, output in enumerate(report["outputs"]):
            numpy.testing.assert_allclose(scores[:, column].mean(), output["mean"], rtol=1e-12)
            numpy.testing.assert_allclose(scores[:, column].std(ddof=1), output["sd"], rtol=1e-9)
            numpy.testing.assert_allclose(numpy.quantile(scores[:, column], 0.95), output["quantiles"]["0.95"], rtol=1e-12)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
