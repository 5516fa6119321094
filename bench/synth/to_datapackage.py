#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write a synthetic model made by gen.py as Brightway (bw_processing) datapackage zips.

  python3 to_datapackage.py synth-models/small -o packages/

Needs numpy only. Makes model.zip (technosphere_matrix, biosphere_matrix) and category_00.zip ... (one characterization_matrix each).
Ids: products and activities 1_000_000 + index, flows 5_000_000 + index. Amounts are signed as in the matrix (no flip).
"""
import argparse, io, json, os, zipfile
import numpy as np

INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
DISTRIBUTIONS = np.dtype([("uncertainty_type", np.uint8), ("loc", np.float32), ("scale", np.float32), ("shape", np.float32),
                          ("minimum", np.float32), ("maximum", np.float32), ("negative", np.bool_)])
P, F = 1_000_000, 5_000_000


def load(folder, m):
    return {x: np.load(f"{folder}/{m}_{x}.npy") for x in ("row", "col", "amount", "type", "loc", "scale", "min", "max", "negative")}


def write(path, name, groups):
    """groups: list of (group, matrix, rows, cols, entries, extra metadata)."""
    resources, arrays = [], {}
    for group, matrix, rows, cols, e, extra in groups:
        n = len(e["amount"])
        ind = np.zeros(n, INDICES); ind["row"] = rows; ind["col"] = cols
        dist = np.zeros(n, DISTRIBUTIONS)
        for a, b in (("uncertainty_type", "type"), ("loc", "loc"), ("scale", "scale"), ("minimum", "min"), ("maximum", "max"), ("negative", "negative")):
            dist[a] = e[b]
        dist["shape"] = np.nan
        for kind, arr in (("indices", ind), ("data", e["amount"].astype(np.float32)), ("distributions", dist)):
            file = f"{group}.{kind}.npy"; arrays[file] = arr
            resources.append(dict(profile="data-resource", format="npy", mediatype="application/octet-stream", name=f"{group}.{kind}", matrix=matrix,
                                  kind=kind, path=file, group=group, category="vector", nrows=n, **extra))
    meta = {"profile": "data-package", "name": name, "id": name, "licenses": [{"name": "CC0-1.0"}], "resources": resources, "created": "2026-01-01T00:00:00Z",
            "combinatorial": False, "sequential": False, "seed": None, "64_bit_indices": True, "sum_intra_duplicates": True,
            "sum_inter_duplicates": False, "matrix_serialize_format_type": "numpy"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("datapackage.json", json.dumps(meta, indent=1))
        for file, arr in arrays.items():
            buf = io.BytesIO(); np.save(buf, arr, allow_pickle=False); z.writestr(file, buf.getvalue())


ap = argparse.ArgumentParser(); ap.add_argument("model"); ap.add_argument("-o", "--out", required=True); a = ap.parse_args()
os.makedirs(a.out, exist_ok=True)
A, B, C = (load(a.model, m) for m in "ABC")
write(f"{a.out}/model.zip", "synthetic", [("technosphere", "technosphere_matrix", A["row"] + P, A["col"] + P, A, {}),
                                           ("biosphere", "biosphere_matrix", B["row"] + F, B["col"] + P, B, {})])
for k in range(int(C["row"].max()) + 1):
    q = C["row"] == k; sub = {x: v[q] for x, v in C.items()}
    write(f"{a.out}/category_{k:02d}.zip", f"category_{k:02d}", [(f"category_{k:02d}", "characterization_matrix", sub["col"] + F, 0, sub,
                                                                 {"identifier": ["category", f"{k:02d}"], "global_index": 0})])
print(json.dumps({k: v for k, v in json.load(open(f"{a.model}/meta.json")).items() if k in ("f_index", "f_amount", "f_indices")}))
