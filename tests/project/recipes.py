# SPDX-License-Identifier: Apache-2.0
"""The conda recipe and CITATION.cff say what is true of this source tree, and docs/install.md names every recipe. Arguments: SOURCE PLUME.

python.recipe has rattler-build's own parser render it. cluster.packaging holds the Spack package and the container against the tree.
"""
import re
import subprocess
import sys
import tomllib
import unittest
from pathlib import Path

import cmake_says
from source_tree import SKIPPED

try:
    import yaml
except ImportError:
    print("skipped: this Python has no yaml (Debian: python3-yaml)")
    sys.exit(SKIPPED)

SOURCE, PLUME = Path(sys.argv[1]).resolve(), sys.argv[2]
FOLDER = SOURCE / "python" / "recipe"
CONDA_NAME = {"CLI11": "cli11", "THRUST": "cccl", "ZLIB": "zlib", "boost_math": "libboost-headers", "klu": "suitesparse", "md": "libmd"}
CONDA_TOOLS = {"python", "pip", "scikit-build-core"}


def without_place(libraries):
    """Names by which conda-forge has libraries; MPI is none of those that the recipe builds with."""
    return {CONDA_NAME.get(library, library) for library in libraries} - {"MPI"}


def required(requirements):
    """Package → the rest of the requirement; what a compiler stands for is not a package."""
    return dict((each + " ").split(" ", 1) for each in requirements if not each.startswith("$"))


def plume(*words):
    return subprocess.run([PLUME, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Conda(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.recipe = yaml.safe_load((FOLDER / "recipe.yaml").read_text())
        cls.script = cls.recipe["build"]["script"]
        cls.project = tomllib.loads((SOURCE / "python" / "pyproject.toml").read_text())

    def test_its_version_is_ours(self):
        self.assertEqual(self.recipe["context"]["version"], (SOURCE / "VERSION").read_text().strip())
        self.assertEqual(self.recipe["package"], {"name": self.project["project"]["name"], "version": "${{ version }}"})

    def test_it_builds_this_tree(self):
        self.assertEqual((FOLDER / self.recipe["source"]["path"]).resolve(), SOURCE)
        self.assertTrue((SOURCE / self.recipe["about"]["license_file"]).is_file())
        self.assertEqual(self.recipe["about"]["license"], self.project["project"]["license"])

    def test_it_needs_the_libraries_that_cmake_looks_for_and_no_others(self):
        needed = without_place(cmake_says.libraries(SOURCE))
        self.assertGreater(len(needed), 10)
        self.assertEqual(set(required(self.recipe["requirements"]["host"])) - CONDA_TOOLS, needed)

    def test_it_asks_for_the_cmake_that_we_ask_for(self):
        oldest = re.search(r"cmake_minimum_required\(VERSION ([\d.]+)\)", (SOURCE / "CMakeLists.txt").read_text())[1]
        self.assertEqual(required(self.recipe["requirements"]["build"])["cmake"].strip(), f">={oldest}")

    def test_it_needs_the_packages_that_the_wheel_needs(self):
        wheel = {re.match(r"[\w-]+", each)[0]: each for each in self.project["project"]["dependencies"]}
        wheel["python"] = "python" + self.project["project"]["requires-python"]
        conda = {name: (name + rest).replace(" ", "") for name, rest in required(self.recipe["requirements"]["run"]).items()}
        self.assertEqual(conda, wheel)
        self.assertEqual(required(self.recipe["requirements"]["host"])["scikit-build-core"].strip(),
                         self.project["build-system"]["requires"][0].removeprefix("scikit-build-core"))

    def test_its_options_are_cmakes(self):
        given = re.search(r'SKBUILD_CMAKE_ARGS="([^"]+)"', "\n".join(self.script))[1].split(";")
        self.assertIn("-DPLUME_PORTABLE=OFF", given)  # conda-forge has no archives
        # The place of Thrust's headers is no option, but what CMake would otherwise look for.
        thrust = [each for each in given if each.startswith("-DPLUME_THRUST_INCLUDE=")]
        self.assertEqual(len(thrust), 1)
        self.assertIn("PLUME_THRUST_INCLUDE", (SOURCE / "kernels" / "engine" / "CMakeLists.txt").read_text())
        self.assertEqual(cmake_says.unknown_definitions(set(given) - set(thrust), cmake_says.options(SOURCE)), [])
        # It replaces all that the wheel gives to CMake, so it must give all of it.
        names = {each.split("=")[0] for each in given}
        self.assertEqual({each.split("=")[0] for each in self.project["tool"]["scikit-build"]["cmake"]["args"]} - names, set())

    def test_its_script_is_shell_and_finds_what_the_wheel_holds(self):
        subprocess.run(["bash", "-n", "-c", "\n".join(self.script)], check=True)
        built = self.project["tool"]["scikit-build"]
        self.assertEqual(built["install"]["components"], ["program", "module"])  # nothing of the module where it is not built
        self.assertIn(f"{built['wheel']['install-dir']}/bin/plume ", self.script[-1])
        self.assertTrue((SOURCE / "python" / "pyproject.toml").is_file() and any("install ./python " in each for each in self.script))

    def test_its_tests_can_pass(self):
        commands = [line for test in self.recipe["tests"] for line in test.get("script", [])]
        self.assertGreaterEqual(len(commands), 3)
        for command in commands:
            program, *words = command.split()
            self.assertEqual(program, "plume")
            said = plume(*words)
            self.assertEqual(said.returncode, 0, said.stdout)
        self.assertEqual(plume("versions").returncode, 2)  # what is no command is told
        for module in self.recipe["tests"][0]["python"]["imports"]:
            self.assertTrue((SOURCE / "python" / module / "__init__.py").is_file())


class Page(unittest.TestCase):
    def test_install_names_each_way(self):
        page = (SOURCE / "docs" / "install.md").read_text()
        for recipe in ("../python/recipe/recipe.yaml", "cluster/spack/package.py", "cluster/plume.def"):
            self.assertTrue((SOURCE / "docs" / recipe).is_file(), recipe)
            self.assertIn(f"]({recipe})", page)
        for way in ("From source", "Wheel", "deb", "conda", "Spack", "Apptainer"):
            self.assertRegex(page, rf"(?m)^## {way}$")
        # What the recipes say of themselves is what the page says.
        for recipe, start in (("python/recipe/recipe.yaml", "rattler-build build "), ("docs/cluster/plume.def", "apptainer build "),
                              ("docs/cluster/spack/package.py", "spack repo create ")):
            command = next(line.lstrip("# ") for line in (SOURCE / recipe).read_text().splitlines() if start in line)
            self.assertIn(command.split(" && ")[0], page)


class Citation(unittest.TestCase):
    def test_it_cites_this_version(self):
        citation = yaml.safe_load((SOURCE / "CITATION.cff").read_text())
        self.assertEqual(citation["version"], (SOURCE / "VERSION").read_text().strip())
        self.assertEqual(citation["license"], "Apache-2.0")
        self.assertLessEqual({"cff-version", "message", "title", "authors"}, set(citation))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
