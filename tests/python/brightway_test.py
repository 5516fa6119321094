#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A Brightway project, calculated by Brightway and by Plume: two databases, waste treatment, an avoided product, a negative
lognormal, a loop, two impact categories, presampled arrays, parameters, a demand of three items.

    PLUME_PROGRAM=build/release/plume brightway_test.py
"""
import math
import os
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))
os.environ["BRIGHTWAY2_DIR"] = tempfile.mkdtemp(prefix="plume-brightway-")
warnings.simplefilter("ignore")

import bw2calc  # noqa: E402
import bw2data  # noqa: E402
import bw_processing  # noqa: E402
import numpy as np  # noqa: E402

import plume_lca as plume  # noqa: E402

ITERATIONS = 20_000


def lognormal(amount, sigma):
    negative = {"negative": True} if amount < 0 else {}
    return {"amount": amount, "uncertainty type": 2, "loc": math.log(abs(amount)), "scale": sigma, **negative}


def make_project(name):
    bw2data.projects.set_current(name)
    bw2data.Database("biosphere").write({
        ("biosphere", "co2"): {"name": "carbon dioxide", "type": "emission", "unit": "kilogram"},
        ("biosphere", "ch4"): {"name": "methane", "type": "emission", "unit": "kilogram"},
    })
    bw2data.Database("background").write({
        ("background", "power"): {"name": "electricity", "unit": "kWh", "exchanges": [
            {"input": ("background", "power"), "type": "production", "amount": 1.0},
            {"input": ("background", "steel"), "type": "technosphere", **lognormal(0.01, 0.2)},
            {"input": ("biosphere", "co2"), "type": "biosphere", **lognormal(0.5, 0.1)}]},
        ("background", "steel"): {"name": "steel", "unit": "kg", "exchanges": [
            {"input": ("background", "steel"), "type": "production", "amount": 1.0},
            {"input": ("background", "power"), "type": "technosphere", **lognormal(3.0, 0.15)},
            {"input": ("biosphere", "ch4"), "type": "biosphere", "amount": 0.02, "uncertainty type": 5,
             "loc": 0.02, "minimum": 0.01, "maximum": 0.04}]},
        ("background", "waste"): {"name": "treatment of waste", "unit": "kg", "exchanges": [
            {"input": ("background", "waste"), "type": "production", "amount": -1.0},
            {"input": ("biosphere", "co2"), "type": "biosphere", **lognormal(1.3, 0.3)}]},
    })
    bw2data.Database("foreground").write({
        ("foreground", "bus"): {"name": "bus", "unit": "km", "exchanges": [
            {"input": ("foreground", "bus"), "type": "production", "amount": 1.0},
            {"input": ("background", "steel"), "type": "technosphere", **lognormal(0.2, 0.2)},
            {"input": ("background", "waste"), "type": "technosphere", **lognormal(-0.05, 0.25)},
            {"input": ("background", "power"), "type": "substitution", "amount": 0.1, "uncertainty type": 3,
             "loc": 0.1, "scale": 0.01}]},
        ("foreground", "ebus"): {"name": "electric bus", "unit": "km", "exchanges": [
            {"input": ("foreground", "ebus"), "type": "production", "amount": 1.0},
            {"input": ("background", "power"), "type": "technosphere", **lognormal(1.2, 0.2)}]},
    })
    for name, factors in {"GWP 100": {"co2": 1.0, "ch4": 29.8}, "GWP 20": {"co2": 1.0, "ch4": 82.5}}.items():
        method = bw2data.Method(("climate", name))
        method.register(unit="kg CO2-eq")
        method.write([(("biosphere", flow), factor) for flow, factor in factors.items()])
    return [("climate", "GWP 100"), ("climate", "GWP 20")]


class Brightway(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.methods = make_project("plume")
        cls.bus = bw2data.get_node(database="foreground", code="bus")
        cls.ebus = bw2data.get_node(database="foreground", code="ebus")
        cls.steel = bw2data.get_node(database="background", code="steel")
        cls.demands = {"diesel": {cls.bus: 1}, "electric": {cls.ebus: 1},
                       "three": {cls.bus: 2, cls.ebus: 0.5, cls.steel: 0.25}}
        cls.result = plume.from_brightway(cls.demands, cls.methods).run(ITERATIONS, seed=1)

    def static_of(self, demand, method):
        lca = bw2calc.LCA({node.id: amount for node, amount in demand.items()},
                          data_objs=bw2data.prepare_lca_inputs(demand=demand, method=method)[1])
        lca.lci()
        lca.lcia()
        return lca.score

    def double_of(self, demand, method):
        """The score of the datapackages' own numbers, added in double precision."""
        cells = {"technosphere_matrix": {}, "biosphere_matrix": {}, "characterization_matrix": {}}
        for package in bw2data.prepare_lca_inputs(demand=demand, method=method)[1]:
            for group in package.groups.values():
                parts = {resource["kind"]: array for resource, array in zip(group.resources, group.data)}
                matrix = group.resources[0]["matrix"]
                flip = parts.get("flip", np.zeros(len(parts["indices"]), dtype=bool))
                for (row, column), amount, is_taken in zip(parts["indices"], parts["data"], flip):
                    if matrix in cells:
                        key = (int(row), int(column))
                        cells[matrix][key] = cells[matrix].get(key, 0.0) + float(amount) * (-1 if is_taken else 1)
        a, b, c = (cells[name] for name in ("technosphere_matrix", "biosphere_matrix", "characterization_matrix"))
        rows, columns = sorted({row for row, _ in a}), sorted({column for _, column in a})
        dense = np.zeros((len(rows), len(columns)))
        for (row, column), value in a.items():
            dense[rows.index(row), columns.index(column)] = value
        asked = np.zeros(len(rows))
        for node, amount in demand.items():
            asked[rows.index(node.id)] += amount
        supply = np.linalg.solve(dense, asked)
        factors = {flow: value for (flow, _), value in c.items()}
        return math.fsum(factors.get(flow, 0.0) * value * supply[columns.index(column)]
                         for (flow, column), value in b.items())

    def test_static_scores_are_brightways(self):
        for number, (name, demand) in enumerate(self.demands.items()):
            for category, method in enumerate(self.methods):
                with self.subTest(demand=name, method=method):
                    mine = float(self.result.ds["static_score"].values[number, category])
                    # Brightway adds in single precision.
                    self.assertAlmostEqual(mine / self.static_of(demand, method), 1.0, delta=1e-7)
                    self.assertAlmostEqual(mine / self.double_of(demand, method), 1.0, delta=1e-12)

    def test_distributions_are_brightways(self):
        """Brightway starts every matrix with the same random numbers, so each of its draws has a seed of its own."""
        theirs = []
        demand = {self.bus.id: 1}
        objs = bw2data.prepare_lca_inputs(demand={self.bus: 1}, method=self.methods[0])[1]
        lca = bw2calc.LCA(demand, data_objs=objs, use_distributions=True)  # without a seed: matrices differ
        lca.lci()
        lca.lcia()
        for _ in zip(lca, range(2000)):
            theirs.append(lca.score)
        mine = self.result.ds["score"].values[:, 0, 0]
        error = math.hypot(np.std(theirs) / math.sqrt(len(theirs)), np.std(mine) / math.sqrt(len(mine)))
        self.assertLess(abs(np.mean(theirs) - np.mean(mine)), 4 * error)
        self.assertGreater(abs(np.mean(theirs) * 1.1 - np.mean(mine)), 4 * error)  # the bound can be missed
        for level in (0.05, 0.5, 0.95):
            share = np.mean(np.asarray(theirs) < np.quantile(mine, level))
            self.assertLess(abs(share - level), 4 * math.sqrt(level * (1 - level) / len(theirs)))
        kurtosis = np.mean((mine - mine.mean()) ** 4) / np.var(mine) ** 2
        error = np.std(mine) * math.sqrt((kurtosis - 1) / 4 * (1 / len(theirs) + 1 / len(mine)))
        self.assertLess(abs(np.std(theirs) - np.std(mine)), 4 * error)
        self.assertGreater(abs(np.std(theirs) * 1.3 - np.std(mine)), 4 * error)
        self.assertLess(self.largest_distance(theirs, mine), self.allowed_distance(theirs, mine))
        self.assertGreater(self.largest_distance(np.asarray(theirs) * 1.1, mine), self.allowed_distance(theirs, mine))

    @staticmethod
    def largest_distance(first, second):
        """Kolmogorov and Smirnov's: between two empirical distribution functions."""
        first, second = np.sort(first), np.sort(second)
        both = np.concatenate([first, second])
        shares = [np.searchsorted(each, both, side="right") / len(each) for each in (first, second)]
        return np.max(np.abs(shares[0] - shares[1]))

    @staticmethod
    def allowed_distance(first, second):
        """Exceeded by chance in 1 of 10,000: α = 2 exp(-2 d² nm / (n + m))."""
        return math.sqrt(math.log(2 / 1e-4) / 2 * (1 / len(first) + 1 / len(second)))

    def test_presampled_arrays_go_through_their_columns_as_in_brightway(self):
        power = bw2data.get_node(database="background", code="power")
        co2 = bw2data.get_node(database="biosphere", code="co2")
        samples = np.random.default_rng(1).lognormal(-0.7, 0.2, size=(2, 40))
        package = bw_processing.create_datapackage(sequential=True, sum_inter_duplicates=False)
        cells = [(co2.id, power.id), (co2.id, self.steel.id)]
        package.add_persistent_array(matrix="biosphere_matrix", name="presampled", data_array=samples,
                                     indices_array=np.array(cells, dtype=bw_processing.INDICES_DTYPE))
        demand = {node.id: amount for node, amount in self.demands["three"].items()}
        objs = [*bw2data.prepare_lca_inputs(demand=self.demands["three"], method=self.methods[0])[1], package]
        scores = []
        for lca in (bw2calc.LCA(demand, data_objs=objs, use_arrays=True),
                    plume.LCA(demand, data_objs=objs, use_arrays=True, seed_override=1)):
            lca.lci()
            lca.lcia()
            scores.append([lca.score] + [lca.score for _ in zip(lca, range(99))])  # beyond the last column, too
        np.testing.assert_allclose(scores[1], scores[0], rtol=2e-7)
        self.assertEqual(len(set(scores[1])), 40)

    def test_more_iterations_are_those_of_one_longer_run(self):
        short = plume.from_brightway(self.demands, self.methods).run(1500, seed=9)
        whole = plume.from_brightway(self.demands, self.methods).run(4000, seed=9)
        np.testing.assert_array_equal(short.more(2500).scores(), whole.scores())

    def test_next_and_run_have_the_same_bits(self):
        objs = bw2data.prepare_lca_inputs(demand={self.bus: 1}, method=self.methods[0])[1]
        lca = plume.LCA({self.bus.id: 1}, data_objs=objs, use_distributions=True, seed_override=1)
        lca.lci()
        lca.lcia()
        first = [lca.score] + [lca.score for _ in zip(lca, range(99))]
        whole = plume.from_brightway({"bus": {self.bus: 1}}, data_objs=objs).run(100, seed=1)
        self.assertEqual(first, list(whole.ds["score"].values[:, 0, 0]))

    def test_normalisations_and_weightings_are_those_of_multilca(self):
        gwp100, gwp20 = self.methods
        for kind, name, data in (
            (bw2data.Normalization, ("n", "small"), [(("biosphere", "co2"), 0.001), (("biosphere", "ch4"), 0.002)]),
            (bw2data.Normalization, ("n", "large"), [(("biosphere", "co2"), 7.0)]),  # none for methane
            (bw2data.Weighting, ("w", "a"), [0.25]),
            (bw2data.Weighting, ("w", "b"), [4.0]),
        ):
            each = kind(name)
            each.register(**({"unit": "person years"} if name == ("n", "small") else {}))
            each.write(data)
        config = {"impact_categories": [gwp100, gwp20],
                  "normalizations": {("n", "small"): [gwp100], ("n", "large"): [gwp20]},
                  "weightings": {("w", "a"): [("n", "small")], ("w", "b"): [("n", "large")]}}
        demands = {name: {node.id: amount for node, amount in demand.items()} for name, demand in self.demands.items()}
        objs = bw2data.get_multilca_data_objs(functional_units=demands, method_config=config)
        theirs = bw2calc.MultiLCA(demands=demands, method_config=config, data_objs=objs)
        theirs.lci()
        theirs.lcia()
        theirs.normalize()
        theirs.weight()
        for sources in (None, objs):
            mine = plume.MultiLCA(self.demands if sources is None else demands, config, data_objs=sources)
            mine.lci()
            mine.lcia()
            mine.normalize()
            mine.weight()
            self.assertEqual(set(mine.scores), set(theirs.scores))
            for key, value in theirs.scores.items():
                self.assertAlmostEqual(mine.scores[key] / value, 1.0, delta=3e-7, msg=key)

        units = plume.from_brightway(self.demands, [gwp100, gwp20], config["normalizations"]).run(1).ds["category_unit"]
        self.assertEqual([str(unit) for unit in units.values], ["person years", "1"])

    def test_categories_have_the_units_of_the_project(self):
        self.assertEqual(set(self.result.summary()["unit"]), {"kg CO2-eq"})

    def test_tables_name_what_people_know(self):
        self.assertIn("climate | GWP 100", self.result.summary().index.get_level_values("category"))
        makers = set(self.result.contributions()["process"])
        self.assertTrue({"electricity", "steel", "treatment of waste"} <= makers, makers)
        drivers = " ".join(self.result.sensitivity()["name"])
        self.assertIn("treatment of waste made beside by bus", drivers)
        self.assertIn("carbon dioxide of electricity", drivers)
        self.assertNotIn(str(self.bus.id), drivers)
        self.assertNotIn("N0838", [finding.code for finding in self.result.findings])


class ChangedDatabase(unittest.TestCase):
    def test_is_processed_before_it_is_used(self):
        methods = make_project("changed")
        ebus = bw2data.get_node(database="foreground", code="ebus")
        before = plume.from_brightway({"electric": {ebus: 1}}, methods[:1]).run(16)
        power = bw2data.get_node(database="background", code="power")
        exchange = next(each for each in power.exchanges() if each["type"] == "biosphere")
        exchange["amount"] *= 2
        exchange["loc"] = math.log(exchange["amount"])
        exchange.save()

        after = plume.from_brightway({"electric": {ebus: 1}}, methods[:1]).run(16)

        ratio = float(after.ds["static_score"].values[0, 0]) / float(before.ds["static_score"].values[0, 0])
        self.assertGreater(ratio, 1.5)


class Parameters(unittest.TestCase):
    def test_exchanges_with_formulas_have_their_values(self):
        methods = make_project("parameters")
        ebus = bw2data.get_node(database="foreground", code="ebus")
        exchange = next(each for each in ebus.exchanges() if each["type"] == "technosphere")
        for key in ("uncertainty type", "loc", "scale"):
            exchange.pop(key, None)
        exchange["formula"] = "base * (1 + load) ** 2"
        exchange.save()
        bw2data.parameters.new_project_parameters([{"name": "base", "amount": 1.5}, {"name": "share", "amount": 0.2}])
        bw2data.parameters.new_activity_parameters(
            [{"name": "load", "amount": 0, "formula": "2 * share", "database": "foreground", "code": "ebus"}], "buses")
        bw2data.parameters.add_exchanges_to_group("buses", ebus)
        bw2data.parameters.recalculate()
        kwh = next(each for each in bw2data.get_node(id=ebus.id).exchanges() if each["type"] == "technosphere")["amount"]
        self.assertAlmostEqual(kwh, 1.5 * 1.4**2, delta=1e-12)
        power = bw2data.get_node(database="background", code="power")

        result = plume.from_brightway({"bus": {ebus: 1}, "power": {power: 1}}, methods[:1]).run(64)

        static = result.ds["static_score"].values[:, 0]
        self.assertAlmostEqual(static[0] / (kwh * static[1]), 1.0, delta=1e-7)
        scores = result.scores()[:, :, 0]
        np.testing.assert_allclose(scores[:, 0], kwh * scores[:, 1], rtol=1e-6)  # in every draw


if __name__ == "__main__":
    unittest.main()
