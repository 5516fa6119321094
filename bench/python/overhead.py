#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the Python package adds to the program: seconds, the least and the median of several; prints one JSON object.

    PLUME_PROGRAM=build/release/plume bench/python/overhead.py [REPEATS]                          through the program
    PATH=build/release:$PATH PLUME_PACKAGE=FOLDER bench/python/overhead.py [REPEATS]     by the module of FOLDER/plume_lca

  import            a new interpreter that imports the package, less one that imports nothing
  us_lci            1,000 iterations of US LCI, every exchange lognormal, six scores of TRACI 2.1: read and run and their scores in NumPy
  us_lci_next       5,000 times next(lca) and its score of one category, after the first; both are absent where ../shared is
  thousand, next    the same of a denser model of its size, whose every process takes eight products of any others, so that each demand reaches all
  again             1,000 others of the same study; the module has it compiled
  program           the same study by the program alone, in seconds of its own
  handing_over      1,000,000 exchanges of SciPy-like arrays with a distribution each, until Plume could read them: the program their files,
                    the module the arrays where they lie
  handing_over_peak how much larger than the arrays the memory of Python became until then, as a share of theirs
  reading           of the module: from there into its own model, which is compiled and dropped
"""
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

PACKAGE = os.environ.get("PLUME_PACKAGE", str(Path(__file__).resolve().parents[2] / "python"))
sys.path.insert(0, PACKAGE)

import numpy as np  # noqa: E402

import plume_lca as plume  # noqa: E402
from plume_lca import _native  # noqa: E402

RECORD = np.dtype([("loc", "f8"), ("scale", "f8"), ("shape", "f8"), ("minimum", "f8"), ("maximum", "f8"),
                   ("negative", "?"), ("uncertainty_type", "u1")])
BOUNDS = {"import": 0.3, "us_lci": 0.1, "us_lci_next": 0.5, "handing_over": 0.5}
DATA = Path(__file__).resolve().parents[3] / "shared/data"
REFERENCE_DATA = DATA / "olca_refdata/olca_refdata_subset.zip"
US_LCI = f"""[study]
name = "US LCI"
[[model]]
path = "{DATA / "uslci/uslci_olca1_5_0_json_ld.zip"}"
allocation = "none"
providers = "first"
mapping = ["{REFERENCE_DATA}/mappings/EcoSpold1_Import.csv"]
[[model]]
path = "{REFERENCE_DATA}"
methods = ["TRACI 2.1"]
[[demand]]
process = "{{process}}"
"""
ANY_PROCESS = "99963138-ddf9-3b32-9e93-69593d76cb08"  # a study asks for one


def lognormals(amounts, sigma):
    made = np.zeros(len(amounts), dtype=RECORD)
    for part in ("shape", "minimum", "maximum"):
        made[part] = np.nan
    made["uncertainty_type"], made["loc"], made["scale"] = 2, np.log(np.abs(amounts)), sigma
    return made


def arrays(processes, inputs, flows, emissions, categories, seed=1):
    """Each process takes `inputs` products of others, most of earlier ones, and has `emissions`; all are lognormal but the diagonal."""
    rng = np.random.default_rng(seed)
    columns = np.repeat(np.arange(processes), inputs)
    rows = (columns + 1 + rng.integers(0, processes - 1, len(columns))) % processes
    amounts = -rng.lognormal(-3.0, 1.0, len(columns)) * 0.4 / inputs
    diagonal = np.arange(processes)
    a = (np.concatenate([diagonal, rows]), np.concatenate([diagonal, columns]),
         np.concatenate([np.ones(processes), amounts]))
    drawn_a = lognormals(a[2], 0.2)
    drawn_a["uncertainty_type"][:processes] = 0
    columns = np.repeat(np.arange(processes), emissions)
    b = (rng.integers(0, flows, len(columns)), columns, rng.lognormal(-2.0, 1.5, len(columns)))
    c = rng.lognormal(0.0, 1.0, (categories, flows))
    return a, b, c, drawn_a, lognormals(b[2], 0.3)


def us_lci(folder):
    """US LCI as arrays, by the tables that `plume convert` writes, and the column of the process that reaches the most others."""
    study, tables = folder / "us_lci.toml", folder / "us_lci"
    study.write_text(US_LCI.format(process=ANY_PROCESS))
    subprocess.run([plume._program.find_program(), "convert", str(study), "-o", str(tables), "-q"], check=True)

    def table(name):
        with (tables / f"{name}.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    def places(rows, key):
        return {row[key]: place for place, row in enumerate(rows)}

    def amount(row):
        return float(row["amount"]) * float(row["factor"] or 1)

    processes, exchanges = table("processes"), table("exchanges")
    column, product, flow = places(processes, "id"), places(processes, "product"), places(table("flows"), "id")
    category = places(table("categories")[:6], "id")
    made = [(product[row["product"]], column[row["id"]], amount(row)) for row in processes]
    taken = [(product[row["item"]], column[row["process"]], -amount(row)) for row in exchanges if row["type"] == "input"]
    emitted = [(flow[row["item"]], column[row["process"]], amount(row)) for row in exchanges if row["type"] == "emission"]
    a, b = (tuple(np.array(part) for part in zip(*(each for each in entries if each[2]))) for entries in (made + taken, emitted))
    c = np.zeros((len(category), len(flow)))
    for row in table("factors"):
        if row["category"] in category:
            c[category[row["category"]], flow[row["flow"]]] = float(row["amount"])
    drawn_a, drawn_b = lognormals(a[2], 0.2), lognormals(b[2], 0.3)
    drawn_a["uncertainty_type"][:len(made)] = 0
    drawn_a["negative"][len(made):] = a[2][len(made):] > 0.0  # of what is taken
    drawn_b["negative"] = b[2] < 0.0
    return (a, b, c, drawn_a, drawn_b), max(range(len(made)), key=lambda each: len(reached(each, made, taken)))


def reached(demand, made, taken):
    """Columns of the processes that supply one, and itself."""
    maker = {row: column for row, column, _ in made}
    suppliers = {}
    for row, column, _ in taken:
        suppliers.setdefault(column, []).append(maker[row])
    found, waiting = {demand}, [demand]
    while waiting:
        new = set(suppliers.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def made_of(a, b, c, drawn_a, drawn_b):
    return plume.Model.from_arrays(a, b, c, technosphere_distributions=drawn_a, biosphere_distributions=drawn_b)


def processor_seconds():
    return sum(getattr(resource.getrusage(who), part) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
               for part in ("ru_utime", "ru_stime"))


def timed(what, repeats):
    """Seconds on the clock, and of processors: on a machine that others use, these are nearer to what an idle one takes."""
    seconds, processor = [], []
    for _ in range(repeats):
        start, start_processor = time.perf_counter(), processor_seconds()
        what()
        seconds.append(time.perf_counter() - start)
        processor.append(processor_seconds() - start_processor)
    return {"least": round(min(seconds), 4), "median": round(statistics.median(seconds), 4),
            "processor": round(min(processor), 4)}


def five_thousand(model, demand):
    lca = plume.LCA({demand: 1}, data_objs=model.paths, use_distributions=True, use_arrays=True, seed_override=1)
    lca.lci()
    lca.lcia()
    _ = lca.score
    return timed(lambda: [lca.score for _ in zip(lca, range(5000))], 1)


def python(code):
    subprocess.run([sys.executable, "-c", code], cwd=sys.path[0], check=True)


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    found = {}
    nothing, imported = timed(lambda: python("pass"), repeats), timed(lambda: python("import plume_lca"), repeats)
    found["import"] = {key: round(imported[key] - nothing[key], 4) for key in nothing}

    if REFERENCE_DATA.exists():
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a category of which nothing is emitted
            given, demand = us_lci(Path(folder))
            studies = [made_of(*given).study({demand: 1}) for _ in range(repeats + 1)]
            studies[0].run(1).scores()
            waiting = iter(studies[1:])
            found["us_lci"] = timed(lambda: next(waiting).run(1000).scores(), repeats)
            a, b, c, *drawn = given
            found["us_lci_next"] = five_thousand(made_of(a, b, c[:1], *drawn), demand)

    models = [made_of(*arrays(639, 8, 1_500, 25, 6)) for _ in range(repeats + 1)]
    model, study = models[0], models[0].study({0: 1})
    found["by"] = "module" if study.run(1)._sampling is not None else "program"  # imports what reads results
    study.run(1).scores()
    rest = iter([each.study({0: 1}) for each in models[1:]])
    found["thousand"] = timed(lambda: next(rest).run(1000).scores(), repeats)
    found["again"] = timed(lambda: study.run(1000).scores(), repeats)
    target = model.paths[0].parent / f"{model.paths[0].name}.h5"
    command = [plume._program.find_program(), "run", "-", "-o", str(target), "-q"]
    text = study.text + "[sampling]\niterations = 1000\n"
    found["program"] = timed(lambda: subprocess.run(command, input=text.encode(), check=True), repeats)
    target.unlink()

    found["next"] = five_thousand(made_of(*arrays(639, 8, 1_500, 25, 1)), 0)

    large = arrays(20_000, 20, 5_000, 30, 1)
    size = sum(each.nbytes for matrix in (large[0], large[1]) for each in matrix) + large[3].nbytes + large[4].nbytes
    found["exchanges"] = len(large[0][2]) + len(large[1][2])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    core = _native.core()
    found["handing_over"] = timed(lambda: made_of(*large) if core else made_of(*large).paths, repeats)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    found["handing_over_peak"] = round(grown / size, 2)
    if core:
        model = made_of(*large)
        found["reading"] = timed(lambda: model._parts[0].native(core), repeats)

    found["repeats"] = repeats
    found["load"], found["cores"] = [round(each, 1) for each in os.getloadavg()], os.cpu_count()
    found["bounds"] = BOUNDS
    found["beyond"] = [name for name, bound in BOUNDS.items() if name in found and found[name]["least"] > bound]
    found["version"] = subprocess.run([plume._program.find_program(), "version"], capture_output=True, text=True,
                                      check=True).stdout.strip()
    found["python"], found["numpy"] = sys.version.split()[0], np.__version__
    print(json.dumps(found, indent=1))
    return 1 if found["beyond"] else 0


if __name__ == "__main__":
    sys.exit(main())
