#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the Python package adds to the program: seconds, the least and the median of several; prints one JSON object.

    PLUME_PROGRAM=build/release/plume bench/python/overhead.py [REPEATS]                          through the program
    PATH=build/release:$PATH PLUME_PACKAGE=FOLDER bench/python/overhead.py [REPEATS]     by the module of FOLDER/plume_lca

  import            a new interpreter that imports the package, less one that imports nothing
  thousand          1,000 iterations of a model of the size of US LCI, six scores, read and run and their scores in NumPy
  again             1,000 others of the same study; the module has it compiled
  program           the same study by the program alone, in seconds of its own
  next              5,000 times next(lca) and its score, after the first
  handing_over      1,000,000 exchanges of SciPy-like arrays with a distribution each, until Plume could read them: the program their files,
                    the module the arrays where they lie
  handing_over_peak how much larger than the arrays the memory of Python became until then, as a share of theirs
  reading           of the module: from there into its own model, which is compiled and dropped
"""
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

PACKAGE = os.environ.get("PLUME_PACKAGE", str(Path(__file__).resolve().parents[2] / "python"))
sys.path.insert(0, PACKAGE)

import numpy as np  # noqa: E402

import plume_lca as plume  # noqa: E402
from plume_lca import _native  # noqa: E402

RECORD = np.dtype([("loc", "f8"), ("scale", "f8"), ("shape", "f8"), ("minimum", "f8"), ("maximum", "f8"),
                   ("negative", "?"), ("uncertainty_type", "u1")])
BOUNDS = {"import": 0.3, "thousand": 0.1, "next": 0.5, "handing_over": 0.5}


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


def python(code):
    subprocess.run([sys.executable, "-c", code], cwd=sys.path[0], check=True)


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    found = {}
    nothing, imported = timed(lambda: python("pass"), repeats), timed(lambda: python("import plume_lca"), repeats)
    found["import"] = {key: round(imported[key] - nothing[key], 4) for key in nothing}

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

    single = made_of(*arrays(639, 8, 1_500, 25, 1))
    lca = plume.LCA({0: 1}, data_objs=single.paths, use_distributions=True, use_arrays=True, seed_override=1)
    lca.lci()
    lca.lcia()
    _ = lca.score
    found["next"] = timed(lambda: [lca.score for _ in zip(lca, range(5000))], 1)

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
    found["beyond"] = [name for name, bound in BOUNDS.items() if found[name]["least"] > bound]
    found["version"] = subprocess.run([plume._program.find_program(), "version"], capture_output=True, text=True,
                                      check=True).stdout.strip()
    found["python"], found["numpy"] = sys.version.split()[0], np.__version__
    print(json.dumps(found, indent=1))
    return 1 if found["beyond"] else 0


if __name__ == "__main__":
    sys.exit(main())
