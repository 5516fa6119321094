#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The module over plume::api: built against the Plume of a build folder, and every run of it compared with the program's, bit for bit.

    PLUME_PROGRAM=build/dev/plume module_test.py BUILD_FOLDER [MODULE]

Installs BUILD_FOLDER, builds python/module on it with this Python (half a minute), unless MODULE, a folder with plume_lca/_core*.so beside
the package, is given. Skipped where nanobind or the headers of Python are missing.
"""
import contextlib
import io
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
import unittest
import warnings
from pathlib import Path

SKIPPED = 77
ROOT = Path(__file__).resolve().parents[2]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{command} ended with status {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def built_module(build, scratch):
    """Path of a package with its module, beside nothing of the source tree."""
    header = subprocess.run([sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('include'))"], capture_output=True, text=True)
    if not Path(header.stdout.strip(), "Python.h").is_file():
        skip("the headers of Python are missing (Debian: python3-dev)")
    run("cmake", "--install", build, "--prefix", scratch / "plume")
    kept = build / "python-module"  # so that the next time little is compiled
    run("cmake", "-S", ROOT / "python" / "module", "-B", kept, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
        f"-DCMAKE_PREFIX_PATH={scratch / 'plume'}", f"-DPython_EXECUTABLE={sys.executable}", f"-Dplume_DIR={next((scratch / 'plume').glob('lib*/**/cmake/plume'))}")
    start = time.perf_counter()
    run("cmake", "--build", kept)
    print(f"the module was built in {time.perf_counter() - start:.1f} s")
    place = scratch / "package"
    shutil.copytree(ROOT / "python" / "plume_lca", place / "plume_lca", ignore=shutil.ignore_patterns("__pycache__", "bin"))
    run("cmake", "--install", kept, "--prefix", place / "plume_lca")
    return place


try:
    import h5netcdf  # noqa: F401
    import nanobind  # noqa: F401
    import numpy as np
    import pandas  # noqa: F401
    import xarray as xr
except ImportError as missing:
    skip(missing)

BUILD = Path(sys.argv[1]).resolve()
SCRATCH = tempfile.TemporaryDirectory(prefix="plume-module-")
PLACE = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else built_module(BUILD, Path(SCRATCH.name))
sys.path.insert(0, str(PLACE))
sys.path.insert(1, str(Path(__file__).resolve().parent))

import plume_lca as plume  # noqa: E402
from plume_lca import _native  # noqa: E402
from memory_package import bike  # noqa: E402

PROGRAM = os.environ.pop("PLUME_PROGRAM")  # as long as it is set, it does everything
os.environ["PATH"] = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
RECORD = np.dtype([("loc", "f4"), ("scale", "f4"), ("shape", "f4"), ("minimum", "f4"), ("maximum", "f4"), ("negative", "?"),
                   ("uncertainty_type", "u1")])  # 22 bytes, as bw_processing stores them


@contextlib.contextmanager
def by_the_program():
    os.environ["PLUME_MODULE"] = "off"
    try:
        yield
    finally:
        del os.environ["PLUME_MODULE"]


def bike_study(**options):
    return plume.from_brightway({"one": {1: 1}, "two": {1: 2}}, data_objs=bike(), names={2: "carbon fibre"}, **options)


def chain(processes=400, seed=1):
    """A model of some size: each process takes from three others and emits twice; all is lognormal but what is made."""
    rng = np.random.default_rng(seed)
    columns = np.repeat(np.arange(processes), 3)
    rows = (columns + 1 + rng.integers(0, processes - 1, len(columns))) % processes
    diagonal = np.arange(processes)
    a = (np.concatenate([diagonal, rows]), np.concatenate([diagonal, columns]),
         np.concatenate([np.ones(processes), -0.1 * rng.lognormal(0, 0.5, len(columns))]))
    b = (rng.integers(0, 50, 2 * processes), np.repeat(diagonal, 2), rng.lognormal(0, 1, 2 * processes))
    drawn = []
    for amounts, certain in ((a[2], processes), (b[2], 0)):
        each = np.zeros(len(amounts), dtype=RECORD)
        each["uncertainty_type"], each["loc"], each["scale"] = 2, np.log(np.abs(amounts)), 0.2
        for part in ("shape", "minimum", "maximum"):
            each[part] = np.nan
        each["uncertainty_type"][:certain] = 0
        drawn.append(each)
    return plume.Model.from_arrays(a, b, rng.lognormal(0, 1, (2, 50)), technosphere_distributions=drawn[0], biosphere_distributions=drawn[1])


class SameBits(unittest.TestCase):
    """One Python interface: what the module says is what the program says."""

    def both(self, make):
        here = make()
        self.assertIsNotNone(here._sampling, "it did not run in this process")
        with by_the_program():
            there = make()
        self.assertIsNone(there._sampling)
        return here, there

    def test_scores_statuses_and_static_scores(self):
        for settings in ({}, {"design": "lhs"}, {"design": "sobol"}, {"sampling": {"technosphere": False}}, {"seed": 99}):
            with self.subTest(settings):
                here, there = self.both(lambda: chain().study({0: 1, 7: 2}).run(3000, **settings))
                np.testing.assert_array_equal(here.scores(), there.scores())
                np.testing.assert_array_equal(here._static_scores(), there.ds["static_score"].values)
                np.testing.assert_array_equal(here.scores(2990), there.scores()[2990:])
                self.assertEqual(here._axes(), there._axes())
                self.assertEqual(here.failed, there.failed)
                self.assertEqual(here.findings, there.findings)
                self.assertGreater(here.scores()[:, 0, 0].std(), 0.0)

    def test_a_stop_rule_ends_both_at_the_same_iteration(self):
        here, there = self.both(lambda: bike_study().run(1_000_000, precision={"mean": 0.01, "median": 0.01}))
        np.testing.assert_array_equal(here.scores(), there.scores())
        self.assertLess(len(here.scores()), 20_000)
        before = len(here.scores())
        np.testing.assert_array_equal(here.more(500).scores()[:before], there.scores())
        self.assertEqual(len(here.scores()), before + 500)

    def test_digits_are_rounded_alike(self):
        tables = {"study": {"name": "s"}, "model": [{"path": str(ROOT / "datasets/mini/loop/model")}], "demand": [{"process": "steel"}],
                  "result": {"digits": 4}}
        here, there = self.both(lambda: plume.Study(tables).run(500))
        np.testing.assert_array_equal(here.scores(), there.scores())

    def test_study_files_with_overrides(self):
        here, there = self.both(lambda: plume.run(ROOT / "datasets/mini/loop/study.toml", iterations=700, seed=3, settings={"sampling.design": "lhs"}))
        np.testing.assert_array_equal(here.scores(), there.scores())
        self.assertEqual(len(here.scores()), 700)

    def test_threads_change_nothing(self):
        study = chain().study({0: 1})
        np.testing.assert_array_equal(study.run(2000, threads=1).scores(), study.run(2000, threads=2).scores())

    def test_more_is_one_longer_run(self):
        for design in ("random", "lhs", "sobol"):
            with self.subTest(design):
                study = chain().study({0: 1})
                short = study.run(1500, seed=9, design=design)
                self.assertIs(short.more(2500), short)
                self.assertIsNotNone(short._sampling)
                np.testing.assert_array_equal(short.scores(), study.run(4000, seed=9, design=design).scores())
                self.assertEqual(short.ds.sizes["iteration"], 4000)  # the file that the program makes has them all
                np.testing.assert_array_equal(short.ds["score"].values, short.scores())
                self.assertEqual(short.more(1000).ds.sizes["iteration"], 5000)

    def test_next_and_run(self):
        whole = bike_study().run(3000, seed=7).scores()[:, 0, 0]
        lca = plume.LCA({1: 1}, data_objs=bike(), use_distributions=True, seed_override=7)
        lca.lci()
        lca.lcia()
        self.assertEqual([lca.score] + [lca.score for _ in zip(lca, range(2500))], list(whole[:2501]))
        self.assertIsNotNone(lca.result._sampling)
        static = plume.LCA({1: 1}, data_objs=bike())
        static.lci()
        static.lcia()
        self.assertAlmostEqual(static.score, 66.5, delta=1e-9)
        several = plume.MultiLCA({"one": {1: 1}, "two": {1: 2}}, data_objs=bike())
        several.lci()
        several.lcia()
        self.assertAlmostEqual(several.scores["GWP | 100 a", "two"], 133.0, delta=1e-9)

    def test_everything_that_needs_a_file(self):
        here, there = self.both(lambda: bike_study().run(2000, seed=7))
        pandas.testing.assert_frame_equal(here.summary(), there.summary())
        pandas.testing.assert_frame_equal(here.sensitivity(), there.sensitivity())
        pandas.testing.assert_frame_equal(here.compare("one", "two"), there.compare("one", "two"))
        pandas.testing.assert_frame_equal(here.inventory(17)["scores"], there.inventory(17)["scores"])
        xr.testing.assert_equal(here.ds, there.ds)
        self.assertEqual(repr(here), repr(there))
        with tempfile.TemporaryDirectory() as folder:
            np.testing.assert_array_equal(plume.open(here.save(Path(folder) / "bike.h5")).scores(), here.scores())

    def test_warnings_come_once_and_point_at_the_caller(self):
        packages = bike()
        packages[0].add("biosphere_matrix", [(4, 2, 1.0), (5, 2, 1.0)], sigma=0.0)  # W0411: no spread
        for how in (contextlib.nullcontext(), by_the_program()):
            with how, warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                plume.from_brightway({1: 1}, data_objs=packages).run(10)
            mine = [each for each in caught if "W0411" in str(each.message)]
            self.assertEqual([Path(each.filename).name for each in mine], [Path(__file__).name])


def lognormals(amounts, certain, dtype):
    """A record each, the first `certain` of them of no distribution."""
    made = np.zeros(len(amounts), dtype=dtype)
    for part in ("shape", "minimum", "maximum"):
        made[part] = np.nan
    made["uncertainty_type"], made["loc"], made["scale"] = 2, np.log(np.abs(amounts)), 0.2
    made["uncertainty_type"][:certain] = 0
    return made


def matrices(processes=300, flows=40, seed=5):
    """A as rows, columns and values, B likewise, and C."""
    rng = np.random.default_rng(seed)
    columns, diagonal = np.repeat(np.arange(processes), 3), np.arange(processes)
    rows = (columns + 1 + rng.integers(0, processes - 1, len(columns))) % processes
    a = (np.concatenate([diagonal, rows]), np.concatenate([diagonal, columns]),
         np.concatenate([np.ones(processes), -0.1 * rng.lognormal(0, 0.5, len(columns))]))
    b = (rng.integers(0, flows, 2 * processes), np.repeat(diagonal, 2), rng.lognormal(0, 1, 2 * processes))
    return a, b, rng.lognormal(0, 1, (2, flows))


PACKED = RECORD
PADDED = np.dtype([("loc", "f4"), ("negative", "?"), ("scale", "f4"), ("shape", "f4"), ("minimum", "f4"), ("maximum", "f4"),
                   ("uncertainty_type", "u1")], align=True)


class FromMemory(unittest.TestCase):
    """Matrices are read where they lie: without a file, without a copy, with the bits of the program."""

    def made(self, a, b, c, drawn_a, drawn_b):
        return plume.Model.from_arrays(a, b, c, technosphere_distributions=drawn_a, biosphere_distributions=drawn_b)

    def scores(self, *arrays):
        result = self.made(*arrays).study({0: 1, 5: 2}).run(500)
        self.assertIsNotNone(result._sampling)
        return result.scores()

    def test_packed_and_padded_records_have_the_bits_of_the_program(self):
        self.assertEqual((PACKED.itemsize, PADDED.itemsize), (22, 28))
        a, b, c = matrices()
        for dtype in (PACKED, PADDED):
            arrays = (a, b, c, lognormals(a[2], 300, dtype), lognormals(b[2], 0, dtype))
            here = self.scores(*arrays)
            with by_the_program():
                there = self.made(*arrays).study({0: 1, 5: 2}).run(500)
            self.assertIsNone(there._sampling)
            np.testing.assert_array_equal(here, there.scores())
            self.assertGreater(here[:, 0, 0].std(), 0.0)

    def test_arrays_of_any_layout_and_type_are_read(self):
        a, b, c = matrices()
        drawn = (lognormals(a[2], 300, PACKED), lognormals(b[2], 0, PACKED))
        wanted = self.scores(a, b, c, *drawn)

        def apart(array, step):  # the same numbers, others between them
            wide = np.zeros(len(array) * abs(step), dtype=array.dtype)
            wide[::abs(step)] = array[::step // abs(step)]
            return wide[::abs(step)][::step // abs(step)]

        def read_only(array):
            made = array.copy()
            made.flags.writeable = False
            return made

        for change in (lambda array: apart(array, 3), lambda array: apart(array, -2), read_only,
                       lambda array: array.astype(array.dtype.newbyteorder())):
            given = [tuple(change(each) for each in matrix) for matrix in (a, b)]
            self.assertFalse(all(np.shares_memory(x, y) for x, y in zip(given[0], a)))
            np.testing.assert_array_equal(self.scores(*given, c, *(change(each) for each in drawn)), wanted)
        for kind in ("i2", "u2", "i4", "u4", "u8", "f8", object):  # whole numbers, whatever they are stored as
            given = [(rows.astype(kind), columns.astype(kind), values) for rows, columns, values in (a, b)]
            np.testing.assert_array_equal(self.scores(*given, c, *drawn), wanted)
        given = [(rows, columns, values.astype("f4")) for rows, columns, values in (a, b)]
        rounded = [(rows, columns, values.astype("f4").astype("f8")) for rows, columns, values in (a, b)]
        np.testing.assert_array_equal(self.scores(*given, c, *drawn), self.scores(*rounded, c, *drawn))

    def test_factors_in_any_order_and_with_distributions(self):
        a, b, c = matrices()
        flows = c.shape[1]
        order = np.random.default_rng(3).permutation(2 * flows)
        rows, columns = np.divmod(np.arange(2 * flows), flows)
        factors = (rows[order], columns[order], c.ravel()[order])
        options = {"characterisation_distributions": lognormals(factors[2], 7, PACKED), "categories": ["x", "y"], "units": {"y": "kg"}}
        here = plume.Model.from_arrays(a, b, factors, **options).study({0: 1}).run(400)
        with by_the_program():
            there = plume.Model.from_arrays(a, b, factors, **options).study({0: 1}).run(400)
        self.assertIsNotNone(here._sampling)
        self.assertIsNone(there._sampling)
        np.testing.assert_array_equal(here.scores(), there.scores())
        self.assertEqual(list(here.ds["category_unit"].values), list(there.ds["category_unit"].values))
        self.assertEqual(here.findings, there.findings)

    def test_nothing_is_written_until_a_file_is_asked_for(self):
        with tempfile.TemporaryDirectory() as watched:
            before, tempfile.tempdir = tempfile.tempdir, watched
            os.environ["TMPDIR"] = watched
            try:
                a, b, c = matrices()
                model = self.made(a, b, c, lognormals(a[2], 300, PACKED), lognormals(b[2], 0, PACKED))
                result = model.study({0: 1}).run(200)
                result.more(100)
                self.assertEqual(result.ds.sizes["iteration"], 300)
                self.assertEqual((sum(result.failed.values()), result.findings), (0, []))
                self.assertEqual(list(Path(watched).rglob("*")), [])
                self.assertTrue(result.path.is_file())
                self.assertIn("indices", (model.paths[0] / "datapackage.json").read_text())
                self.assertGreater(len(list(Path(watched).rglob("*"))), 5)
                del result, model
                self.assertEqual(list(Path(watched).rglob("*")), [])
            finally:
                tempfile.tempdir = before
                del os.environ["TMPDIR"]

    def test_a_million_exchanges_are_not_copied(self):
        rng, processes = np.random.default_rng(1), 1000
        diagonal = np.arange(processes)
        rows, columns = rng.integers(0, processes, (2, 500_000))
        a = (np.append(diagonal, rows), np.append(diagonal, columns), np.append(np.ones(processes), rng.lognormal(-9, 1, len(rows))))
        b = (rows % 50, columns, rng.lognormal(0, 1, len(rows)))
        drawn = (lognormals(a[2], processes, PACKED), lognormals(b[2], 0, PACKED))
        size = sum(each.nbytes for matrix in (a, b) for each in matrix) + sum(each.nbytes for each in drawn)
        tracemalloc.start()
        try:
            model = self.made(a, b, np.ones((1, 50)), *drawn)
            taken = model._parts[0].native(_native.core())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        self.assertLess(peak, 0.02 * size)
        self.assertIsNotNone(taken)
        entries = model._parts[0]._matrices[0]
        for given, kept in zip(a, (entries.rows, entries.columns, entries.amounts)):
            self.assertTrue(np.shares_memory(given, kept))
        self.assertTrue(np.shares_memory(entries.records["loc"], drawn[0]))

    def test_doubtful_numbers_are_told_alike(self):
        a, b, c = matrices()
        drawn = lognormals(b[2], 0, PACKED)
        missing = (b[0], b[1], np.where(np.arange(len(b[2])) == 4, np.nan, b[2]))
        foreign = (np.append(b[0], 0), np.append(b[1], 299), np.append(b[2], 1.0))
        without = tuple(each[(a[0] != 299) & (a[1] != 299)] for each in a)
        square = (np.append(without[0], 300), np.append(without[1], 300), np.append(without[2], 1.0))
        for code, arrays, records in (("W0337", (a, missing, c), drawn), ("W0335", (square, foreign, c), None)):
            for how in (contextlib.nullcontext(), by_the_program()):
                with self.subTest(code), how, warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model = plume.Model.from_arrays(*arrays, biosphere_distributions=records)
                    self.assertEqual({each.code for each in model.study({0: 1}).run(50).findings if each.severity == "warning"}, {code})
        drawn["uncertainty_type"][3] = 77
        with self.assertRaises(plume.Error) as caught:
            plume.Model.from_arrays(a, b, c, biosphere_distributions=drawn).run(0, iterations=8)
        self.assertEqual([each.code for each in caught.exception.findings], ["E0310"])

    def test_arrays_that_change_after_a_run_are_noticed(self):
        a, b, c = matrices()
        study = self.made(a, b, c, lognormals(a[2], 300, PACKED), None).study({0: 1})
        result = study.run(64)
        b[2][:] *= 2
        with self.assertRaisesRegex(plume.Error, "arrays of the model were changed after the run"):
            _ = result.path


class Trouble(unittest.TestCase):
    def test_errors_are_those_of_the_program(self):
        with self.assertRaises(plume.Error) as caught:
            plume.from_brightway({"a": {998: 1}, "b": {999: 1}}, data_objs=bike()).run(10)
        self.assertEqual([each.code for each in caught.exception.findings], ["E0110", "E0110"])
        self.assertEqual(caught.exception.status, 3)
        for iterations in (0, -3, 2**40):
            with self.assertRaisesRegex(plume.Error, "E0104"):
                bike_study().run(iterations)

    def test_what_the_module_has_not_the_program_does(self):
        with tempfile.TemporaryDirectory() as folder:
            compiled = Path(folder) / "loop.h5"
            run(PROGRAM, "convert", ROOT / "datasets/mini/loop/study.toml", "-o", compiled)
            for tables in ({"model": [{"path": str(compiled)}]},  # a file of HDF5
                           {"model": [{"path": str(ROOT / "datasets/mini/loop/model")}], "sampling": {"control": True}}):
                result = plume.Study({"study": {"name": "s"}, "demand": [{"process": "steel"}], **tables}).run(64)
                self.assertIsNone(result._sampling)
                self.assertEqual(len(result.scores()), 64)

    def test_a_model_that_changes_is_read_again(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "datasets/mini/loop/model", Path(folder) / "model")
            study = plume.Study({"study": {"name": "s"}, "model": [{"path": "model"}], "demand": [{"process": "steel"}]}, base=folder)
            before = study.run(8).scores()
            table = Path(folder) / "model" / "factors.csv"
            text = table.read_text()
            table.write_text(text.replace(",1\n", ",2\n").replace(",1,", ",2,"))
            self.assertNotEqual(text, table.read_text())
            np.testing.assert_allclose(study.run(8).scores(), 2 * before, rtol=1e-6)

    def test_a_named_program_does_everything(self):
        os.environ["PLUME_PROGRAM"] = PROGRAM
        try:
            self.assertIsNone(bike_study().run(8)._sampling)
        finally:
            del os.environ["PLUME_PROGRAM"]

    def test_a_fork_after_a_run_goes_through_the_program(self):
        bike_study().run(64)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                result = bike_study().run(64)
                os.write(write, b"program" if result._sampling is None else b"module")
            os._exit(0)
        os.waitpid(child, 0)
        self.assertEqual(os.read(read, 20), b"program")


class Running(unittest.TestCase):
    LONG = 3_000_000

    def interrupted(self, call, after=0.3):
        timer = threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            with self.assertRaises(KeyboardInterrupt) as caught:
                call()
        finally:
            timer.cancel()
        self.assertIsInstance(caught.exception, plume.Interrupted)
        return caught.exception.result

    def test_ctrl_c_keeps_what_was_made_and_the_same_call_goes_on(self):
        study = chain(2000).study({0: 1})
        study.run(8)  # read and compiled
        result = self.interrupted(lambda: study.run(400_000, threads=1), after=0.5)
        made = result.scores()
        self.assertGreater(len(made), 0)
        self.assertLess(len(made), 400_000)
        np.testing.assert_array_equal(made[:64], study.run(64, threads=1).scores())
        np.testing.assert_array_equal(made, result.ds["score"].values)  # in a file, too
        whole = study.run(len(made) + 500, threads=2).scores()
        np.testing.assert_array_equal(result.more(500).scores(), whole)

    def test_going_on_gives_the_bits_of_one_run(self):
        study = chain(1000).study({0: 1})
        study.run(8)
        self.interrupted(lambda: study.run(30_000, threads=1), after=0.15)
        start = time.perf_counter()
        rest = study.run(30_000, threads=1)
        seconds = time.perf_counter() - start
        whole = chain(1000).study({0: 1}).run(30_000, threads=2)
        np.testing.assert_array_equal(rest.scores(), whole.scores())
        self.assertGreater(seconds, 0.0)

    def test_the_program_keeps_it_too(self):
        with by_the_program():
            study = chain(2000).study({0: 1})
            self.assertIsNone(self.interrupted(lambda: study.run(150_000, threads=1), after=1.5))
            kept = list(study._folder.path.glob("*.parts"))
            self.assertEqual(len(kept), 1)
            rest = study.run(150_000, threads=1)
        self.assertEqual(kept[0].stem, rest.path.stem)
        np.testing.assert_array_equal(rest.scores(), chain(2000).study({0: 1}).run(150_000).scores())

    def test_others_run_while_it_does(self):
        study = chain(1000).study({0: 1})
        study.run(8)
        counted, done = 0, threading.Event()

        def work():
            study.run(20_000, threads=1)
            done.set()

        thread = threading.Thread(target=work)
        thread.start()
        while not done.is_set():
            counted += 1
            time.sleep(0.001)
        thread.join()
        self.assertGreater(counted, 20)  # with the GIL held it would be one or two

    def test_progress_is_shown(self):
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            result = bike_study().run(4096, seed=7, progress=True)
        self.assertIsNotNone(result._sampling)
        self.assertIn("sampling", shown.getvalue())


class Module(unittest.TestCase):
    def test_it_has_no_hdf5_and_nothing_of_the_build_folder(self):
        library = _native.core().__file__
        needed = run("readelf", "-d", library)
        self.assertNotIn("hdf5", needed)
        self.assertNotIn("RUNPATH", needed)
        self.assertIn("libgomp", needed)
        symbols = run("nm", "-D", library)
        self.assertNotRegex(symbols, r"\bH5[A-Z]")
        self.assertEqual([line for line in symbols.splitlines() if " T " in line and "PyInit" not in line], [])

    def test_its_stub_names_what_it_has(self):
        import ast

        tree = ast.parse((PLACE / "plume_lca" / "_core.pyi").read_text())
        module = _native.core()
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef):
                        self.assertTrue(hasattr(getattr(module, node.name), each.name), f"{node.name}.{each.name}")
            elif isinstance(node, ast.FunctionDef):
                self.assertTrue(hasattr(module, node.name), node.name)
        self.assertEqual(module.STATUSES, ["ok", "direct", "infeasible", "singular", "non_finite"])

    def test_arrays_stay_when_their_run_is_gone(self):
        scores = chain().study({0: 1}).run(5000).scores()
        self.assertTrue(math.isfinite(scores.sum()))
        self.assertEqual(scores.flags["OWNDATA"], False)
        with self.assertRaises(IndexError):
            chain().study({0: 1}).run(8)._sampling.samples.scores(9)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
