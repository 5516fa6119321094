#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Other people's readers on a result file: h5py, netCDF4, xarray with both engines, pandas.

Usage: interop_test.py WRITE_RESULT, the program that writes the sample result (tests/host/store/sample_result.hpp; the
expected values below follow that file). Exit status 77 (skipped, with the reason) where a module is missing.
"""
import importlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

MODULES = ["numpy", "h5py", "netCDF4", "h5netcdf", "xarray", "pandas"]

missing = []
for module in MODULES:
    try:
        globals()[module] = importlib.import_module(module)
    except ImportError:
        missing.append(module)
if missing:
    print(f"skipped: {sys.executable} has no {', '.join(missing)}")
    sys.exit(77)

WRITER = sys.argv.pop(1)
ITERATIONS = 20000
SEED = 2**64 - 11
DEMANDS = ["1 kWh, low voltage", "污水处理 · mixed basket"]
DEMAND_UNITS = ["kWh", ""]
CATEGORIES = ["gwp100", "ap", "human-tox"]
CATEGORY_NAMES = ["climate change, GWP100", "acidification", "human toxicity, cancer"]
CATEGORY_UNITS = ["kg CO₂-eq", "mol H⁺-eq", "CTUh"]
STATIC = [[0.5, -2.25, 1e-13], [120.0, 0.0, float("nan")]]
LEVELS = [0.025, 0.05, 0.25, 0.75, 0.95, 0.975]
FLAGS = ["ok", "direct", "infeasible", "singular", "non_finite"]
FIGURES = ["static_score", "mean", "se_mean", "sd", "median", "minimum", "maximum", "count"]


def expected_status():
    status = numpy.zeros(ITERATIONS, dtype="u1")
    position = numpy.arange(ITERATIONS) % 20
    for value, at in [(1, 3), (2, 8), (3, 13), (4, 17)]:
        status[position == at] = value
    return status


def expected_scores():
    iteration = numpy.arange(ITERATIONS)[:, None]
    output = numpy.arange(6)[None, :]
    base = ((iteration * 7919 + output * 104729) % 65536).astype(float) - 30000.0
    scores = numpy.ldexp(base, output * 10 - 40)
    scores[expected_status() >= 3] = numpy.nan
    return scores.reshape(ITERATIONS, 2, 3)


def text(values):
    return [value.decode() if isinstance(value, bytes) else value for value in values]


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="plume-interop-")
        cls.path = os.path.join(cls.folder.name, "résultat.h5")
        subprocess.run([WRITER, cls.path, str(ITERATIONS)], check=True)
        cls.scores = expected_scores()
        cls.status = expected_status()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def assert_same(self, actual, expected):
        numpy.testing.assert_array_equal(numpy.asarray(actual), numpy.asarray(expected))

    def test_h5py(self):
        with h5py.File(self.path, "r") as file:
            self.assert_same(file["score"][:], self.scores)
            self.assert_same(file["score"][:, 1, 2], self.scores[:, 1, 2])
            self.assert_same(file["status"][:], self.status)
            self.assert_same(file["iteration"][:], numpy.arange(ITERATIONS))
            self.assert_same(file["level"][:], LEVELS)
            self.assert_same(file["static_score"][:], STATIC)
            self.assertEqual(text(file["demand"][:]), DEMANDS)
            self.assertEqual(text(file["demand_unit"][:]), DEMAND_UNITS)
            self.assertEqual(text(file["category"][:]), CATEGORIES)
            self.assertEqual(text(file["category_name"][:]), CATEGORY_NAMES)
            self.assertEqual(text(file["category_unit"][:]), CATEGORY_UNITS)
            self.assertEqual([dim[0].name for dim in file["score"].dims], ["/iteration", "/demand", "/category"])
            self.assertEqual(file["score"].dtype, numpy.dtype("<f8"))
            self.assertEqual(file["status"].dtype, numpy.dtype("u1"))
            self.assertTrue(file["score"].fletcher32)
            self.assertEqual(file["score"].chunks, (16384, 1, 1))
            self.assertEqual(int(file.attrs["seed"]), SEED)
            self.assertEqual(file.attrs["Conventions"], "CF-1.8")
            self.assertEqual(file.attrs["plume_type"], "result")
            self.assertEqual(list(file.attrs["version"]), [1, 3])
            self.assertEqual(file.attrs["title"], "Électricité, 1 kWh")
            provenance = json.loads(file.attrs["provenance"])
            self.assertEqual(provenance["study_path"], "studies/électricité.toml")
            self.assertEqual(provenance["tolerance"], 1e-7)
            self.assertEqual(provenance["inputs"][1], {"path": "../bw", "format": "brightway", "sha256": "7" * 64})

    def test_statistics_are_those_of_numpy(self):
        with h5py.File(self.path, "r") as file:
            n = numpy.count_nonzero(self.status < 3)
            self.assert_same(file["count"][:], numpy.full((2, 3), n))
            close = dict(rtol=1e-12, atol=0)
            numpy.testing.assert_allclose(file["mean"][:], numpy.nanmean(self.scores, axis=0), **close)
            sd = numpy.nanstd(self.scores, axis=0, ddof=1)
            numpy.testing.assert_allclose(file["sd"][:], sd, **close)
            numpy.testing.assert_allclose(file["se_mean"][:], sd / numpy.sqrt(n), **close)
            self.assert_same(file["median"][:], numpy.nanmedian(self.scores, axis=0))
            self.assert_same(file["minimum"][:], numpy.nanmin(self.scores, axis=0))
            self.assert_same(file["maximum"][:], numpy.nanmax(self.scores, axis=0))
            self.assert_same(file["quantile"][:], numpy.nanquantile(self.scores, LEVELS, axis=0))

    def test_netcdf4(self):
        with netCDF4.Dataset(self.path) as file:
            self.assertEqual({name: len(dim) for name, dim in file.dimensions.items()},
                             {"iteration": ITERATIONS, "demand": 2, "category": 3, "level": 6})
            self.assertTrue(file.dimensions["iteration"].isunlimited())
            self.assertEqual(file["score"].dimensions, ("iteration", "demand", "category"))
            self.assertEqual(file["quantile"].dimensions, ("level", "demand", "category"))
            self.assertEqual(list(file["category_unit"][:]), CATEGORY_UNITS)
            self.assertEqual(list(file["demand_unit"][:]), DEMAND_UNITS)
            self.assertTrue(numpy.isnan(file["score"]._FillValue))
            self.assert_same(numpy.ma.filled(file["score"][:], numpy.nan), self.scores)
            self.assertEqual(int(file.seed), SEED)

    def check_xarray(self, engine):
        with xarray.open_dataset(self.path, engine=engine) as ds:
            self.assertEqual(dict(ds.sizes), {"iteration": ITERATIONS, "demand": 2, "category": 3, "level": 6})
            self.assertEqual(set(ds.coords), {"iteration", "demand", "category", "level", "demand_unit",
                                              "category_name", "category_unit"})
            self.assertEqual(set(ds.data_vars), {"score", "status", "quantile", "se_quantile", "se_median", "replicates", *FIGURES})
            self.assertEqual(ds["score"].dims, ("iteration", "demand", "category"))
            self.assert_same(ds["score"].values, self.scores)
            self.assertEqual(ds["status"].dtype, numpy.dtype("u1"))
            self.assert_same(ds["status"].values, self.status)
            for name in FIGURES:
                self.assertEqual(ds[name].dims, ("demand", "category"))
                self.assertIn("category_unit", ds[name].coords)
            self.assertEqual(ds["quantile"].dims, ("level", "demand", "category"))
            self.assertEqual(list(ds["demand"].values), DEMANDS)
            self.assertEqual(list(ds["demand_unit"].values), DEMAND_UNITS)
            self.assertEqual(list(ds["category_unit"].values), CATEGORY_UNITS)
            # By name, as a person would ask.
            column = ds["score"].sel(demand=DEMANDS[1], category="ap")
            self.assert_same(column.values, self.scores[:, 1, 1])
            self.assertEqual(column["category_unit"].item(), "mol H⁺-eq")
            self.assert_same(ds["quantile"].sel(level=0.95).values, numpy.nanquantile(self.scores, 0.95, axis=0))
            self.assertEqual(ds["score"].attrs["long_name"], "score of every iteration; NaN without one")
            self.assertEqual(ds["score"].attrs["unit_variable"], "category_unit")
            self.assertEqual(ds["score"].attrs["ancillary_variables"], "status")
            status = ds["status"].attrs
            self.assertEqual(list(status["flag_values"]), [0, 1, 2, 3, 4])
            self.assertEqual(status["flag_meanings"].split(), FLAGS)
            self.assertEqual(list(status["flag_counts"]), list(numpy.bincount(self.status, minlength=5)))
            self.assertEqual(int(ds.attrs["seed"]), SEED)
            self.assertEqual(int(ds.attrs["iterations"]), ITERATIONS)
            self.assertEqual(float(ds.attrs["seconds"]), 2.5)
            self.assertEqual(json.loads(ds.attrs["provenance"])["overrides"][0], "sampling.seed=7")

            frame = ds["score"].to_dataframe()
            self.assertEqual(len(frame), ITERATIONS * 6)
            self.assertEqual(list(frame.index.names), ["iteration", "demand", "category"])
            self.assert_same(frame.loc[(slice(None), DEMANDS[0], "gwp100"), "score"], self.scores[:, 0, 0])
            means = ds["mean"].to_dataframe()
            self.assertEqual(means.loc[(DEMANDS[0], "gwp100"), "category_unit"], "kg CO₂-eq")
            self.assertIsInstance(means, pandas.DataFrame)

    def test_xarray_h5netcdf(self):
        self.check_xarray("h5netcdf")

    def test_xarray_netcdf4(self):
        self.check_xarray("netcdf4")

    def test_a_copy_made_by_xarray_keeps_values_and_attributes(self):
        copy = os.path.join(self.folder.name, "copy.nc")
        with xarray.open_dataset(self.path, engine="h5netcdf") as ds:
            ds.to_netcdf(copy, engine="netcdf4")
        with xarray.open_dataset(copy, engine="netcdf4") as ds:
            self.assert_same(ds["score"].values, self.scores)
            self.assertEqual(int(ds.attrs["seed"]), SEED)

    def test_a_result_without_iterations(self):
        path = os.path.join(self.folder.name, "empty.h5")
        subprocess.run([WRITER, path, "0"], check=True)
        for engine in ["h5netcdf", "netcdf4"]:
            with xarray.open_dataset(path, engine=engine) as ds:
                self.assertEqual(ds["score"].shape, (0, 2, 3))
                self.assertTrue(numpy.isnan(ds["mean"].values).all())


    def test_a_result_without_samples(self):
        path = os.path.join(self.folder.name, "figures.h5")
        subprocess.run([WRITER, path, str(ITERATIONS), "figures"], check=True)
        for engine in ["h5netcdf", "netcdf4"]:
            with xarray.open_dataset(path, engine=engine) as ds:
                self.assertEqual(ds["score"].shape, (0, 2, 3))
                numpy.testing.assert_allclose(ds["mean"].values, numpy.nanmean(self.scores, axis=0), rtol=1e-12)
                numpy.testing.assert_allclose(ds["sd"].values, numpy.nanstd(self.scores, axis=0, ddof=1), rtol=1e-12)
        # As docs/file-format.md says: stretches joined by Chan, Golub and LeVeque, and the block that is not full.
        with h5py.File(path, "r") as file:
            figures = {name: array[:] for name, array in file["figures"].items()}
        moments = figures["moments"].reshape(-1, 6, 3)
        products = figures["products"].reshape(len(moments), -1)
        row, column = numpy.tril_indices(6)
        n, mean, sums = 0, numpy.zeros(6), numpy.zeros(len(row))
        open_block = figures["open"].reshape(-1, 6)
        scored = open_block[~numpy.isnan(open_block[:, 0])]
        apart = scored - scored.mean(axis=0)
        stretches = [(m[0, 0], m[:, 1], p) for m, p in zip(moments, products)]
        stretches.append((len(scored), scored.mean(axis=0), (apart[:, row] * apart[:, column]).sum(axis=0)))
        for count, other, product in stretches:
            step = other - mean
            sums = sums + product + step[row] * step[column] * n * count / (n + count)
            mean = mean + step * count / (n + count)
            n += count
        valid = self.scores.reshape(-1, 6)[self.status < 3]
        expected = numpy.cov(valid.T)
        numpy.testing.assert_allclose(sums / (n - 1), expected[row, column], atol=1e-11 * numpy.abs(expected).max())
        self.assertEqual(int(figures["bin_count"].sum()), 6 * (len(valid) - len(scored)))


if __name__ == "__main__":
    unittest.main()
