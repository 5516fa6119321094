# SPDX-License-Identifier: Apache-2.0
"""A new format is one folder and one line: in a copy of the tree the folder toy/ is laid beside the other readers and one line is added to formats.cpp. Then

    toy_format.py SOURCE BUILD CMAKE COMPILER

configures the copy, compiles what is new as the copy would, links it with everything else that BUILD has made already, and reads a shop with it."""
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SOURCE, BUILD = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
CMAKE, COMPILER = sys.argv[3:5]
LAST = "FORMAT(compiled_model)"
STUDY = """
[study]
name = "shop"
[[model]]
path = "shop"
[[model]]
path = "factors.csv"
[[demand]]
name = "power"
process = "power"
amount = 2
[sampling]
iterations = 4
"""


def line_of_link():
    """How BUILD links the program."""
    told = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", "plume"], check=True, capture_output=True, text=True).stdout
    return next(line for line in reversed(told.splitlines()) if " -o plume " in line)


@unittest.skipUnless((BUILD / "build.ninja").exists(), "the build is not made by Ninja")
class ToyFormat(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.tree = self.folder / "tree"
        shutil.copytree(SOURCE, self.tree, ignore=shutil.ignore_patterns(".git", "build", "out"))

    def add_format(self):
        shutil.copytree(SOURCE / "tests/project/toy", self.tree / "host/readers/toy")
        listed = self.tree / "host/readers/formats.cpp"
        before = listed.read_text()
        self.assertEqual(before.count(LAST), 1)
        listed.write_text(before.replace(LAST, f"FORMAT(toy) {LAST}"))

    def compiled(self):
        """The objects of what is new, by the commands of the copy."""
        run(CMAKE, "-S", self.tree, "-B", self.tree / "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Release",
            "-DPLUME_CUDA=off", "-DPLUME_MPI=off", "-DPLUME_BUILD_TESTS=OFF", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
        objects = []
        for each in json.loads((self.tree / "build/compile_commands.json").read_text()):
            if each["file"].endswith(("readers/toy/toy.cpp", "readers/formats.cpp")):
                words = shlex.split(each["command"])
                objects.append(self.folder / (Path(each["file"]).stem + ".o"))
                words[words.index("-o") + 1] = str(objects[-1])
                subprocess.run(words, cwd=each["directory"], check=True)
        self.assertEqual(len(objects), 2, "CMake found the folder")
        return objects

    def program(self):
        objects = " ".join(map(str, self.compiled()))
        # The list of formats may be in one object with other files: the new one comes first, and counts.
        command = line_of_link().replace(" -o plume ", f" {objects} -Wl,--allow-multiple-definition -o {self.folder / 'plume'} ")
        subprocess.run(command, shell=True, cwd=BUILD, check=True)
        return self.folder / "plume"

    def test_a_folder_and_a_line_make_a_format(self):
        self.add_format()
        plume = self.program()
        (self.folder / "shop").mkdir()
        (self.folder / "shop/shop.toy").write_text("power kWh 0.1 coal 0.3\ncoal kg 2.5\n")
        (self.folder / "factors.csv").write_text("category,flow,amount,unit\nclimate,co2,2,kg\n")
        self.assertEqual(json.loads(run(plume, "info", self.folder / "shop", "--format", "json"))["format"], "toy")
        (self.folder / "shop.toml").write_text(STUDY)
        run(plume, "run", self.folder / "shop.toml", "-o", self.folder / "shop.h5", "--quiet")
        report = json.loads(run(plume, "report", self.folder / "shop.h5", "-f", "json"))
        self.assertAlmostEqual(report["outputs"][0]["static"], 2 * 2 * (0.1 + 0.3 * 2.5), places=12)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
