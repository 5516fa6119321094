# SPDX-License-Identifier: Apache-2.0
"""What docs/cluster/ offers to those who install and submit says what is true of this source tree. Arguments: SOURCE PLUME."""
import json
import re
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "project"))
import cmake_says  # noqa: E402, its folder is known only here

SOURCE, PLUME = Path(sys.argv[1]).resolve(), sys.argv[2]
CLUSTER = SOURCE / "docs/cluster"
SCRIPTS = sorted(CLUSTER.glob("*.sbatch"))


def text(path):
    return (SOURCE / path).read_text(encoding="utf-8")


def output(*words, **more):
    return subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=True, **more).stdout


class Scripts(unittest.TestCase):
    def test_there_are_some_and_bash_understands_them(self):
        self.assertGreaterEqual(len(SCRIPTS), 4)
        for script in SCRIPTS:
            output("bash", "-n", script)

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_shellcheck_has_nothing_to_say(self):
        for script in SCRIPTS:
            output("shellcheck", "--shell=bash", script)

    def test_they_use_options_that_plume_has(self):
        for script in SCRIPTS:
            for line in script.read_text().splitlines():
                command = re.search(r'"(?:\$plume|\$\{PLUME:-plume\})" (run|merge) (.*)', line)
                if not command or line.startswith("#"):
                    continue
                known = output(PLUME, command[1], "--help")
                for option in re.findall(r"--[a-z]+(?=[ =])|(?<= )-[a-z]\b", command[2] + " "):
                    self.assertIn(option, known, f"{script.name}: {line}")

    def test_the_readme_names_each(self):
        for path in sorted(each for each in CLUSTER.rglob("*") if each.is_file() and each.name != "README.md"):
            self.assertIn(f"({path.relative_to(CLUSTER)})", text("docs/cluster/README.md"))


class Container(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        parts = re.split(r"^%(\w+).*$", text("docs/cluster/plume.def"), flags=re.M)
        cls.head, cls.sections = parts[0], dict(zip(parts[1::2], parts[2::2]))

    def test_it_has_what_apptainer_wants(self):
        self.assertRegex(self.head, r"(?m)^Bootstrap: docker$")
        self.assertRegex(self.head, r"(?m)^From: \S")
        self.assertEqual(set(self.sections), {"arguments", "files", "post", "test", "runscript", "labels"})

    def test_its_shell_is_shell(self):
        for name in ("post", "test", "runscript"):
            output("sh", "-n", "-c", self.sections[name])

    def test_it_builds_as_bootstrap_does(self):
        post = self.sections["post"]
        self.assertIn("    ./bootstrap.sh\n", post)
        self.assertTrue((SOURCE / "bootstrap.sh").stat().st_mode & 0o100)
        # What bootstrap.sh builds is what is installed.
        self.assertIn("build release ", text("bootstrap.sh"))
        preset = next(each for each in json.loads(text("CMakePresets.json"))["configurePresets"] if each["name"] == "release")
        folder = preset.get("binaryDir", "${sourceDir}/build/${presetName}").replace("${sourceDir}/", "").replace("${presetName}", "release")
        self.assertIn(f"cmake --install {folder} ", post)

    def test_its_packages_are_those_that_bootstrap_tests_with(self):
        wanted = re.search(r"apt-get install .*--no-install-recommends (.*)$", self.sections["post"], re.M)[1].split()
        packages = re.search(r"test_packages=\(([^)]*)\)", text("bootstrap.sh"))[1].split()
        self.assertGreater(len(wanted), 0)
        self.assertLessEqual(set(wanted), set(packages))

    def test_its_commands_are_plumes(self):
        for command in re.findall(r"^    plume (\w+)$", self.sections["post"] + self.sections["test"], re.M):
            output(PLUME, command)


class Spack(unittest.TestCase):
    """package.py, with as much of Spack as it uses."""

    def load(self):
        calls = []
        module = types.ModuleType("spack.package")

        def directive(name):
            return lambda *words, **more: calls.append((name, words, more))

        class Package:
            def define(self, name, value):
                return f"-D{name}={value if isinstance(value, str) else 'ON' if value else 'OFF'}"

        module.CMakePackage = Package
        module.CudaPackage = type("CudaPackage", (), {})
        module.Executable = lambda path: calls.append
        module.run_after = lambda phase: lambda function: function
        for name in ("license", "version", "variant", "depends_on", "generator"):
            setattr(module, name, directive(name))
        before = {name: sys.modules.get(name) for name in ("spack", "spack.package")}
        sys.modules.update({"spack": types.ModuleType("spack"), "spack.package": module})
        try:
            names = {}
            exec(compile(text("docs/cluster/spack/package.py"), "package.py", "exec"), names)  # pylint: disable=exec-used
        finally:
            for name, was in before.items():
                if was is None:
                    del sys.modules[name]
                else:
                    sys.modules[name] = was
        return names["Plume"], calls

    def arguments(self, *wanted, arch="none"):
        package = self.load()[0]()
        package.spec = types.SimpleNamespace(satisfies=lambda what: what in wanted,
                                             variants={"cuda_arch": types.SimpleNamespace(value=(arch,))})
        return package.cmake_args()

    def test_it_gives_options_that_cmake_has(self):
        offered = cmake_says.options(SOURCE)
        self.assertEqual(offered["PLUME_MPI"], ["auto", "on", "off"])
        for wanted in ((), ("+mpi",), ("+cuda",), ("+cuda", "+mpi")):
            self.assertEqual(cmake_says.unknown_definitions(self.arguments(*wanted, arch="90"), offered), [])
        # The check sees what is not there.
        self.assertEqual(len(cmake_says.unknown_definitions(["-DPLUME_MPI=yes", "-DPLUME_SPEED=on"], offered)), 2)

    def test_variants_reach_cmake(self):
        self.assertIn("-DPLUME_MPI=off", self.arguments())
        self.assertIn("-DPLUME_MPI=on", self.arguments("+mpi"))
        self.assertIn("-DCMAKE_CUDA_ARCHITECTURES=90", self.arguments("+cuda", arch="90"))

    def test_its_version_is_ours(self):
        self.assertIn(("version", (text("VERSION").strip(),), {}), self.load()[1])

    def test_it_depends_on_every_library_that_cmake_looks_for(self):
        names = {words[0].split("@")[0] for name, words, _ in self.load()[1] if name == "depends_on"}
        spack_name = {"hdf5": "hdf5", "minizip": "minizip", "klu": "suite-sparse", "md": "libmd", "ZLIB": "zlib-api", "fmt": "fmt",
                      "nlohmann_json": "nlohmann-json", "CLI11": "cli11", "tomlplusplus": "tomlplusplus", "boost_math": "boost",
                      "pugixml": "pugixml", "THRUST": "thrust", "MPI": "mpi"}
        for library in cmake_says.libraries(SOURCE):
            self.assertIn(spack_name.get(library, library), names, library)


class Modules(unittest.TestCase):
    def test_their_version_is_ours(self):
        version = text("VERSION").strip()
        self.assertRegex(text("docs/cluster/modulefile.tcl"), rf"(?m)^set version {re.escape(version)}$")
        self.assertIn(f'local version = "{version}"', text("docs/cluster/modulefile.lua"))

    @unittest.skipUnless(shutil.which("tclsh"), "tclsh is not installed")
    def test_tcl_can_read_the_one_of_tcl(self):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "read.tcl"
            script.write_text("foreach name {module-whatis conflict prepend-path} {\n"
                              '  proc $name {args} "puts \\"$name \\$args\\""\n}\n'
                              f"source {CLUSTER / 'modulefile.tcl'}\n")
            said = output("tclsh", script)
        version = text("VERSION").strip()
        self.assertIn(f"prepend-path PATH /opt/plume/{version}/bin\n", said)
        self.assertIn("conflict plume\n", said)

    @unittest.skipUnless(shutil.which("lua"), "lua is not installed")
    def test_lua_can_read_the_one_of_lua(self):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "read.lua"
            script.write_text("function help() end function whatis() end function conflict() end\n"
                              "function pathJoin(a, b) return a .. '/' .. b end\n"
                              "function prepend_path(name, path) print(name, path) end\n"
                              f"dofile('{CLUSTER / 'modulefile.lua'}')\n")
            self.assertIn(f"PATH\t/opt/plume/{text('VERSION').strip()}/bin\n", output("lua", script))


if __name__ == "__main__":
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in (Scripts, Container, Spack, Modules))
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
