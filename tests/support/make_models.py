#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the models of the golden tests from ../shared: datapackages, studies, expected numbers as plain .npy files.

    make_models.py SHARED OUT small|useeio|draws

small    OUT/small/…zip and OUT/small.toml: 20,000 iterations, as golden/brightway_small.json ran them
useeio   OUT/useeio_<sigma>/…zip and OUT/useeio_<sigma>.toml for sigma 0.1, 0.2, 0.5
draws    OUT/draws.zip, OUT/draws.toml: the 20 stored draws of Brightway as presampled columns; OUT/draws_{s,g,h}.npy

What is there already is not made again, and tests that ask at the same time wait for the first of them: nobody reads a
package that another is writing. Exit status 77: numpy or scipy is missing.
"""
import fcntl
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import zipfile

try:
    import numpy as np
    import scipy  # noqa: F401  (the generator needs it)
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(77)

shared, out, what = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
out.mkdir(parents=True, exist_ok=True)
PRODUCT, FLOW = 1_000_000, 5_000_000


def run(script, *arguments):
    subprocess.run([sys.executable, str(shared / "synth" / script), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def study(name, packages, demand, sampling, more=""):
    lines = [f'[study]\nname = "{name}"']
    lines += [f'[[model]]\npath = "{package.relative_to(out)}"' for package in packages]
    lines += [f"[[demand]]\n{demand}", f"[sampling]\n{sampling}", more]
    (out / f"{name}.toml").write_text("\n".join(lines) + "\n")


def small():
    if not (out / "models" / "small" / "meta.json").exists():
        run("gen.py", "--out", out / "models", "--sizes", "small")
    run("to_datapackage.py", out / "models" / "small", "-o", out / "small")
    golden = json.loads((shared / "golden" / "brightway_small.json").read_text())
    study("small", sorted((out / "small").glob("model.zip")) + sorted((out / "small").glob("category_*.zip")),
          f'name = "main"\nprocess = "{PRODUCT + golden["f_index"]}"\namount = {golden["f_amount"]}',
          f'iterations = {golden["iterations"]}\nseed = 20240607')


def useeio():
    for sigma in ("0.1", "0.2", "0.5"):
        folder = out / f"useeio_{sigma}"
        run("useeio_to_datapackage.py", "-o", folder, "--sigma", sigma)
        study(folder.name, sorted(folder.glob("model.zip")) + sorted(folder.glob("category_*.zip")),
              f'name = "US consumption"\npath = "{folder.name}/demand_2007_us_consumption.csv"',
              "iterations = 4096\nseed = 1", '[solver]\nprecision = "double"')


def draws():
    """Every entry of A, B and C as a presampled row; columns are Brightway's 20 draws, taken in turn."""
    if not (out / "models" / "small" / "meta.json").exists():
        run("gen.py", "--out", out / "models", "--sizes", "small")
    model = out / "models" / "small"
    stored = np.load(shared / "golden" / "brightway_small_draws.npz")
    indices = np.dtype([("row", np.int64), ("col", np.int64)])
    packages = []

    def package(name, resources, extra):
        entries, arrays = [], {}
        for group, matrix, rows, columns, values, keys in resources:
            index = np.zeros(len(rows), indices)
            index["row"], index["col"] = rows, columns
            for kind, array in (("indices", index), ("data", values)):
                path = f"{group}.{kind}.npy"
                arrays[path] = array
                entries.append(dict(profile="data-resource", format="npy", mediatype="application/octet-stream",
                                    name=f"{group}.{kind}", matrix=matrix, kind=kind, path=path, group=group,
                                    category="array", nrows=len(rows), **keys))
        metadata = {"profile": "data-package", "name": name, "id": name, "licenses": [], "resources": entries,
                    "created": "2026-01-01T00:00:00Z", "combinatorial": False, "sequential": True, "seed": None,
                    "64_bit_indices": True, "sum_intra_duplicates": True, "sum_inter_duplicates": False, **extra}
        with zipfile.ZipFile(out / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("datapackage.json", json.dumps(metadata))
            for path, array in arrays.items():
                buffer = io.BytesIO()
                np.save(buffer, array, allow_pickle=False)
                archive.writestr(path, buffer.getvalue())
        packages.append(out / f"{name}.zip")

    load = lambda matrix, part: np.load(model / f"{matrix}_{part}.npy").astype(np.int64)
    a, b, c = (np.ascontiguousarray(stored[matrix].T) for matrix in "ABC")
    package("draws", [("technosphere", "technosphere_matrix", load("A", "row") + PRODUCT, load("A", "col") + PRODUCT, a, {}),
                      ("biosphere", "biosphere_matrix", load("B", "row") + FLOW, load("B", "col") + PRODUCT, b, {})], {})
    category = load("C", "row")
    for k in range(int(category.max()) + 1):
        chosen = category == k
        package(f"draws_category_{k:02d}", [(f"category_{k:02d}", "characterization_matrix", load("C", "col")[chosen] + FLOW,
                                             np.zeros(chosen.sum(), np.int64), c[chosen],
                                             {"identifier": ["category", f"{k:02d}"], "global_index": 0})], {})
    study("draws", packages, f'name = "main"\nprocess = "{PRODUCT + int(stored["f_index"])}"\namount = {float(stored["f_amount"])}',
          f'iterations = {a.shape[1]}\nseed = 1', '[solver]\nprecision = "double"\ntolerance = 1e-11')
    for part in "sgh":
        np.save(out / f"draws_{part}.npy", stored[part])


with open(out / ".lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    makers = [pathlib.Path(__file__), *sorted((shared / "synth").glob("*.py"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in makers)).hexdigest()
    finished = out / f".{what}-{digest[:16]}"
    if not finished.exists():
        {"small": small, "useeio": useeio, "draws": draws}[what]()
        finished.touch()
