# SPDX-License-Identifier: Apache-2.0
"""bench/gpu-check packs a bundle and runs it; --cpu takes the steps that a machine with a GPU takes. Without a device, and without
--cpu, it fails; and so it does where two devices disagree. With programs on the stand-in for CUDA it takes all steps as on a GPU.

  gpu_check.py SOURCE PROGRAM...        plume, bench_whole_run and a test program of this build, or those of tests/cuda_on_cpu;
                                        77 (skipped) without NumPy and SciPy
"""
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from programs import load_script

try:
    import numpy  # noqa: F401
    import scipy  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}; bench/synth needs it")
    sys.exit(77)

SOURCE, PROGRAMS = Path(sys.argv[1]).resolve(), [Path(name).resolve() for name in sys.argv[2:]]
SCRIPT = SOURCE / "bench/gpu-check"
ON_STAND_IN = any(program.name.endswith("_on_cuda_cpu") for program in PROGRAMS)
# Two words that a tool of NVIDIA may say, and what becomes of them.
NCU_REFUSES = "#!/bin/sh\necho '==ERROR== ERR_NVGPUCTRPERM - The user does not have permission'; exit 1\n"
SANITIZER_FINDS = "#!/bin/sh\ncase \"$*\" in *memcheck*) echo '========= Invalid __global__ read of size 4 bytes: 1 error'; exit 9;; esac\nexit 0\n"


class GpuCheck(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        load_script(SCRIPT).pack(cls.folder, PROGRAMS, ["small"], SOURCE, preset=0, carried={"small": 600})
        cls.size = (cls.folder / "bundle.tar.xz").stat().st_size

    def check(self, *options, **environment):
        command = [sys.executable, "-B", str(SCRIPT), "--folder", str(self.folder), "--seconds", "0.1", "--short", "300", "--direct", "4", *options]
        done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, CUDA_ON_CPU_MIB="8", **environment))
        return done.returncode, done.stdout + done.stderr, json.loads((self.folder / "logs/report.json").read_text())

    def result(self, report, what):
        return next(check["result"] for check in report["checks"] if check["what"] == what)

    def tools(self, **scripts):
        """A folder that stands first in PATH, with these tools in it."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        for name, script in scripts.items():
            path = Path(temporary.name, name.replace("_", "-"))
            path.write_text(script)
            path.chmod(0o755)
        return f"{temporary.name}:{os.environ['PATH']}"

    def test_programs_are_found_among_ninjas_targets(self):
        listed = ("plume: CXX_EXECUTABLE_LINKER__plume_Release\nbench_whole_run: phony\ntest_engine: CUDA_EXECUTABLE_LINKER__x\n"
                  "test_run: CXX_EXECUTABLE_LINKER__y\nhost/base/test_support.o: CXX_COMPILER\nall: phony\n")
        self.assertEqual(["bench_whole_run", "plume", "test_engine", "test_run"], load_script(SCRIPT).programs_among(listed))
        with self.assertRaisesRegex(SystemExit, "the build has no plume, test_engine, test_run"):
            load_script(SCRIPT).programs_among("bench_whole_run: phony\n")

    @unittest.skipUnless(ON_STAND_IN, "with programs on the stand-in")
    def test_the_steps_pass_on_the_stand_in_in_their_order(self):
        path = self.tools(ncu=NCU_REFUSES, compute_sanitizer=SANITIZER_FINDS)
        status, text, report = self.check(PATH=path)
        self.assertEqual(1, status, text)
        self.assertIn("CUDA on the CPU", report["devices"])
        steps = ["device", *(f"same bits small {p}" for p in ("mixed", "double", "fast")), "short run small",
                 *(f"benchmark small {p}" for p in ("mixed", "double", "fast")), "tests test_kernels_base", "ncu small",
                 "compute-sanitizer memcheck", "compute-sanitizer initcheck"]
        self.assertEqual(steps, [check["what"] for check in report["checks"]], text)
        results = {check["what"]: check["result"] for check in report["checks"]}
        self.assertEqual("failed", results.pop("compute-sanitizer memcheck"))
        self.assertEqual("skipped", results.pop("ncu small"), "a refusal says nothing about the engine")
        self.assertEqual({"passed"}, set(results.values()), text)
        self.assertIn("does not have permission", text)
        self.assertEqual(["log.txt", "report.json"], sorted(path.name for path in (self.folder / "logs").iterdir()))
        self.assertEqual(300, report["short"][0]["iterations"])

    def test_the_deadline_ends_it_and_the_report_is_there(self):
        slow = self.folder / "bundle/bin/test_slow"
        slow.write_text("#!/bin/sh\nexec sleep 100\n")
        slow.chmod(0o755)
        self.addCleanup(slow.unlink)
        status, text, report = self.check("--cpu", "--deadline", "15", "--tests", "test_slow")
        self.assertEqual(0, status, text)
        late = [check["what"] for check in report["checks"] if check["detail"] == "not finished before the deadline"]
        self.assertEqual("tests test_slow", late[-1], text)
        self.assertLess(report["seconds"], 30)

    @unittest.skipIf(ON_STAND_IN, "on the CPU alone")
    def test_the_steps_pass_on_the_cpu(self):
        status, text, report = self.check("--cpu")
        self.assertEqual(0, status, text)
        for precision in ("mixed", "double", "fast"):
            self.assertEqual("passed", self.result(report, f"same bits small {precision}"))
            self.assertEqual("passed", self.result(report, f"benchmark small {precision}"))
        self.assertEqual("skipped", self.result(report, "compute-sanitizer memcheck"))
        self.assertEqual("skipped", self.result(report, "ncu"))
        tests = [check for check in report["checks"] if check["what"].startswith("tests ")]
        self.assertEqual(["passed"], [check["result"] for check in tests])
        self.assertRegex(tests[0]["detail"], r"^[1-9]\d* passed, 0 failed")
        self.assertIn(" passed, 0 failed, 3 skipped; logs in ", text)
        self.assertGreater(report["results"][0]["iterations_per_second"], 0)
        self.assertLess(report["results"][0]["error_of_h_max"], 1e-6)

    @unittest.skipIf(ON_STAND_IN, "there is one")
    def test_without_a_device_it_fails(self):
        devices = subprocess.run([str(PROGRAMS[0]), "devices"], capture_output=True, text=True, check=True).stdout
        if any(line.startswith("cuda") and " yes " in line for line in devices.splitlines()):
            self.skipTest("this machine has a device")
        status, text, report = self.check()
        self.assertEqual(1, status, text)
        self.assertEqual("failed", self.result(report, "device"))

    def test_other_bits_fail(self):
        program = self.folder / "bundle/bin/bench_whole_run"
        hidden = program.with_name("hidden")
        program.rename(hidden)
        self.addCleanup(lambda: hidden.replace(program))
        program.write_text("#!/bin/sh\ncase \"$*\" in\n  *--iterations*double*) echo '{\"iterations\": 1, \"checksum\": \"0\"}';;\n"
                           f"  *) exec '{hidden}' \"$@\";;\nesac\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        status, text, report = self.check("--cpu", "--tests", "none")
        self.assertEqual(1, status, text)
        self.assertEqual("failed", self.result(report, "same bits small double"))
        self.assertEqual("passed", self.result(report, "same bits small mixed"))

    def test_the_bundle_is_small(self):
        self.assertLess(self.size, 60e6)
        self.assertTrue(os.access(self.folder / "bundle/bin/plume", os.X_OK))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
