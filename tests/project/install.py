# SPDX-License-Identifier: Apache-2.0
"""An installed Plume can be used: the program runs, and a project of somebody else finds the package and runs a study with it."""
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SOURCE, BUILD = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
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

    def test_nothing_installed_points_into_the_source_tree(self):
        for path in sorted(self.prefix.rglob("*.cmake")):
            self.assertNotIn(str(SOURCE), path.read_text(), path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
