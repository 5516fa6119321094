# SPDX-License-Identifier: Apache-2.0
"""The program against what others computed of the same databases (../shared/golden), from the file to the report:

    goldens.py PROGRAM SOURCE rosetta      variants of the rosetta model (../shared/synth/rosetta.py), as they are and converted both ways:
                                           static score to 1e-12, mean, sd and quantiles of 10^6 iterations within 4 standard errors
    goldens.py PROGRAM SOURCE facts        counts of exports, as `plume info` tells them, exactly
    goldens.py PROGRAM SOURCE uslci        US LCI as JSON-LD and as EcoSpold 2 agree where an independent reader says so, and the Monte Carlo
                                           results of the EcoSpold 2 export with the spreads that were laid over it
    goldens.py PROGRAM SOURCE draws        moments and quantiles of 1,000 EcoSpold 2 files (../shared/synth/spold_gen.py) against Brightway's
    goldens.py PROGRAM SOURCE spold20k     an ecoinvent-sized folder (../shared/synth/spold_gen.py): counts exactly, scores to 1e-10. It takes
                                           minutes to make, and is skipped unless PLUME_LONG_TESTS is set; PLUME_SPOLD20K may name one that is there
"""
import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

PROGRAM, SOURCE, WHICH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]
SHARED = SOURCE.parent / "shared"
VARIANTS = (1, 2, 7)
MORE_VARIANTS = (0, 3, 4, 5, 11, 12345)
ITERATIONS = 1_000_000
DRAWS = 100_000


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


def write(path, text):
    path.write_text(text)
    return path


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


def rows_of(path):
    with open(path, newline="") as table:
        return list(csv.DictReader(table))


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

    CONSTANT = "Monte Carlo with the formula as a constant (EcoSpold 1, matrix export)"
    DRAWN = "Monte Carlo with the formula (JSON-LD 1 and 2, EcoSpold 2, SimaPro, ILCD, Excel)"

    def check(self, report, expected, allocated, name, which=CONSTANT):
        output = report["outputs"][0]
        self.assertAlmostEqual(output["static"], expected["static"], delta=1e-12 * expected["static"], msg=name)
        known = expected[which]
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

    def test_formulas_are_drawn_in_every_format_that_has_them(self):
        """amounts = "formula": mean, sd and quantiles; a parameter that is set; the compiled model of it; no draws of parameters."""
        formats = [*self.ENCODINGS, ["rosetta_ilcd.zip"], ["rosetta_simapro_comma.csv", "rosetta_simapro_comma_method.csv"],
                   ["rosetta_simapro_tab.csv", "rosetta_simapro_tab_method.csv"]]
        formats.append(["rosetta_brightway.xlsx", "rosetta_factors.csv"])
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            for variant in (0, 3):
                made = make_rosetta(folder, variant)
                if not has_openpyxl() and variant == 0:
                    shutil.copy(SOURCE / "datasets/rosetta/rosetta_brightway.xlsx", made)
                expected = json.loads((made / "expected.json").read_text())
                for files in formats:
                    name = f"{variant} {files[0]}"
                    if files[0].endswith(".xlsx") and variant != 0 and not has_openpyxl():
                        continue
                    models = [(made / files[0], 'amounts = "formula"'), *((made / each,) for each in files[1:])]
                    demands = [{"process": "bike", "amount": 1.0}]
                    report = outputs(folder, "drawn", study(models, demands, ITERATIONS))
                    self.check(report, expected, "ecospold2" in files[0] or "schema" in files[0], name, self.DRAWN)
                    mass = 1.25 * expected["values"]["mass"]
                    fixed = [(made / files[0], f"set = {{ mass = {mass} }}"), *models[1:]]
                    static = outputs(folder, "set", study(fixed, demands, 16))["outputs"][0]["static"]
                    constant = [(made / files[0], f"set = {{ mass = {expected['values']['mass']} }}"), *models[1:]]
                    base = outputs(folder, "base", study(constant, demands, 16))["outputs"][0]["static"]
                    self.assertAlmostEqual(base, expected["static"], delta=1e-12 * abs(base), msg=name)
                    self.assertGreater(static, 1.05 * base, name)
                    if files[1:]:
                        continue
                    run(PROGRAM, "convert", write(folder / "to-convert.toml", study(models, demands, 16)), "-o", "kept.plume.h5", cwd=folder)
                    run(PROGRAM, "run", "drawn.toml", "--iterations", "4096", "-o", "a.h5", "--quiet", cwd=folder)
                    (folder / "kept.toml").write_text(study([("kept.plume.h5",)], demands, 4096))
                    run(PROGRAM, "run", "kept.toml", "-o", "b.h5", "--quiet", cwd=folder)
                    a, b = (json.loads(run(PROGRAM, "report", each, "--format", "json", cwd=folder))["outputs"][0] for each in ("a.h5", "b.h5"))
                    self.assertEqual(a["mean"], b["mean"], name)
                    for each in ("a.h5", "b.h5", "kept.plume.h5"):
                        (folder / each).unlink()

    def test_static_scores_of_more_variants_in_every_format(self):
        """Every reader, also of formats that the conversions below leave out; what no encoding can use is named by each."""
        formats = [*self.ENCODINGS, ["rosetta_ecospold1.xml", "rosetta_factors.csv"], ["rosetta_ilcd.zip"],
                   ["rosetta_simapro_comma.csv", "rosetta_simapro_comma_method.csv"], ["rosetta_simapro_tab.csv", "rosetta_simapro_tab_method.csv"]]
        if has_openpyxl():
            formats.append(["rosetta_brightway.xlsx", "rosetta_factors.csv"])
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            for variant in MORE_VARIANTS:
                made = make_rosetta(folder, variant)
                expected = json.loads((made / "expected.json").read_text())
                for files in formats:
                    name = f"{variant} {files[0]}"
                    models = [(made / each,) for each in files if (made / each).exists()]
                    self.assertEqual(len(models), len(files), name)
                    report = outputs(folder, "static", study(models, [{"process": "bike", "amount": 1.0}], 16))
                    self.assertAlmostEqual(report["outputs"][0]["static"], expected["static"], delta=1e-12 * abs(expected["static"]), msg=name)
                    links = report["links"]["demands"][0]
                    self.assertEqual([each["product"].split()[0] for each in links["cut_offs"]], ["scrap"], name)  # SimaPro adds its place
                    tonnes_of_steel = expected["values"]["mass"] * 1.1 / 1000
                    self.assertAlmostEqual(links["cut_offs"][0]["amount"], expected["values"]["scrap"] * tonnes_of_steel, delta=1e-12, msg=name)
                    unvalued = {each["flow"].split(",")[0].lower() for each in links["without_factor"]}
                    self.assertEqual(len(unvalued), 3, f"{name}: {unvalued}")

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


class UsLci(unittest.TestCase):
    FILES = {"json-ld": "uslci_olca1_5_0_json_ld.zip", "ecospold2": "uslci_fy18_q1_01_ecospold2.zip"}

    def setUp(self):
        if not (SHARED / "data/uslci" / self.FILES["json-ld"]).exists():
            self.skipTest("../shared/data is absent")
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        self.golden = json.loads((SHARED / "golden/uslci_ecospold2.json").read_text())

    def package_of(self, form):
        """The database with factors by the names of flows, as a plain package."""
        model = (SHARED / "data/uslci" / self.FILES[form], 'allocation = "none"', 'providers = "first"')
        anything = [{"process": "x", "amount": 1.0}]
        (self.folder / "all.toml").write_text(study([model], anything, 1))
        run(PROGRAM, "convert", "all.toml", "-o", f"{form}-bare", "--quiet", cwd=self.folder)
        with open(self.folder / f"{form}-gwp.csv", "w") as table:
            table.write("category,flow,unit,amount\n")
            for flow in rows_of(self.folder / f"{form}-bare/flows.csv"):
                if flow["name"].strip() in self.golden["gwp100"]:
                    table.write(f'gwp,{flow["id"]},{flow["unit"]},{self.golden["gwp100"][flow["name"].strip()]!r}\n')
        (self.folder / "all.toml").write_text(study([model, (f"{form}-gwp.csv",)], anything, 1))
        run(PROGRAM, "convert", "all.toml", "-o", form, "--quiet", cwd=self.folder)
        return self.folder / form

    def test_both_formats_agree_where_an_independent_reader_says_so(self):
        scores = {}
        for form in self.FILES:
            processes = rows_of(self.package_of(form) / "processes.csv")
            # of one unit that the source uses: rows are in the reference unit of their quantity
            # (A demand whose name is the uuid of its process would bear the process's name, which two may share.)
            demands = [{"name": "of " + each["id"], "process": each["id"], "amount": float(each.get("factor") or 1)} for each in processes]
            report = outputs(self.folder, "both", study([(form,)], demands, 1))
            scores[form] = {output["demand"]: output["static"] for output in report["outputs"]}
        first, second = scores["json-ld"], scores["ecospold2"]
        self.assertEqual(len(first), 766)
        both = [key for key in first if key in second and (first[key] != 0.0 or second[key] != 0.0)]
        golden = json.loads((SHARED / "golden/uslci_crosscheck.json").read_text())
        self.assertEqual(len(both), golden["compared"])
        agree = [key for key in both if abs(first[key] - second[key]) <= 1e-6 * max(abs(first[key]), abs(second[key]))]
        self.assertEqual(len(agree), golden["agree_rel_1e6"])
        differ = [(first[key], second[key]) for key in both if key not in agree]
        for _, name, ecospold, json_ld in golden["largest_differences"]:
            if "Ethanol" in name and json_ld < 1.3 and "corn dry" not in name and "wheat" not in name:
                continue  # these take carbon dioxide from nature, which the expected scores leave out and Plume values as the factor says
            self.assertTrue(any(abs(a - json_ld) <= 1e-6 * json_ld and abs(b - ecospold) <= 1e-6 * ecospold for a, b in differ), name)

    def test_the_study_of_a_practitioner(self):
        """A package, a mapping, two methods and a process, as they are on the disk; the reports name what is in them and what is not."""
        refdata = SHARED / "data/olca_refdata/olca_refdata_subset.zip"
        models = [(SHARED / "data/uslci" / self.FILES["json-ld"], 'allocation = "none"', 'providers = "first"',
                   f'mapping = ["{refdata}/mappings/EcoSpold1_Import.csv"]'), (refdata, 'methods = ["TRACI 2.1", "IPCC 2013 GWP 100a"]')]
        demand = {"process": "99963138-ddf9-3b32-9e93-69593d76cb08", "amount": 1.0, "unit": "kg"}
        report = outputs(self.folder, "uslci", study(models, [demand], 64))
        statics = {output["category_name"] if "category_name" in output else output["category"]: output["static"] for output in report["outputs"]}
        self.assertEqual(len(statics), 11)
        self.assertTrue(any(abs(value - 8.9365353) < 5e-8 for value in statics.values()), statics)
        self.assertTrue(any(abs(value - 8.9372201) < 5e-8 for value in statics.values()), statics)
        whole = run(PROGRAM, "report", "uslci-result.h5", "--profile", "lca", cwd=self.folder)
        for part in ("Aluminum, primary ingot, at plant {RNA} reaches 11 inputs, of which 11 are cut off (100 %)", "Overburden (deposited)",
                     "384 of the 577 elementary flows", "Water, river", "input make 100 % of the static score", "2755 are cut off"):
            self.assertIn(part, " ".join(whole.split()))
        for line in whole.splitlines():
            if "/" not in line and "(" not in line:  # files have uuids for names, and messages say ids beside names
                self.assertNotRegex(line, r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-", "what has a name is called by it")
        short = run(PROGRAM, "report", "uslci-result.h5", cwd=self.folder)
        self.assertIn("Left out    2829 of 6554 inputs and wastes cut off, 12681 of 24950 exchanges with the environment without a factor", short)

    def test_formulas_give_the_scores_of_the_amounts_that_are_stored(self):
        """Every process that has one of the formulas of the package, in every category of two methods."""
        golden = json.loads((SHARED / "golden/formulas_uslci.json").read_text())["items"]
        with_formulas = sorted({each["process"] for each in golden if each["file"].endswith(self.FILES["json-ld"])})
        self.assertGreater(len(with_formulas), 10)
        refdata = SHARED / "data/olca_refdata/olca_refdata_subset.zip"
        demands = [{"name": "of " + each, "process": each, "amount": 1.0} for each in with_formulas]
        reports = []
        for amounts in ("stored", "formula"):
            models = [(SHARED / "data/uslci" / self.FILES["json-ld"], 'allocation = "none"', 'providers = "first"', f'amounts = "{amounts}"',
                       f'mapping = ["{refdata}/mappings/EcoSpold1_Import.csv"]'), (refdata, 'methods = ["TRACI 2.1", "IPCC 2013 GWP 100a"]')]
            reports.append(outputs(self.folder, amounts, study(models, demands, 1)))
        stored, by_formula = ({(each["demand"], each["category"]): each["static"] for each in report["outputs"]} for report in reports)
        self.assertEqual(stored.keys(), by_formula.keys())
        self.assertGreater(sum(value != 0 for value in stored.values()), 100)
        for output, wanted in stored.items():
            self.assertAlmostEqual(by_formula[output], wanted, delta=1e-9 * abs(wanted), msg=str(output))

    def test_monte_carlo_with_the_spreads_laid_over_it(self):
        package = self.package_of("ecospold2")
        valued = {row["flow"] for row in rows_of(package / "factors.csv")}
        rows = rows_of(package / "exchanges.csv")
        own = {row["id"]: row["product"] if row.get("product") else row["id"] for row in rows_of(package / "processes.csv")}
        with open(package / "exchanges.csv", "w", newline="") as table:
            writer = csv.writer(table)
            writer.writerow(["process", "type", "item", "amount", "factor", "id", "distribution", "scale"])
            for row in rows:
                elementary = row["type"] in ("emission", "resource")
                scale = (0.2 if row["item"] in valued else 0) if elementary else (0.1 if row["item"] != own[row["process"]] else 0)
                drawn = scale > 0 and float(row["amount"]) != 0
                writer.writerow([row[key] or "" if key in row else "" for key in ("process", "type", "item", "amount", "factor", "id")] +
                                (["lognormal", scale] if drawn else ["", ""]))
        report = outputs(self.folder, "overlay", study([("ecospold2",)], self.demands(), ITERATIONS // 10))
        for output in report["outputs"]:
            self.compare(output, self.golden["products"][output["demand"]]["mc_overlay"], output["demand"])

    def demands(self):
        return [{"name": name, "process": each["file"].removesuffix(".spold"), "amount": 1.0}
                for name, each in self.golden["products"].items()]

    def compare(self, output, known, name):
        """Both estimates have errors: theirs of n samples is given, ours is that of as many."""
        close = lambda a, b, error, what: self.assertLess(abs(a - b), 4 * math.sqrt(2) * error + 1e-9 * abs(b), f"{name} {what}: {a} {b}")
        close(output["mean"], known["mean"]["value"], known["mean"]["se"], "mean")
        close(output["sd"], known["sd"]["value"], known["sd"]["se"], "sd")
        compared = 0
        for level, value in known["percentiles"].items():
            key = repr(float(level[1:]) / 100)
            compared += key in output["quantiles"]
            if key in output["quantiles"]:
                close(output["quantiles"][key], value["value"], value["se"], level)
        self.assertGreaterEqual(compared, 3, name)


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
        # Without allocation the by-products are made by nobody, so that more inputs are cut off than those of no product at all.
        self.assertEqual(info["links"]["cut_off"], golden["static"]["main product only"]["inputs cut off"])
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
        # What cannot be drawn is listed by reason; the amount wins over a mu that contradicts it, and is drawn.
        self.assertEqual(info["downgraded"], {
            "undefined": drawn["undefined"], "varianceWithPedigreeUncertainty 0": drawn["lognormal variance zero"],
            "varianceWithPedigreeUncertainty INF": drawn["lognormal variance infinite"],
            "minValue, mostLikelyValue and maxValue are not in order": drawn["triangle reversed"]})
        self.assertEqual(info["ignored"]["uncertainty.mu that contradicts the amount"], drawn["lognormal mu contradicts amount"])

    def test_scores(self):
        for allocation, key, amounts in (("economic", "economic", "stored"), ("none", "main product only", "stored"), ("economic", "economic", "formula")):
            golden = self.golden["static"][key]
            # A treatment, whose reference is -1 in the files, is asked for in positive amounts.
            demands = [{"name": str(i), "process": each["activity"], "product": each["product"], "amount": abs(each["demand"])}
                       for i, each in enumerate(golden["demands"])]
            models = [(self.database / "datasets", f'allocation = "{allocation}"', f'amounts = "{amounts}"'), (self.database / "factors.csv",)]
            report = outputs(Path(self.folder.name), f"{allocation}-{amounts}", study(models, demands, 1))
            self.assertEqual(report["links"]["products"], golden["matrix size"])
            self.assertEqual(report["links"]["links"]["cut_off"], golden["inputs cut off"])
            by_demand = {}
            for output in report["outputs"]:
                by_demand.setdefault(output["demand"], {})[output["category"]] = output["static"]
            for i, each in enumerate(golden["demands"]):
                for category, wanted in zip(self.golden["categories"], each["scores"]):
                    self.assertAlmostEqual(by_demand[str(i)][category], wanted, delta=1e-10 * abs(wanted) + 1e-14, msg=f"{key}, {amounts} {i} {category}")


class EcoSpold2Draws(unittest.TestCase):
    """Distributions of EcoSpold 2 against the Monte Carlo of Brightway on the same 1,000 files."""

    def setUp(self):
        path = SHARED / "golden/formats_ecospold2_mc.json"
        if not path.exists() or not (SHARED / "synth/spold_gen.py").exists():
            self.skipTest("../shared is absent")
        self.golden = json.loads(path.read_text())

    def test_moments_and_quantiles_are_those_of_brightway(self):
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            words = self.golden["folder"].split()
            subprocess.run([sys.executable, SHARED / "synth" / words[0], folder / "e2", *words[1:], "--no-solve"], check=True, capture_output=True)
            demands = [{"name": str(i), "process": each["activity"], "product": each["product"], "amount": each["demand"]}
                       for i, each in enumerate(self.golden["demands"])]
            report = outputs(folder, "draws", study([("e2/datasets",), ("e2/factors.csv",)], demands, 100_000))
        within = total = 0
        for output in report["outputs"]:
            known = self.golden["demands"][int(output["demand"])]
            self.assertAlmostEqual(output["static"], known["static"][["climate", "toxicity", "resources"].index(output["category"])],
                                   delta=1e-6 * abs(output["static"]))  # theirs is kept in single precision
            for ours, our_error, (theirs, error) in self.pairs(output, known["scores"][output["category"]]):
                total += 1
                within += abs(ours - theirs) <= 4 * math.hypot(our_error, error)
        self.assertEqual(total, 18 * 3 * 7)
        self.assertGreaterEqual(within, 0.99 * total)

    def test_formulas_of_spold_gen_raise_no_false_alarm(self):
        """Parameters are \"dimensionless\" there, which says nothing: some 130 formulas, and no word of their units."""
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            subprocess.run([sys.executable, SHARED / "synth/spold_gen.py", folder / "e2", "--files", "200", "--no-solve"], check=True, capture_output=True)
            demands = [{"process": next((folder / "e2/datasets").glob("*.spold")).stem.split("_")[0], "amount": 1.0}]
            write(folder / "e2.toml", study([("e2/datasets", 'amounts = "formula"')], demands, 1))
            told = subprocess.run([PROGRAM, "check", "e2.toml", "--format", "csv"], cwd=folder, capture_output=True, text=True)
            self.assertIn("W0809", told.stdout + told.stderr, "findings of the kind are told")
            self.assertNotIn("W0466", told.stdout + told.stderr)

    def pairs(self, output, known):
        """Our figure, its standard error, and theirs with its own."""
        yield output["mean"], output["se_mean"], known["mean"]
        yield output["sd"], known["sd"][1] * math.sqrt(self.golden["iterations"] / DRAWS), known["sd"]
        for level, value in known["quantiles"].items():
            if level == "0.5":
                yield output["median"], output["se_median"], value
            else:
                yield output["quantiles"][level], output["se_quantiles"][level], value


class Facts(unittest.TestCase):
    """Counts of whole exports, by `plume info`, against those that a script without LCA software took of the files."""

    @classmethod
    def setUpClass(cls):
        if not (SHARED / "golden/format_facts.json").exists():
            raise unittest.SkipTest("../shared/golden/format_facts.json is not there")
        cls.by_format = json.loads((SHARED / "golden/format_facts.json").read_text())
        cls.by_file = json.loads((SHARED / "golden/formats_facts.json").read_text())

    def info(self, name):
        return json.loads(run(PROGRAM, "info", SHARED / "data" / name, "--format", "json", cwd=SHARED))

    def test_openlca_json_ld(self):
        for name in ("uslci/uslci_olca1_5_0_json_ld.zip", "olca_jsonld/US-FPL.zip", "olca_jsonld/beef-cattle-finishing.zip"):
            with self.subTest(name):
                wanted, info = self.by_format[name]["counts"], self.info(name)
                roles = info["exchanges"]
                self.assertEqual(sum(roles.values()), wanted["exchanges"])
                self.assertEqual(roles["input"] + roles["resource"], wanted["inputs"])
                self.assertEqual(roles["reference"], wanted["quantitativeReference"])
                self.assertEqual(info["formulas"]["exchange"], wanted["amountFormula"])
                self.assertEqual(info["processes"], self.by_format[name]["entries"]["processes"])

    def test_the_links_of_us_lci(self):
        links = self.info("uslci/uslci_olca1_5_0_json_ld.zip")["links"]
        self.assertEqual((links["only_maker"] + links["ambiguous"], links["cut_off"]), (3725, 2755))

    def test_traps_of_json_ld_in_us_lci(self):
        """Figures of FORMATS.md, "ten traps a format"."""
        info = self.info("uslci/uslci_olca1_5_0_json_ld.zip")
        self.assertEqual(info["ignored"]["allocation factors that name no product"], 11642, "(7)")
        cut_off = json.loads(run(PROGRAM, "check", SHARED / "data/uslci/uslci_olca1_5_0_json_ld.zip", "--format", "json", cwd=SHARED))["cut_offs"]
        nobody = [each for each in cut_off if each["reason"] == "nobody makes it"]
        with zipfile.ZipFile(SHARED / "data/uslci/uslci_olca1_5_0_json_ld.zip") as package:
            processes = [json.loads(package.read(name)) for name in package.namelist() if name.startswith("processes/")]
        exchanges = [each for process in processes for each in process["exchanges"]]
        made = {each["flow"]["@id"] for each in exchanges if each.get("quantitativeReference")}
        unmade = {each["flow"]["@id"]: each["flow"]["name"] for each in exchanges
                  if each.get("input") and each["flow"]["flowType"] == "PRODUCT_FLOW" and each["flow"]["@id"] not in made}
        self.assertEqual(len(set(unmade.values())), 740)
        self.assertLessEqual(set(unmade), {each["product"] for each in nobody}, "(8) products that nobody makes; the others are wastes")
        self.assertEqual(info["links"]["ambiguous"], len(cut_off) - len(nobody), "(6) two products with several makers")

    def test_every_file_without_a_reference_is_a_row(self):
        table = run(PROGRAM, "check", SHARED / "data/uslci/uslci_fy18_q3_01_olca1_7_2.ecospold2.zip", "--format", "csv", cwd=SHARED)
        rows = [row for row in csv.DictReader(table.splitlines()) if row["code"] == "W0801"]
        self.assertEqual(len(rows), 726)
        self.assertEqual(len({row["file"] for row in rows}), 726)
        strict = subprocess.run([PROGRAM, "check", SHARED / "data/uslci/uslci_fy18_q3_01_olca1_7_2.ecospold2.zip", "--format", "csv", "--policy", "W0801=error"],
                                capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(strict.returncode, 3)
        self.assertIn("726 findings of code W0801 are errors by --policy", strict.stdout)

    def test_ecospold_2(self):
        for name in ("uslci/uslci_fy18_q1_01_ecospold2.zip", "uslci/uslci_fy18_q3_01_olca1_7_2.ecospold2.zip"):
            with self.subTest(name):
                wanted, info = self.by_file[name]["counts"], self.info(name)
                roles = info["exchanges"]
                self.assertEqual(info["processes"], wanted["files"])
                self.assertEqual(info["allocation"]["without_reference"], wanted["files without reference product"])
                self.assertEqual(roles["reference"], wanted["intermediateExchange outputGroup 0"])
                self.assertEqual(roles["by_product"], wanted["intermediateExchange outputGroup 2"])
                self.assertEqual(roles["waste"], wanted.get("intermediateExchange outputGroup 3", 0))
                self.assertEqual(roles["input"], wanted["intermediateExchange inputGroup 5"])
                self.assertEqual(roles["emission"], wanted["elementaryExchange outputGroup 4"])
                self.assertEqual(roles["resource"], wanted["elementaryExchange inputGroup 4"])

    def test_the_distributions_of_ecospold_2(self):
        wanted = self.by_format["uslci/uslci_fy18_q1_01_ecospold2.zip"]["counts"]
        info = self.info("uslci/uslci_fy18_q1_01_ecospold2.zip")
        self.assertEqual(info["formulas"]["exchange"], wanted["mathematicalRelation"])
        kinds, downgraded = info["distributions"]["exchange"], info["downgraded"]
        self.assertEqual(kinds["lognormal"], wanted["uncertainty lognormal"])
        self.assertEqual(kinds["triangular"], wanted["uncertainty triangular"])
        self.assertEqual(kinds["uniform"], wanted["uncertainty uniform"])
        drawn = kinds["lognormal"] - sum(number for reason, number in downgraded.items() if reason.startswith("variance"))
        self.assertEqual(drawn, wanted["lognormal variance finite>0"], "twelve lognormals are drawn")


if __name__ == "__main__":
    case = {"facts": Facts, "rosetta": Rosetta, "uslci": UsLci, "spold20k": EcoinventSized, "draws": EcoSpold2Draws}[WHICH]
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() else 1)
