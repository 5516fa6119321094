#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Monte Carlo iterations per second of one class of bw2calc on one model; prints one JSON object. bench/run calls it.

    brightway.py FOLDER DEMAND CLASS SECONDS COMPARED       FOLDER holds model.zip and category_NN.zip; DEMAND is the id of a process

MultiLCA has every category in each iteration, the other classes only the first. The error is that of the last iterations' scores
against a fresh sparse LU (SciPy's SuperLU, fp64) of the matrices that the class itself had drawn for them.
"""
import json
import pathlib
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")
folder, demand, kind, seconds, compared = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
import bw2calc  # noqa: E402
import bw_processing  # noqa: E402
import numpy as np  # noqa: E402
import scipy.sparse.linalg as sla  # noqa: E402
from fsspec.implementations.zip import ZipFileSystem  # noqa: E402


def load(path):
    return bw_processing.load_datapackage(ZipFileSystem(str(path)))


def exact_scores(lca, right, characterisations):
    """C B A⁻¹ f of the matrices drawn now; the ordering suits these matrices far better than the default."""
    lu = sla.splu(lca.technosphere_matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.001,
                  options={"SymmetricMode": True})
    inventory = lca.biosphere_matrix @ lu.solve(np.asarray(right, dtype=float))
    return [float((c @ inventory).sum()) for c in characterisations]


if not hasattr(bw2calc, kind):
    print(json.dumps({"class": kind, "missing": f"not in bw2calc {bw2calc.__version__}"}))
    sys.exit(0)
categories = sorted(folder.glob("category_*.zip"))
if kind == "MultiLCA":
    names = [("category", path.stem.split("_")[1]) for path in categories]
    lca = bw2calc.MultiLCA({"main": {demand: 1}}, {"impact_categories": names}, use_distributions=True, seed_override=1,
                           data_objs=[load(folder / "model.zip")] + [load(path) for path in categories])
else:
    lca = getattr(bw2calc, kind)({demand: 1}, use_distributions=True, seed_override=1,
                                 data_objs=[load(folder / "model.zip"), load(categories[0])])
lca.lci()
lca.lcia()
start, count = time.perf_counter(), 0
while count == 0 or time.perf_counter() - start < seconds:
    next(lca)
    count += 1
elapsed = time.perf_counter() - start
error = 0.0
for _ in range(compared):
    next(lca)
    if kind == "MultiLCA":
        keys = list(lca.scores)
        exact = exact_scores(lca, lca.demand_arrays["main"],
                             [lca.characterization_matrices[key[0]] for key in keys])
        found = [lca.scores[key] for key in keys]
    else:
        exact, found = exact_scores(lca, lca.demand_array, [lca.characterization_matrix]), [lca.score]
    error = max([error] + [abs(f / e - 1) for f, e in zip(found, exact) if e])
solver = "PARDISO" if getattr(bw2calc, "PYPARDISO", False) else "UMFPACK" if getattr(bw2calc, "UMFPACK", False) else "SuperLU"
print(json.dumps({"class": kind, "solver": solver, "version": str(bw2calc.__version__), "iterations": count,
                  "iterations_per_second": count / elapsed, "categories": len(categories) if kind == "MultiLCA" else 1,
                  "error_of_h_max": error if compared else None, "compared": compared,
                  "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
