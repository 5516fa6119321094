# SPDX-License-Identifier: Apache-2.0
"""write(path, groups): a Brightway datapackage zip with numpy only. groups: (name, matrix, rows, cols, data, dist or None, flip or None, extra)"""
import io, json, zipfile
import numpy as np
I = np.dtype([("row", np.int64), ("col", np.int64)])
D = np.dtype([("uncertainty_type", np.uint8), ("loc", np.float32), ("scale", np.float32), ("shape", np.float32), ("minimum", np.float32), ("maximum", np.float32), ("negative", np.bool_)])
NAN = np.nan
def lognormal(amount, sigma): return (2, np.log(abs(amount)), sigma, NAN, NAN, NAN, amount < 0)
def certain(amount): return (0, amount, NAN, NAN, NAN, NAN, amount < 0)
def write(path, groups, name="case"):
    res, arrays = [], {}
    for g, matrix, rows, cols, data, dist, flip, extra in groups:
        n = len(data); ind = np.zeros(n, I); ind["row"] = rows; ind["col"] = cols
        kinds = [("indices", ind), ("data", np.array(data, np.float32))]
        if dist is not None: kinds.append(("distributions", np.array(dist, D)))
        if flip is not None: kinds.append(("flip", np.array(flip, bool)))
        for kind, arr in kinds:
            f = f"{g}.{kind}.npy"; arrays[f] = arr
            res.append(dict(profile="data-resource", format="npy", mediatype="application/octet-stream", name=f"{g}.{kind}", matrix=matrix, kind=kind, path=f, group=g, category="vector", nrows=n, **extra))
    meta = {"profile": "data-package", "name": name, "id": name, "licenses": [{"name": "CC0-1.0"}], "resources": res, "created": "2026-01-01T00:00:00Z", "combinatorial": False, "sequential": False,
            "seed": None, "64_bit_indices": True, "sum_intra_duplicates": True, "sum_inter_duplicates": False, "matrix_serialize_format_type": "numpy"}
    with zipfile.ZipFile(path, "w") as z:
        for f, a in {"datapackage.json": json.dumps(meta, indent=1).encode(), **arrays}.items():
            if not isinstance(a, bytes): b = io.BytesIO(); np.save(b, a, allow_pickle=False); a = b.getvalue()
            info = zipfile.ZipInfo(f, (2026, 1, 1, 0, 0, 0)); z.writestr(info, a)


# a plant (1) buys 1 kWh from the grid (2) and gives back 1.02 kWh (avoided product); both are uncertain, so the plant is a net
# buyer in about half of the iterations. Nothing is wrong with either half
write("db.zip", [("t", "technosphere_matrix", [1, 2, 2, 2], [1, 1, 1, 2], [1.0, 1.0, 1.02, 1.0], [certain(1), lognormal(1.0, 0.2), lognormal(1.02, 0.2), certain(1)], [False, True, False, False], {}),
    ("b", "biosphere_matrix", [101, 101], [1, 2], [0.1, 0.5], None, None, {})])
write("gwp.zip", [("gwp", "characterization_matrix", [101], [0], [1.0], None, None, {"identifier": ["m", "gwp"], "global_index": 0})])
