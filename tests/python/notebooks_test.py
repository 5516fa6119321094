#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The notebooks of docs/notebooks run from their first cell to the last, and show what they say.

    PLUME_PROGRAM=build/release/plume notebooks_test.py [FOLDER]    FOLDER: where the executed notebooks are left, to look at
"""
import os
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

try:
    import nbclient
    import nbformat
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

KEPT = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None


def executed(name):
    """The texts that each cell of code shows, by MIME type."""
    notebook = nbformat.read(ROOT / "docs" / "notebooks" / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        assert not cell.get("outputs"), f"{name}.ipynb is kept without outputs"
    os.environ["PYTHONPATH"] = str(ROOT / "python")
    with tempfile.TemporaryDirectory(prefix="plume-notebook-") as folder:
        nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3",
                                resources={"metadata": {"path": folder}}).execute()
        files = sorted(each.name for each in Path(folder).iterdir())
    if KEPT:
        nbformat.write(notebook, KEPT / f"{name}.ipynb")
    shown = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts = {}
            for output in cell.outputs:
                parts.update(output.get("data", {}))
                if output.output_type == "stream":
                    parts[output.name] = parts.get(output.name, "") + output.text
            shown.append(parts)
    return shown, files


class Notebooks(unittest.TestCase):
    def test_a_brightway_project_becomes_a_comparison(self):
        shown, files = executed("brightway")
        tables = [each.get("text/html", "") for each in shown]
        self.assertTrue(any("kg CO2-eq" in each and "se_mean" in each for each in tables))
        self.assertTrue(any("<svg" in each for each in tables))
        self.assertTrue(any("median_difference" in each for each in tables))
        self.assertTrue(any("electricity" in each and "share" in each for each in tables))
        self.assertEqual(files, ["buses.h5", "buses.html"])
        self.assertGreater(int(shown[-1]["text/plain"]), 20_000)

    def test_an_inventory_becomes_a_claim(self):
        shown, files = executed("claim")
        tables = [each.get("text/html", "") for each in shown]
        self.assertTrue(any("t CO2e" in each and "se_mean" in each for each in tables))
        self.assertTrue(any("<iframe" in each and "&lt;svg" not in each and "<svg" in each for each in tables))
        self.assertTrue(any("P(net" in each and "risk-adjusted" in each for each in tables))
        self.assertTrue(any("share of variance" in each and "diesel of lorries" in each for each in tables))
        self.assertEqual([each.get("stderr", "") for each in shown if "PlumeWarning" in each.get("stderr", "")], [])
        self.assertEqual(files, ["site", "site.html"])
        self.assertGreater(int(shown[-1]["text/plain"]), 20_000)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    unittest.main(argv=sys.argv[:1])
