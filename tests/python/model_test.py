#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Studies as dictionaries and files, databases of any format, and matrices from memory.

    PLUME_PROGRAM=build/release/plume model_test.py
"""
import math
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

try:
    import h5netcdf  # noqa: F401
    import numpy as np
    import pandas  # noqa: F401
    import xarray  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

import plume_lca as plume  # noqa: E402

LOOP = ROOT / "datasets" / "mini" / "loop"
RECORD = np.dtype([("loc", "f8"), ("scale", "f8"), ("shape", "f8"), ("minimum", "f8"), ("maximum", "f8"),
                   ("negative", "?"), ("uncertainty_type", "u1")])  # as stats_arrays 4.0 has it


def records(*given):
    """(uncertainty type, loc, scale) each."""
    made = np.zeros(len(given), dtype=RECORD)
    for part in ("loc", "scale", "shape", "minimum", "maximum"):
        made[part] = np.nan
    for i, (kind, loc, scale) in enumerate(given):
        made[i]["uncertainty_type"], made[i]["loc"], made[i]["scale"] = kind, loc, scale
    return made


class Studies(unittest.TestCase):
    def setUp(self):
        self.whole = plume.run(LOOP / "study.toml", iterations=256, seed=3)

    def test_a_dictionary_is_the_study_file_of_the_same_words(self):
        import tomllib

        tables = tomllib.loads((LOOP / "study.toml").read_text())
        tables["sampling"] = {"iterations": np.int64(256), "seed": 3}
        mine = plume.Study(tables, base=LOOP).run()
        np.testing.assert_array_equal(mine.scores(), self.whole.scores())
        self.assertEqual(mine.ds.sizes["iteration"], 256)
        seeded = plume.Study(tables, base=LOOP).run(64, seed=4)
        self.assertEqual(seeded.scores().shape[0], 64)
        self.assertFalse((seeded.scores() == self.whole.scores()[:64]).all())

    def test_a_file_runs_as_it_is_or_with_other_settings(self):
        self.assertEqual(self.whole.scores().shape[0], 256)
        other = plume.run(LOOP / "study.toml", iterations=256, seed=3, settings={"sampling.design": "lhs"})
        self.assertEqual(other._report["provenance"]["design"], "lhs")
        np.testing.assert_array_equal(plume.from_study(LOOP / "study.toml").run(256, seed=3).scores(),
                                      self.whole.scores())

    def test_more_and_one_iteration_of_both(self):
        tables = {"study": {"name": "s"}, "model": [{"path": "model"}], "demand": [{"process": "a"}]}
        longer = plume.run(LOOP / "study.toml", iterations=300, seed=3).scores()
        np.testing.assert_array_equal(self.whole.more(44).scores(), longer)
        self.assertIn("scores", self.whole.inventory(17))
        with self.assertRaises(plume.Error) as caught:
            plume.Study(tables, base=LOOP).run(8)
        self.assertIn(str(LOOP / "-"), str(caught.exception))

    def test_what_a_study_cannot_hold(self):
        with self.assertRaisesRegex(TypeError, "a study cannot hold <object"):
            plume.Study({"study": {"name": object()}})
        with self.assertRaisesRegex(TypeError, "'study' of a study is a table or a list of tables, not 3"):
            plume.Study({"study": 3})
        with self.assertRaises(plume.Error) as caught:
            plume.Study({"study": {"name": "s", "colour": "red"}}, base=LOOP).run(8)
        self.assertIn("E0102", [each.code for each in caught.exception.findings])

    def test_texts_arrive_as_they_are(self):
        name = "quotes \" and ' back\\slash °C \n 中文"
        folder = Path(tempfile.mkdtemp(prefix="plume-test-"))
        model = plume.Model.from_arrays([[1.0]], [[1.0]], [[1.0]])
        result = model.study({name: {0: 1}}).run(1)
        self.assertEqual(str(result.ds["demand"].values[0]), name)
        folder.rmdir()


class Arrays(unittest.TestCase):
    A = np.array([[1.0, 0.0, 0.0], [-2.5, 1.0, 0.0], [-0.3, 0.0, -1.0]])  # the bike hands on 0.3 of waste, which (2) treats
    B = np.array([[0.0, 26.6, 1.3], [0.0, 0.1, 0.0]])
    C = np.array([[1.0, 29.8], [0.0, 1.0]])
    NAMES = {"processes": ["bike", "fibre", "treatment"], "flows": ["co2", "ch4"], "categories": ["gwp", "methane"],
             "units": {"gwp": "kg CO2-eq"}}

    def model(self, **options):
        return plume.Model.from_arrays(self.A, self.B, self.C, **{**self.NAMES, **options})

    def test_static_scores_are_those_of_the_matrices(self):
        supply = np.linalg.solve(self.A, np.array([1.0, 0.0, 0.0]))
        ds = self.model().run("bike", iterations=4).ds
        np.testing.assert_allclose(ds["static_score"].values[0], self.C @ self.B @ supply, rtol=1e-12)
        self.assertEqual([str(each) for each in ds["category"].values], ["gwp", "methane"])
        self.assertEqual(str(ds["category_unit"].values[0]), "kg CO2-eq")

    def test_dense_sparse_and_tuples_have_the_same_bits(self):
        drawn = records((0, 1, 0), (2, math.log(2.5), 0.1), (0, 1, 0), (3, 0.3, 0.02), (0, 1, 0))

        def tuple_of(matrix):
            rows, columns = np.nonzero(matrix)
            return rows, columns, matrix[rows, columns]

        class Sparse:  # what SciPy's have, and no more is asked of them
            def __init__(self, matrix):
                self.row, self.col, self.data = tuple_of(matrix)
                self.shape = matrix.shape

            def tocoo(self):
                return self

        scores = [
            plume.Model.from_arrays(kind(self.A), kind(self.B), kind(self.C), technosphere_distributions=drawn,
                                    **self.NAMES).run({"bike": 1}, ["gwp"], 512, seed=5).scores()
            for kind in (np.array, tuple_of, Sparse)
        ]
        np.testing.assert_array_equal(scores[0], scores[1])
        np.testing.assert_array_equal(scores[0], scores[2])
        self.assertGreater(scores[0].std(), 1.0)

    def test_distributions_are_of_what_is_taken(self):
        drawn = records((0, 1, 0), (2, math.log(2.5), 0.1), (0, 1, 0), (0, 0.3, 0), (0, 1, 0))
        mine = self.model(technosphere_distributions=drawn).run("bike", ["methane"], 4096).scores()[:, 0, 0]
        logs = np.log(mine / 0.1)
        self.assertLess(abs(logs.mean() - math.log(2.5)), 4 * 0.1 / 64)
        self.assertLess(abs(logs.std() - 0.1), 4 * 0.1 / math.sqrt(2 * 4096))
        self.assertGreater(abs(logs.mean() - math.log(2.6)), 4 * 0.1 / 64)  # the bound can be missed

    def test_factors_are_drawn_too_each_with_its_record(self):
        drawn = records((0, 1, 0), (3, 29.8, 3.0), (0, 1, 0))
        scores = self.model(characterisation_distributions=drawn).run("bike", iterations=4096).scores()[:, 0]
        self.assertLess(abs(scores[:, 0].std() / (0.25 * 3.0) - 1), 0.05)
        self.assertEqual(scores[:, 1].std(), 0.0)

    def test_a_cell_may_stand_several_times(self):
        once = plume.Model.from_arrays([[1.0]], [[0.75]], [[1.0]]).run("0", iterations=1).scores()
        twice = plume.Model.from_arrays([[1.0]], ([0, 0], [0, 0], [0.5, 0.25]), [[1.0]]).run("0", iterations=1).scores()
        np.testing.assert_allclose(twice, once, rtol=1e-7)

    def test_sizes_and_names_that_do_not_fit(self):
        for message, arrays, options in (
            ("technosphere is square, one product a process; it has 2 rows, 1 columns", ([[1], [1]], [[1]], [[1]]), {}),
            ("biosphere has a column 1, and there are 1 of process: 0 to 0", ([[1]], [[0, 1]], [[1]]), {}),
            ("technosphere has a row -1, and there are 1 of product: 0 to 0", (([0, -1], [0, 0], [1, 1]), [[1]], [[1]]), {}),
            ("processes has 2 names for 1", ([[1]], [[1]], [[1]]), {"processes": ["a", "b"]}),
            ("flows names 'a' twice", ([[1]], [[1], [2]], [[1, 1]]), {"flows": ["a", "a"]}),
            ("technosphere has 1 entries and 2 distributions", ([[1]], [[1]], [[1]]),
             {"technosphere_distributions": records((0, 1, 0), (0, 1, 0))}),
            ("a matrix has two dimensions, not 1", ([1.0], [[1]], [[1]]), {}),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValueError, message):
                plume.Model.from_arrays(*arrays, **options)
        with self.assertRaisesRegex(plume.Error, "E0110"):
            self.model().run("car", iterations=1)


    def test_types_that_are_no_numbers_are_refused_with_a_finding(self):
        one = ([0], [0], [1.0])
        padded = np.zeros(1, dtype=[("loc", "f8"), ("scale", "f8")])
        text = np.zeros(1, dtype=[("uncertainty_type", "U3"), ("loc", "f8")])
        for message, arrays, options in (
            ("technosphere: rows are of type float64, and must be integers; give integers, by .astype(numpy.int64)",
             (([0.5], [0], [1.0]), one, one), {}),
            ("biosphere: columns are of type <U1, and must be integers", (one, ([0], ["0"], [1.0]), one), {}),
            ("biosphere: values are of type complex128, and must be real numbers; give real numbers, by .astype(numpy.float64)",
             (one, ([0], [0], [1j]), one), {}),
            ("characterisation: values are of type <U1, and must be real numbers", (one, one, [["1"]]), {}),
            ("technosphere: distributions are of type [('loc', '<f8'), ('scale', '<f8')], and must be records with fields of stats_arrays",
             (one, one, one), {"technosphere_distributions": padded}),
            ("biosphere: distributions are of type float64", (one, one, one), {"biosphere_distributions": np.ones(1)}),
            ("biosphere: uncertainty_type of the distributions are of type <U3, and must be integers", (one, one, one),
             {"biosphere_distributions": text}),
        ):
            with self.subTest(message), self.assertRaises(plume.Error) as caught:
                plume.Model.from_arrays(*arrays, **options)
            self.assertEqual([each.code for each in caught.exception.findings], ["E0654"])
            self.assertIn(message, caught.exception.findings[0].text)

    def test_whole_numbers_may_be_stored_as_anything(self):
        for rows in ([0], [0.0], np.array([0], dtype=object), np.array([0], dtype=np.uint8), np.array([0], dtype=">i4")):
            model = plume.Model.from_arrays((rows, rows, [1.0]), (rows, rows, np.array([2], dtype=np.float16)), (rows, rows, [True]))
            self.assertEqual(model.run(0, iterations=1).scores()[0, 0, 0], 2.0)


class Page(unittest.TestCase):
    def test_the_example_of_matrices_runs_as_it_stands(self):
        page = (ROOT / "docs" / "python.md").read_text()
        code = next(block.split("```")[0] for block in page.split("```python example\n")[1:] if "from_arrays(A, [[" in block)
        before, last = code.rstrip().rsplit("\n", 1)
        names = {"plume": plume}
        exec(before, names)
        row = eval(last, names).iloc[0]
        self.assertAlmostEqual(row["static"], 66.5, delta=1e-9)
        self.assertLess(abs(row["sd"] / 66.5 - 0.1), 0.01)


class Databases(unittest.TestCase):
    PACKAGE = ROOT / "datasets" / "mini" / "loop" / "model"

    def test_every_format_is_read_by_one_function(self):
        model = plume.read(self.PACKAGE)
        tables = model.tables()
        self.assertIn("exchanges", tables)
        self.assertGreater(len(tables["exchanges"]), 1)
        info = model.info()
        self.assertEqual((info["format"], info["processes"], info["exchanges.emission"]), ("plume", 2, 2))
        self.assertEqual(model.findings, [])

    def test_models_are_added(self):
        both = Arrays().model() + plume.read(self.PACKAGE)
        self.assertEqual(len(both.paths), 2)
        with self.assertRaisesRegex(plume.Error, "'info' is of one database; this model has 2"):
            both.info()
        self.assertTrue({"bike", "power plant"} <= set(both.tables()["processes"]["name"]))

    def test_what_is_no_database(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual([each.code for each in plume.read(folder).findings], ["E0140"])
        with self.assertRaisesRegex(ValueError, "no path is given"):
            plume.read()


if __name__ == "__main__":
    unittest.main()
