# SPDX-License-Identifier: Apache-2.0
"""The whole program compiles with clang for Linux on arm64, runs there under qemu, and has the numbers of this machine's.

    arm64_program.py SOURCE BUILD PROGRAM

BUILD keeps what was fetched and compiled; PROGRAM is the plume of this machine. Libraries are Debian's for arm64, fetched with apt's own
tools into a folder of their own: this system's packages, lists and settings stay as they are. All figures of the small studies
(means, deviations, quantiles of 2,000 scores, written to the last digit) and one iteration's matrices must be those of this machine.

Skipped without PLUME_LONG_TESTS (it takes the time of a build), and where the tools or the packages cannot be had.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SKIPPED = 77
SOURCE, BUILD, PROGRAM = (Path(argument).resolve() for argument in sys.argv[1:4])
TOOLS = ("clang++", "aarch64-linux-gnu-ld", "qemu-aarch64-static", "apt-get", "dpkg-deb", "cmake", "ninja")
QEMU = ("qemu-aarch64-static", "-L")
SYSROOT = BUILD / "sysroot"
AARCH64 = b"\xb7\x00"  # e_machine in the header of an ELF program
NOT_OF_THE_SYSROOT = {"g++", "cmake", "ninja-build", "git"}
OF_THE_SYSROOT = ["libc6-dev", "libstdc++-12-dev", "libomp-14-dev"]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def packages():
    """Those that bootstrap.sh builds with, and what a compiler brings."""
    listed = re.search(r"^build_packages=\(([^)]*)\)", (SOURCE / "bootstrap.sh").read_text(), re.M)[1].split()
    return [name for name in listed if name not in NOT_OF_THE_SYSROOT] + OF_THE_SYSROOT


def fetch_sysroot():
    """Debian's libraries and headers for arm64, with all that they need, below SYSROOT."""
    wanted = " ".join(packages())
    complete = SYSROOT / "complete"
    if complete.exists() and complete.read_text() == wanted:
        return
    shutil.rmtree(SYSROOT, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="plume-arm64-") as folder:
        apt = Path(folder)
        for each in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d"):
            (apt / each).mkdir(parents=True)
        (apt / "status").touch()  # nothing is installed there
        settings = {"APT::Architecture": "arm64", "APT::Architectures": "arm64", "APT::Install-Recommends": "false",
                    "APT::Sandbox::User": "", "Dir::State": apt / "state", "Dir::State::status": apt / "status",
                    "Dir::Cache": apt / "cache", "Dir::Etc::Parts": apt / "etc/apt.conf.d",
                    "Dir::Etc::PreferencesParts": apt / "etc/preferences.d"}
        (apt / "apt.conf").write_text("".join(f'{key} "{value}";\n' for key, value in settings.items()))
        environment = {**os.environ, "APT_CONFIG": str(apt / "apt.conf"), "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--download-only", *packages()]):
            done = subprocess.run(["apt-get", "--quiet", *command], env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                skip(f"Debian's packages for arm64 cannot be had: {last}")
        for place in ("bin", "lib", "sbin"):  # as in Debian itself, whose packages still say /lib
            (SYSROOT / "usr" / place).mkdir(parents=True)
            (SYSROOT / place).symlink_to(f"usr/{place}")
        for package in sorted((apt / "cache/archives").glob("*.deb")):
            content = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE)
            subprocess.run(["tar", "-x", "--keep-directory-symlink", "--no-same-owner", "-C", SYSROOT], stdin=content.stdout, check=True)
            if content.wait() != 0:
                raise AssertionError(f"{package} cannot be unpacked")
    for link in SYSROOT.rglob("*"):  # those that begin with / lead out of it
        if link.is_symlink() and os.readlink(link).startswith("/"):
            inside = SYSROOT / os.readlink(link).lstrip("/")
            link.unlink()
            link.symlink_to(os.path.relpath(inside, link.parent))
    complete.write_text(wanted)


def build():
    toolchain = BUILD / "toolchain.cmake"
    toolchain.write_text(f"""set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_SYSROOT {SYSROOT})
set(CMAKE_CXX_COMPILER clang++)
set(CMAKE_CXX_COMPILER_TARGET aarch64-linux-gnu)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
""")
    run("cmake", "-S", SOURCE, "-B", BUILD / "build", "-G", "Ninja", f"-DCMAKE_TOOLCHAIN_FILE={toolchain}", "-DCMAKE_BUILD_TYPE=Release",
        "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG", "-DPLUME_CUDA=off", "-DPLUME_MPI=off", "-DPLUME_BUILD_TESTS=OFF")
    run("cmake", "--build", BUILD / "build", "--target", "plume")


class Arm64Program(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        build()
        cls.program = BUILD / "build" / "plume"
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.scratch = Path(folder.name)

    def test_it_is_for_arm64_and_says_its_version(self):
        self.assertEqual(self.program.read_bytes()[18:20], AARCH64)
        version = (SOURCE / "VERSION").read_text().strip()
        self.assertIn(f"plume {version}", run(*QEMU, SYSROOT, self.program, "--version"))

    def test_a_study_has_the_numbers_of_this_machine(self):
        reports = {}
        for name, command in (("arm64", [*QEMU, SYSROOT, self.program]), ("here", [PROGRAM])):
            for study in sorted(path.parent.name for path in (SOURCE / "datasets/mini").glob("*/study.toml")):
                result = self.scratch / f"{study}-{name}.h5"
                run(*command, "run", SOURCE / "datasets/mini" / study / "study.toml", "-o", result, "--quiet", "--set", "sampling.iterations=2000")
                report = json.loads(run(*command, "report", result, "--format", "json"))
                for key in ("provenance", "files", "made"):
                    report.pop(key, None)
                reports[name, study] = report["outputs"]
                dump = self.scratch / f"{study}-{name}"
                run(*command, "run", SOURCE / "datasets/mini" / study / "study.toml", "-o", dump, "--dump", "7", "--quiet")
                reports[name, study, "dump"] = {path.name: path.read_text() for path in dump.glob("*.csv")}
        for key in [key for key in reports if key[0] == "arm64"]:
            with self.subTest(key):
                self.assertTrue(reports[key])
                self.assertEqual(reports[key], reports["here", *key[1:]])


if __name__ == "__main__":
    if not os.environ.get("PLUME_LONG_TESTS"):
        skip("compiling everything takes the time of a build; PLUME_LONG_TESTS=1 asks for it")
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        skip(f"{', '.join(missing)} is absent")
    BUILD.mkdir(parents=True, exist_ok=True)
    fetch_sysroot()
    unittest.main(argv=sys.argv[:1])
