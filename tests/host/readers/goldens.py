# SPDX-License-Identifier: Apache-2.0
"""The program against what others computed of the same databases (../shared/golden), from the file to the report:

    goldens.py PROGRAM SOURCE rosetta      variants of the rosetta model (../shared/synth/rosetta.py), as they are and converted both ways:
                                           static score to 1e-12, mean, sd and quantiles of 10^6 iterations within 4 standard errors
    goldens.py PROGRAM SOURCE spold20k     an ecoinvent-sized folder (../shared/synth/spold_gen.py): counts exactly, scores to 1e-10. It takes
                                           minutes to make, and is skipped unless PLUME_LONG_TESTS is set; PLUME_SPOLD20K may name one that is there
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SOURCE, WHICH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]
SHARED = SOURCE.parent / "shared"
VARIANTS = (1, 2, 7)
ITERATIONS = 1_000_000


def run(*words, cwd):
    result = subprocess.run([str(word) for word in words], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, words))}: status {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def study(models, demands, iterations):
    text = '[study]\nname = "golden"\n'
    text += "".join(f'[[model]]\npath = "{path}"\n' + "".join(f"{line}\n" for line in more) for path, *more in models)
    for demand in demands:
        text += "[[demand]]\n" + "".join(f'{key} = {json.dumps(value)}\n' for key, value in demand.items())
    return text + f"[sampling]\niterations = {iterations}\nseed = 11\n"


def outputs(folder, name, text):
    (folder / f"{name}.toml").write_text(text)
    run(PROGRAM, "run", f"{name}.toml", "-o", f"{name}-result.h5", "--quiet", cwd=folder)
    return json.loads(run(PROGRAM, "report", f"{name}-result.h5", "--format", "json", cwd=folder))


def make_rosetta(folder, variant):
    """rosetta.py wants openpyxl for a workbook that is not read here: where it is absent, a module that does nothing stands for it."""
    stub = folder / "stub"
    stub.mkdir(exist_ok=True)
    (stub / "openpyxl.py").write_text("class Workbook:\n    def __getattr__(s, name): return s\n    def __call__(s, *a, **k): return s\n"
                                      "    def __setitem__(s, *a): pass\n    def __getitem__(s, *a): return s\n    def __setattr__(s, *a): pass\n")
    paths = [os.environ.get("PYTHONPATH", "")] if has_openpyxl() else [str(stub)]
    made = folder / f"variant{variant}"
    subprocess.run([sys.executable, SHARED / "synth/rosetta.py", made, "--variant", str(variant)], check=True, capture_output=True,
                   env=dict(os.environ, PYTHONPATH=os.pathsep.join(paths)))
    return made


def has_openpyxl():
    try:
        import openpyxl  # noqa: F401
        return True
    except ImportError:
        return False


class Rosetta(unittest.TestCase):
    ENCODINGS = (["rosetta_olca_schema1.zip"], ["rosetta_olca_schema2.zip"], ["rosetta_ecospold2", "rosetta_factors.csv"])

    def setUp(self):
        if not (SHARED / "synth/rosetta.py").exists():
            self.skipTest("../shared/synth is absent")

    def check(self, report, expected, allocated, name):
        output = report["outputs"][0]
        self.assertAlmostEqual(output["static"], expected["static"], delta=1e-12 * expected["static"], msg=name)
        known = expected["Monte Carlo with the formula as a constant (EcoSpold 1, matrix export)"]
        # In allocated formats the CO2 of the plant is two exchanges, which changes the sd by less than 0.1 %.
        slack = 1e-3 * known["sd"] if allocated else 0.0
        root = math.sqrt(ITERATIONS)
        self.assertLess(abs(output["mean"] - known["exact mean"]), 4 * known["sd"] / root, name)
        error = math.hypot(known["se of the sd"], known["se of the sd"] * 2)  # of 4 and of 1 million samples
        self.assertLess(abs(output["sd"] - known["sd"]), 4 * error + slack, name)
        for level, value in known["quantiles"].items():
            shown = output["quantiles"][level] if level != "0.5" else output["median"]
            error = output["se_quantiles"][level] if level != "0.5" else output["se_median"]
            self.assertLess(abs(shown - value), 4 * error * math.hypot(1, 0.5) + slack, f"{name} {level}")

    def test_every_encoding_and_its_conversions(self):
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            for variant in VARIANTS:
                made = make_rosetta(folder, variant)
                expected = json.loads((made / "expected.json").read_text())
                for files in self.ENCODINGS:
                    name = f"{variant}-{files[0].split('.')[0]}"
                    sources = [made / each for each in files]
                    run(PROGRAM, "convert", *sources, "-o", f"{name}.plume.h5", "--quiet", cwd=folder)
                    run(PROGRAM, "convert", *sources, "-o", f"{name}-plain", "--quiet", cwd=folder)
                    demand = [{"process": "bike", "amount": 1.0}]
                    allocated = len(files) > 1
                    report = outputs(folder, name, study([(each,) for each in sources], demand, ITERATIONS))
                    self.check(report, expected, allocated, name)
                    for form in (f"{name}.plume.h5", f"{name}-plain"):
                        again = outputs(folder, f"{name}-again", study([(form,)], demand, ITERATIONS))
                        for key in ("static", "mean", "sd", "quantiles", "minimum", "maximum"):
                            self.assertEqual(again["outputs"][0][key], report["outputs"][0][key], f"{form} {key}")


class EcoinventSized(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("PLUME_LONG_TESTS"):
            self.skipTest("PLUME_LONG_TESTS is not set")
        if not (SHARED / "golden/formats_spold20k.json").exists():
            self.skipTest("../shared/golden is absent")
        self.golden = json.loads((SHARED / "golden/formats_spold20k.json").read_text())
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.database = Path(os.environ.get("PLUME_SPOLD20K", self.folder.name + "/e2"))
        if not self.database.exists():
            subprocess.run([sys.executable, SHARED / "synth/spold_gen.py", self.database, "--no-solve"], check=True, capture_output=True)

    def test_counts(self):
        info = json.loads(run(PROGRAM, "info", self.database / "datasets", "--format", "json", cwd=self.folder.name))
        golden, drawn = self.golden, self.golden["uncertainty of exchanges"]
        self.assertEqual(info["processes"], golden["files"])
        kinds = info["exchanges"]
        self.assertEqual(sum(kinds.values()), golden["exchanges"])
        self.assertEqual(kinds["emission"] + kinds["resource"], golden["counts"]["elementaryExchange"])
        self.assertEqual(info["formulas"]["exchange"], golden["counts"]["formulas on exchanges"])
        self.assertEqual(info["formulas"]["parameter"], golden["counts"]["formulas on parameters"])
        self.assertEqual(info["allocation"]["by_products_of_amount_0"], golden["counts"]["by-products of amount 0"])
        self.assertEqual(info["links"]["cut_off"], golden["counts"]["unlinked inputs"])
        self.assertEqual(info["links"]["only_maker"], golden["counts"]["inputs without activityLinkId"] - 10)
        met = info["distributions"]["exchange"]
        self.assertEqual(met["lognormal"], drawn["lognormal"] + drawn["lognormal variance infinite"] +
                         drawn["lognormal variance zero"] + drawn["lognormal mu contradicts amount"])
        self.assertEqual(met["triangular"], drawn["triangular"] + drawn["triangle reversed"])
        for kind in ("normal", "uniform", "undefined"):
            self.assertEqual(met[kind], drawn[kind], kind)
        others = golden["uncertainty of properties and parameters (not of exchanges)"]
        for kind, count in others.items():
            found = sum(info["distributions"].get(holder, {}).get(kind, 0) for holder in ("parameter", "property", "production_volume"))
            self.assertEqual(found, count, kind)

    def test_scores(self):
        for allocation, key in (("economic", "economic"), ("none", "main product only")):
            golden = self.golden["static"][key]
            demands = [{"name": str(i), "process": each["activity"], "product": each["product"], "amount": each["demand"]}
                       for i, each in enumerate(golden["demands"])]
            models = [(self.database / "datasets", f'allocation = "{allocation}"'), (self.database / "factors.csv",)]
            report = outputs(Path(self.folder.name), allocation, study(models, demands, 1))
            self.assertEqual(report["links"]["products"], golden["matrix size"])
            by_demand = {}
            for output in report["outputs"]:
                by_demand.setdefault(output["demand"], {})[output["category"]] = output["static"]
            for i, each in enumerate(golden["demands"]):
                for category, wanted in zip(self.golden["categories"], each["scores"]):
                    self.assertAlmostEqual(by_demand[str(i)][category], wanted, delta=1e-10 * abs(wanted) + 1e-14, msg=f"{key} {i} {category}")


if __name__ == "__main__":
    case = {"rosetta": Rosetta, "spold20k": EcoinventSized}[WHICH]
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() else 1)
