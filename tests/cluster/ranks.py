# SPDX-License-Identifier: Apache-2.0
"""plume run as the ranks of an MPI program: the samples and the number of iterations are those of one process, whatever
happens to a rank. Arguments: SOURCE PLUME HAS_MPI."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SOURCE, PLUME, HAS_MPI = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3] == "1"
STUDY = SOURCE / "datasets/studies/wafer/study.toml"
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
NUMBERS = ("score", "status", "mean", "sd", "quantile", "se_mean", "iteration")


def launched(ranks, *words):
    return ["mpirun", "--oversubscribe", "-n", str(ranks), PLUME, *map(str, words)]


def run(command, **more):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, timeout=300, **more)


def same_numbers(a, b):
    return all(subprocess.run(["h5diff", "-q", a, b, f"/{name}"]).returncode == 0 for name in NUMBERS)


class Ranks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def path(self, name):
        return self.folder / name

    def alone(self, name, *words):
        result = run([PLUME, "run", STUDY, "-q", "-o", self.path(name), *words])
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.path(name)

    def together(self, ranks, name, *words):
        result = run(launched(ranks, "run", STUDY, "-q", "-o", self.path(name), *words))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual([each.name for each in self.folder.iterdir() if each.name.startswith(("." + name, name[:-3] + ".parts"))], [])
        return self.path(name)

    def begun(self, ranks, name, *words):
        """A run of ranks that samples, on a device that is slow; and the process of each rank."""
        process = subprocess.Popen(launched(ranks, "run", STUDY, "-q", "-o", self.path(name), "--device", "serial", *words), env=ENVIRONMENT,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        lock = self.path(f".{name}.lock")  # rank 0 takes it when all ranks have read the study
        for _ in range(6000):
            if lock.exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        time.sleep(0.3)
        self.assertIsNone(process.poll(), "the run ended before it could be disturbed")
        pids = {}
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "environ").read_bytes().split(b"\0") if entry.name.isdigit() else []
                if bytes(self.path(name)) in (entry / "cmdline").read_bytes().split(b"\0"):
                    pids.update({int(word[21:]): int(entry.name) for word in words if word.startswith(b"OMPI_COMM_WORLD_RANK=")})
            except OSError:
                pass
        self.assertEqual(sorted(pids), list(range(ranks)))
        return process, pids

    def ended(self, process):
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors

    def test_one_two_and_four_ranks_give_the_same_samples(self):
        alone = self.alone("alone.h5", "--iterations", "20001")
        for ranks in (1, 2, 4):
            with self.subTest(ranks=ranks):
                self.assertTrue(same_numbers(alone, self.together(ranks, f"of{ranks}.h5", "--iterations", "20001")))
        # The comparison sees a difference.
        self.assertFalse(same_numbers(alone, self.alone("other.h5", "--iterations", "20001", "--seed", "7")))

    def test_fewer_blocks_than_ranks(self):
        words = ("--iterations", "1500")
        self.assertTrue(same_numbers(self.alone("alone.h5", *words), self.together(4, "of4.h5", *words)))

    def test_a_stop_rule_ends_the_run_at_the_same_iteration(self):
        words = ("--iterations", "900000", "--set", "stop.relative_se_mean=0.0006")
        alone = self.alone("alone.h5", *words)
        self.assertIn("precision reached", run([PLUME, "info", alone]).stdout)
        for ranks in (2, 4):
            with self.subTest(ranks=ranks):
                self.assertTrue(same_numbers(alone, self.together(ranks, f"of{ranks}.h5", *words)))

    def test_designs_and_extensions(self):
        words = ("--set", "sampling.design=lhs", "--set", "sampling.control=true")
        alone = self.alone("alone.h5", "--iterations", "5000", *words)
        together = self.together(2, "of2.h5", "--iterations", "5000", *words)
        self.assertTrue(same_numbers(alone, together))
        self.alone("alone.h5", "--extend", "4000", *words)
        self.together(3, "of2.h5", "--extend", "4000", *words)
        self.assertTrue(same_numbers(alone, together))

    def test_the_result_says_how_many_ranks(self):
        self.assertIn("2 ranks: cpu: ", run([PLUME, "info", self.together(2, "of2.h5", "--iterations", "2000")]).stdout)

    def test_a_killed_rank_ends_the_job_and_its_rest_can_be_resumed(self):
        words = ("--iterations", "4000000")
        process, pids = self.begun(4, "x.h5", *words)
        os.kill(pids[2], signal.SIGKILL)
        status, _ = self.ended(process)
        self.assertNotEqual(status, 0)
        self.assertFalse(self.path("x.h5").exists())
        self.assertTrue(self.path("x.parts").exists())
        resumed = self.together(3, "x.h5", "--resume", *words)
        self.assertTrue(same_numbers(self.alone("alone.h5", *words), resumed))

    def test_a_signal_to_one_rank_stops_all_in_good_order(self):
        words = ("--iterations", "4000000", "--set", "stop.relative_se_mean=0.0001")
        for name, expected in ((signal.SIGUSR1, 75), (signal.SIGTERM, 143)):
            with self.subTest(signal=name):
                process, pids = self.begun(3, "x.h5", *words, *(["--resume"] if self.path("x.parts").exists() else []))
                os.kill(pids[1], name)
                status, errors = self.ended(process)
                self.assertEqual(status, expected, errors)
                self.assertIn("rank 1 of 3: plume: interrupted; no result is written\n", errors)
                self.assertIn("plume: rank 1 cannot go on (status %d); no result is written\n" % expected, errors)
                self.assertIn("plume: the iterations that were made are kept in %s; " % self.path("x.parts"), errors)
                self.assertGreater(len(list(self.path("x.parts").glob("*.h5"))), 1)
        self.assertTrue(same_numbers(self.alone("alone.h5", *words), self.together(2, "x.h5", "--resume", *words)))

    def test_a_rank_that_fails_is_named_with_its_message(self):
        process, pids = self.begun(3, "x.h5", "--iterations", "4000000")
        shutil.rmtree(self.path("x.parts"))  # under their feet: none can write
        self.path("x.parts").write_text("no folder")
        status, errors = self.ended(process)
        self.assertEqual(status, 4, errors)
        self.assertRegex(errors, r"(rank \d of 3: )?plume: error: cannot (create|write|read) .*x\.parts")
        self.assertFalse(self.path("x.h5").exists())

    def test_a_bad_study_is_told_once(self):
        result = run(launched(3, "run", STUDY, "-o", self.path("x.h5"), "--set", "sampling.design=wrong"))
        self.assertEqual(result.returncode, 3)
        self.assertEqual(result.stderr.count("1 error, "), 1, result.stderr)
        self.assertNotIn("rank 1", result.stderr)

    def test_a_folder_that_cannot_be_written_is_told_by_the_rank_that_would(self):
        result = run(launched(2, "run", STUDY, "-o", "/proc/none/x.h5"))
        self.assertEqual(result.returncode, 4, result.stderr)
        self.assertEqual(result.stderr.count("plume: error: "), 1, result.stderr)

    def test_a_complete_result_is_not_run_again(self):
        words = ("--iterations", "3000")
        self.together(2, "x.h5", *words)
        result = run(launched(2, "run", STUDY, "-o", self.path("x.h5"), "--resume", *words))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("the result is complete already", result.stderr)


class WithoutMpi(unittest.TestCase):
    def test_one_of_many_says_what_to_do(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run(launched(2, "run", STUDY, "-o", Path(folder) / "x.h5"))
            self.assertEqual(result.returncode, 4)
            self.assertIn("build it with -DPLUME_MPI=on", result.stderr)


class Alone(unittest.TestCase):
    def test_a_process_alone_does_not_start_mpi(self):
        with tempfile.TemporaryDirectory() as folder:
            # No launcher, and nowhere to go: MPI would fail without its folder for sessions.
            environment = {**{k: v for k, v in os.environ.items() if not k.startswith(("OMPI", "PMI"))}, "OMPI_MCA_pml": "none"}
            result = subprocess.run([PLUME, "run", STUDY, "-q", "--iterations", "1024", "-o", Path(folder) / "x.h5"],
                                    env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    if shutil.which("mpirun") is None or shutil.which("h5diff") is None:
        print("skipped: there is no mpirun or no h5diff")
        sys.exit(77)
    cases = [Ranks if HAS_MPI else WithoutMpi, Alone]
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
