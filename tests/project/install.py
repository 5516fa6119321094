# SPDX-License-Identifier: Apache-2.0
"""An installed Plume can be used: the program runs, and a project of somebody else finds the package and runs a study with it."""
import re
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SOURCE, BUILD = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
EXAMPLE = SOURCE / "docs/examples/api"
CMAKE, GENERATOR, COMPILER = sys.argv[3:6]


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.scratch = Path(cls.folder.name)
        cls.prefix = cls.scratch / "prefix"
        run(CMAKE, "--install", BUILD, "--prefix", cls.prefix)

    def test_the_program_runs_from_where_it_is_installed(self):
        self.assertIn("cpu", run(self.prefix / "bin/plume", "devices"))

    def test_a_project_finds_the_package_and_runs_a_study(self):
        run(CMAKE, "-S", SOURCE / "tests/project/consumer", "-B", self.scratch / "build", "-G", GENERATOR,
            f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run(CMAKE, "--build", self.scratch / "build")
        printed = run(self.scratch / "build/consumer", SOURCE / "datasets/studies/wafer/study.toml", self.scratch / "result.h5")
        iterations, static, mean = map(float, printed.split())
        self.assertEqual(iterations, 2000)
        self.assertGreater(static, 0)
        self.assertLess(abs(mean / static - 1), 0.5)
        self.assertTrue((self.scratch / "result.h5").exists())

    def test_the_example_makes_a_model_in_memory_runs_it_and_prints_a_quantile(self):
        build = self.scratch / "example"
        run(CMAKE, "-S", EXAMPLE, "-B", build, "-G", GENERATOR, f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Release",
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run(CMAKE, "--build", build)
        printed = run(build / "kettle", self.scratch / "kettles.h5")
        static, mean, quantile = map(float, re.fullmatch(
            r"one kettle: (\S+) kg CO2e as it stands\nmean (\S+), 95 % of 10000 iterations below (\S+)\n", printed).groups())
        # By hand: steel and power per kettle are (0.8 + 0.01 * 1.5) / (1 - 0.01 * 2) and 1.5 + 2 * steel.
        steel = (0.8 + 0.01 * 1.5) / (1 - 0.02)
        self.assertAlmostEqual(static, 1.5 * steel + 0.5 * (1.5 + 2 * steel), delta=0.001)
        self.assertLess(static, mean)  # lognormals around their medians
        self.assertLess(mean, quantile)
        self.assertLess(quantile, 1.6 * static)
        self.assertIn("one kettle", run(self.prefix / "bin/plume", "info", self.scratch / "kettles.h5"))

    def test_the_page_shows_the_example(self):
        shown = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", (SOURCE / "docs/cpp.md").read_text(), re.MULTILINE | re.DOTALL))
        self.assertEqual(sorted(shown), ["CMakeLists.txt", "main.cpp"])
        for name, text in shown.items():
            self.assertEqual(text, (EXAMPLE / name).read_text(), name)

    def test_nothing_installed_points_into_the_source_tree(self):
        for path in sorted(self.prefix.rglob("*.cmake")):
            self.assertNotIn(str(SOURCE), path.read_text(), path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
