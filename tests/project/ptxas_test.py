# SPDX-License-Identifier: Apache-2.0
"""ptxas.py reads ptxas's own words and finds a spill among kernels that have none."""
import contextlib
import io
import unittest

import ptxas

CLEAN = """ptxas info    : 0 bytes gmem, 24 bytes cmem[4]
ptxas info    : Compiling entry function '_Z4drawf' for 'sm_90'
ptxas info    : Function properties for _Z4drawf
    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
ptxas info    : Used 72 registers, used 0 barriers, 880 bytes cmem[0]
"""
SPILLING = """ptxas info    : Compiling entry function '_Z5solvef' for 'sm_90'
ptxas info    : Function properties for _Z5solvef
    96 bytes stack frame, 84 bytes spill stores, 120 bytes spill loads
ptxas info    : Used 255 registers, used 0 barriers, 880 bytes cmem[0]
"""


class PtxasReport(unittest.TestCase):
    def judge(self, text):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            return ptxas.judge(ptxas.read_report(text)), out.getvalue()

    def test_no_spill_passes_and_shows_registers(self):
        status, text = self.judge(CLEAN)
        self.assertEqual(0, status)
        self.assertIn("       72      0            0           0  draw", text)
        self.assertIn("1 kernels, 0 spill", text)

    def test_one_spill_among_several_fails(self):
        status, text = self.judge(CLEAN + SPILLING)
        self.assertEqual(1, status)
        self.assertIn("      255     96           84         120  solve", text)
        self.assertIn("2 kernels, 1 spill", text)

    def test_another_report_fails(self):
        self.assertEqual(1, self.judge("nothing of the kind")[0])
        self.assertEqual(1, self.judge(CLEAN.splitlines()[1])[0])

    def test_a_spill_in_a_function_that_a_kernel_calls_fails(self):
        status, _ = self.judge(CLEAN + "ptxas info    : Function properties for helper\n"
                                       "    8 bytes stack frame, 8 bytes spill stores, 8 bytes spill loads\n")
        self.assertEqual(1, status)


if __name__ == "__main__":
    unittest.main()
