#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python package around the program, with datapackages in memory.

    PLUME_PROGRAM=build/release/plume package_test.py
"""
import contextlib
import io
import math
import subprocess
import sys
import tempfile
import typing
import unittest
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    import h5netcdf  # noqa: F401
    import numpy as np
    import pandas  # noqa: F401
    import xarray  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

import plume_lca as plume  # noqa: E402
from memory_package import MemoryPackage, bike  # noqa: E402

SIGMA = math.hypot(0.1, 0.2)  # of the logarithm of the score: a product of two lognormals


def bike_study(**options):
    return plume.from_brightway({"one": {1: 1}, "two": {1: 2}}, data_objs=bike(), names={2: "carbon fibre"}, **options)


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = bike_study().run(4096, seed=7)

    def test_scores_have_names_and_the_closed_form(self):
        score = self.result.ds["score"]
        self.assertEqual(score.dims, ("iteration", "demand", "category"))
        self.assertEqual(list(score["demand"].values), ["one", "two"])
        logs = np.log(score.sel(demand="one").values[:, 0])
        error = SIGMA / math.sqrt(len(logs))
        self.assertLess(abs(logs.mean() - math.log(66.5)), 4 * error)
        self.assertLess(abs(logs.std(ddof=1) - SIGMA), 4 * SIGMA / math.sqrt(2 * len(logs)))
        self.assertGreater(abs(logs.mean() - math.log(66.5 * 1.1)), 4 * error)  # the bound can be missed

    def test_names_stand_in_reports_and_drivers(self):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "report.md"
            self.result.report(target)
            self.assertIn("carbon fibre", target.read_text())

    def test_progress_is_shown_and_changes_nothing(self):
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            again = bike_study().run(4096, seed=7, progress=True)
        self.assertIn("sampling", shown.getvalue())
        np.testing.assert_array_equal(again.ds["score"].values, self.result.ds["score"].values)

    def test_summary_holds_each_figure_with_its_error(self):
        row = self.result.summary().loc[("one", "GWP | 100 a")]
        self.assertAlmostEqual(row["static"], 66.5, delta=1e-12 * 66.5)
        samples = self.result.ds["score"].sel(demand="one").values
        self.assertAlmostEqual(row["mean"], samples.mean(), delta=1e-9)
        self.assertAlmostEqual(row["se_mean"], samples.std(ddof=1) / math.sqrt(len(samples)), delta=1e-9)
        self.assertLess(row["mean_lower"], row["mean"])
        self.assertIn("se_q0.975", row.index)

    def test_two_bikes_are_above_one_in_every_draw(self):
        row = self.result.compare("one", "two").iloc[0]
        self.assertEqual((row["lower"], row["equal"], row["higher"]), (1.0, 0.0, 0.0))
        self.assertLess(row["q0.975"], 0)
        with self.assertRaisesRegex(KeyError, "there is no demand 'three'; there are one, two"):
            self.result.compare("one", "three")

    def test_drivers_and_contributions(self):
        shares = self.result.sensitivity().loc[("one", "GWP | 100 a"), "share"]
        self.assertAlmostEqual(sum(shares), 1.0, delta=0.05)
        self.assertGreater(max(shares), 0.7)  # 0.2² of 0.1² + 0.2²
        made = self.result.contributions().loc[[("one", "GWP | 100 a")]]
        self.assertEqual(list(made["process"]), ["carbon fibre"])

    def test_one_iteration_whole(self):
        tables = self.result.inventory(17)
        score = tables["scores"].set_index("demand")["score"]
        self.assertEqual(score["two"], self.result.ds["score"].values[17, 1, 0])
        with self.assertRaisesRegex(plume.Error, "needs the study"), tempfile.TemporaryDirectory() as folder:
            plume.open(self.result.save(Path(folder) / "a.h5")).inventory(0)

    def test_more_is_one_longer_run(self):
        short = bike_study().run(1000, seed=7)
        again = short.more(3096)
        self.assertIs(again, short)
        np.testing.assert_array_equal(short.ds["score"].values, self.result.ds["score"].values)
        self.assertEqual(short.summary()["count"].iloc[0], 4096)

    def test_saved_and_opened(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.result.save(Path(folder) / "bike.h5")
            opened = plume.open(path)
            self.assertIsInstance(opened, plume.Result)
            self.assertEqual(plume.open_result(path).path, path)
            np.testing.assert_array_equal(opened.ds["score"].values, self.result.ds["score"].values)
            self.assertEqual(sorted(each.name for each in Path(folder).iterdir()), ["bike.h5"])
            with self.assertRaisesRegex(plume.Error, "nothing.h5"):
                plume.open(Path(folder) / "nothing.h5")

    def test_reports_and_pictures(self):
        with tempfile.TemporaryDirectory() as folder:
            page = self.result.report(Path(folder) / "r.html", profile="lca").read_text()
            self.assertIn("<svg", page)
            with self.assertRaisesRegex(ValueError, "the path ends with '.docx'"):
                self.result.report(Path(folder) / "r.docx")
        self.assertTrue(self.result.plot().svg.startswith("<svg"))
        self.assertIn("<iframe srcdoc=", self.result._repr_html_())
        self.assertEqual(repr(self.result), "<Result of 'Brightway': 4096 iterations, 2 outputs>")

    def test_tables_of_the_report(self):
        table = self.result.table("scores-1")
        self.assertAlmostEqual(table["static"].iloc[0], 66.5, delta=1e-9)
        with self.assertRaisesRegex(KeyError, "the report has no table 'x'; there are scores-1"):
            self.result.table("x")

    def test_designs_and_stopping(self):
        design = bike_study().run(2048, design="lhs")
        self.assertEqual(design._report["provenance"]["design"], "lhs")
        stopped = bike_study().run(1_000_000, precision={"mean": 0.01, "median": 0.01})
        self.assertLess(stopped.ds.sizes["iteration"], 20_000)


class Options(unittest.TestCase):
    def test_without_distributions_all_is_static(self):
        result = bike_study(use_distributions=False).run(16)
        np.testing.assert_allclose(result.ds["score"].values[:, 0, 0], 66.5, rtol=1e-7)

    def test_arrays_are_used_only_when_asked(self):
        packages = bike()
        packages.append(MemoryPackage("arrays").add("biosphere_matrix", [(3, 2, 0.0)], samples=[[10.0, 20.0]]))
        packages[-1].metadata.update(sequential=True, sum_inter_duplicates=False)
        drawn = plume.from_brightway({1: 1}, data_objs=packages, use_distributions=False).run(4)
        np.testing.assert_allclose(drawn.ds["score"].values[:, 0, 0], [25.0, 50.0, 25.0, 50.0], rtol=1e-7)
        fixed = plume.from_brightway({1: 1}, data_objs=packages, use_distributions=False, use_arrays=False).run(4)
        np.testing.assert_allclose(fixed.ds["score"].values[:, 0, 0], 66.5, rtol=1e-7)

    def test_demands_that_say_nothing(self):
        with self.assertRaisesRegex(ValueError, "there is no demand"):
            plume.from_brightway({}, data_objs=bike())
        with self.assertRaisesRegex(ValueError, "the demand 'a' is empty"):
            plume.from_brightway({"a": {}}, data_objs=bike())

    def test_an_object_in_place_of_an_array_is_refused(self):
        packages = bike()
        packages[0].resources[0]["profile"] = "interface"
        with self.assertRaisesRegex(plume.Error, "takes the data of 'technosphere_matrix-0' from a Python object"):
            plume.from_brightway({1: 1}, data_objs=packages)


class Trouble(unittest.TestCase):
    def test_errors_carry_all_findings(self):
        with self.assertRaises(plume.Error) as caught:
            plume.from_brightway({"a": {998: 1}, "b": {999: 1}}, data_objs=bike()).run(10)
        self.assertEqual([each.code for each in caught.exception.findings], ["E0110", "E0110"])
        self.assertEqual(caught.exception.status, 3)
        self.assertIn("'998'", caught.exception.findings[0].text)

    def test_each_code_warns_once(self):
        packages = bike()
        packages[0].add("biosphere_matrix", [(4, 2, 1.0), (5, 2, 1.0)], sigma=0.0)  # W0411: no spread
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            plume.from_brightway({1: 1}, data_objs=packages).run(10)
        of_scale = [each for each in caught if "W0411" in str(each.message)]
        self.assertEqual(len(of_scale), 1)
        self.assertIs(of_scale[0].category, plume.PlumeWarning)


class StandIns(unittest.TestCase):
    def test_next_steps_through_the_same_scores_as_run(self):
        whole = plume.from_brightway({"demand": {1: 1}}, data_objs=bike()).run(3000, seed=7).ds["score"].values[:, 0, 0]
        lca = plume.LCA({1: 1}, data_objs=bike(), use_distributions=True, seed_override=7)
        lca.lci()
        lca.lcia()
        self.assertEqual(lca.score, whole[0])
        self.assertEqual([lca.score for _ in zip(lca, range(2000))], list(whole[1:2001]))

    def test_the_first_iteration_can_be_kept(self):
        lca = plume.LCA({1: 1}, data_objs=bike(), use_distributions=True, seed_override=7)
        lca.lci()
        lca.lcia()
        first = lca.score
        lca.keep_first_iteration()
        next(lca)
        self.assertEqual(lca.score, first)
        next(lca)
        self.assertNotEqual(lca.score, first)

    def test_static_and_several(self):
        lca = plume.LCA({1: 1}, data_objs=bike())
        with self.assertRaisesRegex(AttributeError, "call lci\\(\\) and lcia\\(\\) first"):
            _ = lca.score
        lca.lci()
        lca.lcia()
        self.assertAlmostEqual(lca.score, 66.5, delta=1e-12 * 66.5)
        several = plume.MultiLCA({"one": {1: 1}, "two": {1: 2}}, data_objs=bike())
        several.lci()
        several.lcia()
        self.assertAlmostEqual(several.scores["GWP | 100 a", "two"], 133.0, delta=1e-9)

    def test_several_step_together(self):
        several = plume.MultiLCA({"one": {1: 1}, "two": {1: 2}}, data_objs=bike(), use_distributions=True, seed_override=7)
        several.lci()
        several.lcia()
        several.normalize()
        several.weight()
        first = several.scores
        self.assertAlmostEqual(first["GWP | 100 a", "two"] / first["GWP | 100 a", "one"], 2.0, delta=1e-6)
        several.keep_first_iteration()
        next(several)
        self.assertEqual(several.scores, first)
        next(several)
        self.assertNotEqual(several.scores, first)
        self.assertEqual(several.scores["GWP | 100 a", "one"], several.result.scores()[1, 0, 0])

    def test_normalisations_and_weightings_go_with_their_categories(self):
        gwp, other = ("GWP", "100 a"), ("other",)
        packages = bike() + [
            MemoryPackage("o").add("characterization_matrix", [(3, 0, 2.0)], identifier=["other"]),
            MemoryPackage("n1").add("normalization_matrix", [(3, 0, 0.1)], identifier=["n1"]),
            MemoryPackage("n2").add("normalization_matrix", [(3, 0, 10.0)], identifier=["n2"]),
            MemoryPackage("w").add("weighting_matrix", [(0, 0, 0.5)], identifier=["w"]),
            MemoryPackage("v").add("weighting_matrix", [(0, 0, 3.0)], identifier=["v"]),
        ]
        config = {"impact_categories": [gwp, other], "normalizations": {("n1",): [gwp], ("n2",): [gwp, other]},
                  "weightings": {("w",): [("n1",)], ("v",): [("n2",)]}}
        lca = plume.MultiLCA({"a": {1: 1}}, config, data_objs=packages)
        lca.lci()
        lca.lcia()
        expected = {(("w",), ("n1",), gwp, "a"): 3.325, (("v",), ("n2",), gwp, "a"): 1995.0,
                    (("v",), ("n2",), other, "a"): 3990.0}
        self.assertEqual(set(lca.scores), set(expected))
        for key, value in expected.items():
            self.assertAlmostEqual(lca.scores[key] / value, 1.0, delta=1e-12)
        # All pairs of a category have the same draws.
        drawn = plume.from_brightway({1: 1}, [gwp], {("n1",): [gwp], ("n2",): [gwp]}, data_objs=packages).run(64)
        score = drawn.ds["score"].values[:, 0, :]
        np.testing.assert_allclose(score[:, 1], 100 * score[:, 0], rtol=1e-6)
        self.assertGreater(score[:, 0].std(), 0.5)
        with self.assertRaisesRegex(plume.Error, "E0345"):
            plume.from_brightway({1: 1}, data_objs=packages).run(1)

    def test_a_single_normalisation_takes_the_unit_of_the_category(self):
        with tempfile.TemporaryDirectory() as folder:
            from plume_lca._datapackage import write_sources

            set_of_factors = MemoryPackage("n").add("normalization_matrix", [(3, 0, 0.1)], identifier=["n"])
            write_sources(bike() + [set_of_factors], Path(folder))
            study, names = Path(folder) / "s.toml", Path(folder) / "names.csv"
            study.write_text('[study]\nname = "s"\n[[model]]\npath = "0"\nnames = "names.csv"\n[[model]]\npath = "1"\n'
                             '[[model]]\npath = "2"\n[[demand]]\nprocess = "1"\n')
            for row, unit in (("", "1"), ("n,person years,normalisation\n", "person years")):
                names.write_text("id,unit,kind\nGWP | 100 a,kg CO2-eq,category\n" + row)
                summary = plume.from_study(study).run(1).summary().iloc[0]
                self.assertEqual(summary["unit"], unit)
                self.assertAlmostEqual(summary["static"], 6.65, delta=1e-9)

    def test_pairs_that_cannot_be(self):
        with self.assertRaisesRegex(ValueError, "'m' is not among"):
            plume.MultiLCA({"a": {1: 1}}, {"normalizations": {"n": ["m"]}}, data_objs=bike())
        with self.assertRaisesRegex(ValueError, "'b' has no normalization"):
            plume.from_brightway({1: 1}, ["a", "b"], {"n": ["a"]}, data_objs=bike())
        with self.assertRaisesRegex(ValueError, "unknown colours"):
            plume.MultiLCA({"a": {1: 1}}, {"colours": {}}, data_objs=bike())


class Package(unittest.TestCase):
    def test_importing_is_light(self):
        done = subprocess.run(
            [sys.executable, "-c", "import sys, plume_lca; print('pandas' in sys.modules, 'xarray' in sys.modules)"],
            cwd=Path(plume.__file__).parents[1], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), "False False")

    def test_sources_are_paths_and_packages(self):
        self.assertIn(str, typing.get_args(plume.Source))

    def test_version_is_that_of_the_program(self):
        root = Path(plume.__file__).parents[2]
        self.assertEqual(plume.__version__, (root / "VERSION").read_text().strip())

    def test_studies_from_files(self):
        with tempfile.TemporaryDirectory() as folder:
            from plume_lca._datapackage import write_sources

            (Path(folder) / "p").mkdir()
            write_sources(bike(), Path(folder) / "p")
            study = Path(folder) / "s.toml"
            study.write_text(
                '[study]\nname = "s"\n[[model]]\npath = "p/0"\n[[model]]\npath = "p/1"\n'
                '[[demand]]\nprocess = "1"\n[sampling]\niterations = 5\n[stop]\nrelative_se_mean = 0.1\n'
            )
            result = plume.from_study(study).run(64)
            self.assertEqual(result.ds.sizes["iteration"], 64)


if __name__ == "__main__":
    unittest.main()
