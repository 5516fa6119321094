# SPDX-License-Identifier: Apache-2.0
"""The kernels compile with clang for Linux on arm64, and their tests pass there, under qemu: the numbers that they know are those of every processor.

    arm64.py SOURCE

Skipped without PLUME_LONG_TESTS, and where Debian's clang, g++-aarch64-linux-gnu, qemu-user-static or libgtest-dev are absent. Sources for x86 alone (…_avx2.cpp) are compiled
without their options, and tests that ask the processor for these instructions skip.
"""
import concurrent.futures
import os
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from programs import run

SKIPPED = 77
SOURCE = Path(sys.argv[1]).resolve()
ROOMS = ("base", "random")  # the others need libraries for arm64: arm64_program.py has them
GTEST = Path("/usr/src/googletest")
AARCH64 = b"\xb7\x00"  # e_machine in the header of an ELF program
TOOLS = ("clang++", "aarch64-linux-gnu-g++", "qemu-aarch64-static")
COMPILE = ("clang++", "--target=aarch64-linux-gnu", "-std=c++20", "-O1", "-ffp-contract=off", f"-I{SOURCE}", "-DFMT_HEADER_ONLY",
           f"-I{GTEST}/googletest/include", f"-I{GTEST}/googlemock/include", f"-I{GTEST}/googletest", f"-I{GTEST}/googlemock",
           f'-DPLUME_SOURCE_DIR="{SOURCE}"', "-w", "-c")


class Arm64(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.scratch = Path(folder.name)
        cls.gtest = cls.objects([GTEST / "googletest/src/gtest-all.cc", GTEST / "googlemock/src/gmock-all.cc",
                                 GTEST / "googlemock/src/gmock_main.cc"])

    @classmethod
    def objects(cls, sources):
        def compiled(source):
            made = cls.scratch / (re.sub(r"\W", "_", str(source)) + ".o")
            run(*COMPILE, source, "-o", made)
            return made
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as threads:
            return list(threads.map(compiled, sources))

    def passes(self, room):
        sources = sorted((SOURCE / "tests/kernels" / room).glob("*.cpp")) + sorted((SOURCE / "kernels" / room).glob("*.cpp"))
        program = self.scratch / f"test_{room}"
        run("aarch64-linux-gnu-g++", "-static", "-pthread", *self.objects(sources), *self.gtest, "-o", program)
        self.assertEqual(program.read_bytes()[18:20], AARCH64)
        told = run("qemu-aarch64-static", program, "--gtest_brief=1")
        passed = re.search(r"PASSED\s*\]\s*(\d+) tests", told)
        self.assertTrue(passed and int(passed[1]) > 5, told)

    def test_kernels(self):
        for room in ROOMS:
            with self.subTest(room):
                self.passes(room)


if __name__ == "__main__":
    if not os.environ.get("PLUME_LONG_TESTS"):
        print("skipped: PLUME_LONG_TESTS is not set")
        sys.exit(SKIPPED)
    missing = [tool for tool in TOOLS if shutil.which(tool) is None] + ([] if GTEST.exists() else ["the sources of GoogleTest"])
    if missing:
        print(f"skipped: {', '.join(missing)} is absent")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
