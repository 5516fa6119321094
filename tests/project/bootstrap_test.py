# SPDX-License-Identifier: Apache-2.0
"""bootstrap.sh decides rightly: what to install and how, CUDA or not, how tests are counted.

It runs in a scratch folder with a PATH that holds only what it may use; apt-get, dpkg-query, cmake, ctest, id, sudo and nvcc are replaced by
scripts that write down how they were called. fresh_machine.sh is the same with nothing replaced.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
TOOLS = "bash env dirname sed awk nproc grep head tail mkdir rm cat tee touch"

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="x" tests="4">
\t<testcase name="a" classname="a" time="0" status="run">
\t\t<system-out>&lt;testcase status="fail"</system-out>
\t</testcase>
\t<testcase name="b" classname="b" time="0" status="run">
\t</testcase>
%s</testsuite>
"""
FAILED = '\t<testcase name="c" classname="c" time="0" status="fail">\n\t\t<failure message=""/>\n\t\t<system-out>first\nlast words\n</system-out>\n\t</testcase>\n'
SKIPPED = '\t<testcase name="d" classname="d" time="0" status="notrun">\n\t\t<skipped message="SKIP_RETURN_CODE=77"/>\n\t</testcase>\n'
GONE = '\t<testcase name="e" classname="e" time="0" status="notrun">\n\t\t<skipped message="Unable to find executable"/>\n\t</testcase>\n'


class Bootstrap(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.bin = self.root / "bin"
        self.bin.mkdir()
        for tool in TOOLS.split():
            (self.bin / tool).symlink_to(shutil.which(tool))
        (self.root / "tree").mkdir()
        shutil.copy(SOURCE / "bootstrap.sh", self.root / "tree/bootstrap.sh")
        (self.root / "tree/tests/project").mkdir(parents=True)
        shutil.copy(SOURCE / "tests/project/failures.py", self.root / "tree/tests/project")
        self.fake("python3", f'[ "$1" != tests/project/failures.py ] || exec {sys.executable} "$@"')
        # A machine with everything installed, for root, without CUDA; each test changes what it is about.
        self.fake("dpkg-query", "printf installed")
        self.fake("apt-get", "")
        self.fake("id", "echo 0")
        self.fake("cmake", '[ "$1" != --preset ] || mkdir -p "build/$2"')
        self.junit("")

    def fake(self, name, body):
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/bash\necho "{name} $*" >>"{self.root}/calls"\n{body}\n')
        path.chmod(0o755)

    def junit(self, cases, status=0):
        report = self.root / "report.xml"
        report.write_text(REPORT % cases)
        self.fake("ctest", f'for last; do :; done; cat "{report}" >"$last"; exit {status}')

    def run_it(self, *arguments, **environment):
        (self.root / "calls").write_text("")
        result = subprocess.run(["./bootstrap.sh", *arguments], cwd=self.root / "tree", stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env={"PATH": str(self.bin), "CUDA_HOME": str(self.root), "PLUME_JOBS": "2", **environment})
        return result.returncode, result.stdout, (self.root / "calls").read_text()

    def missing(self, *packages):
        names = "|".join(packages)
        self.fake("dpkg-query", f'case "${{@: -1}}" in {names}) exit 1;; *) printf installed;; esac')

    # --- packages

    def test_a_user_without_rights_is_told_the_command_and_nothing_changes(self):
        self.missing("ninja-build", "libmd-dev")
        self.fake("id", "echo 1000")
        status, output, calls = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("Missing packages: ninja-build libmd-dev\n", output)
        self.assertIn("    apt-get update && apt-get install --no-install-recommends ninja-build libmd-dev\n", output)
        self.assertNotIn("apt-get", calls)
        self.assertNotIn("cmake --preset", calls)
        self.assertEqual([path.name for path in (self.root / "tree").iterdir()], ["bootstrap.sh", "tests"])

    def test_a_user_whose_sudo_wants_a_password_nobody_can_type_is_told_too(self):
        self.missing("ninja-build")
        self.fake("id", "echo 1000")
        self.fake("sudo", "exit 1")
        status, output, _ = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("Missing packages: ninja-build\n", output)

    def test_sudo_is_used_where_it_works(self):
        self.missing("ninja-build")
        self.fake("id", "echo 1000")
        self.fake("sudo", '[ "$1" = -n ] || exec "$@"')
        _, _, calls = self.run_it("test")
        self.assertIn("sudo env DEBIAN_FRONTEND=noninteractive apt-get", calls)

    def test_package_lists_are_fetched_only_when_installing_failed(self):
        self.missing("ninja-build")
        _, _, calls = self.run_it("test")
        self.assertNotIn(" update", calls)
        self.fake("apt-get", f'[ -e "{self.root}/updated" ] && exit 0; case "$*" in *update*) touch "{self.root}/updated";; *) exit 100;; esac')
        status, _, calls = self.run_it("test")
        self.assertEqual(status, 0)
        apt = [line for line in calls.splitlines() if line.startswith("apt-get")]
        self.assertEqual([("update" in line, "install -y" in line) for line in apt], [(False, True), (True, False), (False, True)])
        for line in apt:
            self.assertIn("DPkg::Lock::Timeout=300", line)
            self.assertIn("Acquire::Retries=3", line)

    def test_packages_for_tests_are_asked_for_by_test_only(self):
        self.missing("libgtest-dev")
        self.assertNotIn("apt-get", self.run_it()[2])
        self.assertIn("libgtest-dev", self.run_it("test")[2])

    # --- CUDA

    def test_without_a_toolkit_one_line_says_so(self):
        _, output, calls = self.run_it()
        self.assertIn("CUDA: no toolkit found; building for the CPU only\n", output)
        self.assertIn("-DPLUME_CUDA=off", calls)

    def test_a_toolkit_is_used(self):
        self.fake("nvcc", "echo 'Cuda compilation tools, release 13.0, V13.0.88'")
        _, output, calls = self.run_it()
        self.assertIn(f"CUDA: found {self.bin}/nvcc (13.0); building for CPU and GPU\n", output)
        self.assertIn("-DPLUME_CUDA=on", calls)

    def test_cuda_off_does_not_look(self):
        self.fake("nvcc", "echo 'release 13.0,'")
        _, output, calls = self.run_it(PLUME_CUDA="off")
        self.assertIn("CUDA: switched off by PLUME_CUDA=off; building for the CPU only\n", output)
        self.assertNotIn("nvcc", calls)

    def test_cuda_on_without_a_toolkit_is_an_error(self):
        status, output, calls = self.run_it(PLUME_CUDA="on")
        self.assertEqual(status, 1)
        self.assertIn("bootstrap: PLUME_CUDA=on, but there is no CUDA toolkit: nvcc is neither in PATH nor in "
                      f"{self.root}/bin; set CUDACXX to it\n", output)
        self.assertNotIn("cmake --preset", calls)

    def test_any_other_word_for_cuda_is_refused(self):
        status, output, _ = self.run_it(PLUME_CUDA="yes")
        self.assertEqual(status, 1)
        self.assertIn("bootstrap: PLUME_CUDA is 'yes'; allowed: auto, on, off\n", output)

    # --- building and testing

    def test_a_build_says_how_far_it_is(self):
        lines = "; ".join(f"echo '[{k}/40] Building x{k}.cpp.o'" for k in range(1, 41))
        self.fake("cmake", f'[ "$1" != --preset ] || mkdir -p "build/$2"\n[ "$1" != --build ] || {{ {lines}; }}')
        status, output, _ = self.run_it("test")
        self.assertEqual(status, 0)
        told = [line.strip() for line in output.splitlines() if line.startswith("  file ")]
        self.assertEqual(told, [f"file {k} of 40" for k in range(4, 41, 4)])
        self.assertIn("Building x7.cpp.o", (self.root / "tree/build/release.log").read_text())

    def test_a_failed_build_shows_the_error_and_where_the_log_is(self):
        self.fake("cmake", 'echo "CMake Error: no such thing"; exit 1')
        status, output, _ = self.run_it("test")
        self.assertEqual(status, 1)
        self.assertIn("CMake Error: no such thing\n", output)
        self.assertIn("bootstrap: the build of 'release' failed; the whole log is in build/release.log\n", output)

    def test_the_last_line_counts(self):
        status, output, _ = self.run_it("test")
        self.assertEqual((status, output.splitlines()[-1]), (0, "2 passed, 0 failed"))

    def test_skipped_tests_are_counted_apart(self):
        self.junit(SKIPPED)
        status, output, _ = self.run_it("test")
        self.assertEqual((status, output.splitlines()[-1]), (0, "2 passed, 0 failed, 1 skipped"))

    def test_failed_tests_and_tests_that_could_not_start_have_failed(self):
        self.junit(FAILED + SKIPPED + GONE, status=8)
        status, output, _ = self.run_it("test")
        self.assertEqual((status, output.splitlines()[-1]), (1, "2 passed, 2 failed, 1 skipped"))
        self.assertIn("\nfailed: c\n    first\n    last words\n\nfailed: e\n", output)
        self.assertNotIn("failed: d", output)

    def test_ctest_that_fails_without_a_failed_test_has_failed(self):
        self.junit("", status=8)
        status, output, _ = self.run_it("test")
        self.assertEqual((status, output.splitlines()[-1]), (1, "2 passed, 1 failed"))

    def test_ctest_without_a_report_has_failed(self):
        self.fake("ctest", "exit 1")
        status, output, _ = self.run_it("test")
        self.assertEqual((status, output.splitlines()[-1]), (1, "0 passed, 1 failed"))

    def test_the_full_run_adds_the_sanitized_tests(self):
        status, output, calls = self.run_it("test", PLUME_CI="full")
        self.assertEqual((status, output.splitlines()[-1]), (0, "4 passed, 0 failed"))
        self.assertIn("ctest --preset asan", calls)

    def compiler_says(self, *lines):
        self.fake("cmake", '[ "$1" != --preset ] || mkdir -p "build/$2"\n' + "".join(f"echo '{line}'\n" for line in lines))

    def test_warnings_of_our_sources_fail_continuous_integration(self):
        for place in ("/clone/host/plan/plan.cpp:12:3", "../../kernels/api/batch.hpp:7:25", "host/base/hash.cpp:1:1"):
            self.compiler_says(f"{place}: warning: unused variable x [-Wunused-variable]")
            status, output, _ = self.run_it("test", PLUME_CI="full")
            self.assertEqual((status, output.splitlines()[-1]), (1, "4 passed, 1 failed"), place)
            self.assertIn(place, output)
            self.assertEqual(self.run_it("test")[0], 0)  # who develops is not stopped by them

    def test_warnings_of_others_do_not(self):
        self.compiler_says("/usr/include/c++/12/bits/basic_string.h:369:26: warning: may be used uninitialized",
                           "/clone/tests/host/plan/plan_test.cpp:12:3: warning: false alarm", "note: host/plan.cpp:1:1: no warning: here")
        status, output, _ = self.run_it("test", PLUME_CI="full")
        self.assertEqual((status, output.splitlines()[-1]), (0, "4 passed, 0 failed"))

    # --- the command itself

    def test_an_unknown_argument_is_a_usage_error(self):
        status, output, calls = self.run_it("tets")
        self.assertEqual((status, output, calls), (2, "bootstrap: unknown argument tets; see ./bootstrap.sh --help\n", ""))

    def test_help_says_what_there_is(self):
        status, output, _ = self.run_it("--help")
        self.assertEqual(status, 0)
        for word in ("./bootstrap.sh test", "PLUME_CUDA", "PLUME_JOBS"):
            self.assertIn(word, output)

    def test_demo_without_a_program_says_what_to_do(self):
        status, output, _ = self.run_it("demo")
        self.assertEqual((status, output), (1, "bootstrap: build/release/plume is not built yet; run ./bootstrap.sh\n"))


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
