#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real sizes through the program itself: `plume run` on the medium and large models, in default settings, from package to report.

    large_models.py PLUME SYNTH FOLDER

large is 20,000 processes, 265,000 technosphere and 437,000 biosphere exchanges, 20 categories: the size of ecoinvent. Asserted
for 1,000 iterations: at most 1 GB of memory, every iteration solved, the report readable; and on medium the same samples on one
core, on the other, and on both. Exit status 77: what is needed to make the models is missing.
"""
import json
import os
import pathlib
import subprocess
import sys

plume, synth, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
try:
    import h5py
    import numpy as np
    import scipy  # noqa: F401  (the generator needs it)
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


def make(size):
    """Packages and a study of one size; the generator's own checks of the finished model are left out."""
    models, packages = folder / "models", folder / "packages" / size
    environment = dict(os.environ, FAST="1")
    subprocess.run([sys.executable, synth / "gen.py", "--out", models, "--sizes", size], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, synth / "to_datapackage.py", models / size, "-o", packages], check=True,
                   stdout=subprocess.DEVNULL)
    meta = json.loads((models / size / "meta.json").read_text())
    files = ["model.zip"] + sorted(path.name for path in packages.glob("category_*.zip"))
    text = f'[study]\nname = "{size}"\n' + "".join(f'[[model]]\npath = "packages/{size}/{name}"\n' for name in files)
    text += f'[[demand]]\nname = "main"\nprocess = "{1_000_000 + meta["f_index"]}"\n'
    study = folder / f"{size}.toml"
    study.write_text(text)
    return study


def run(study, result, *options, cores=None):
    """Runs the program; returns its peak memory in bytes."""
    command = [plume, "run", str(study), "-o", str(result), "--quiet", *options]
    allowed = os.sched_getaffinity(0)

    def restrict():
        if cores:
            os.sched_setaffinity(0, cores & allowed or allowed)

    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=restrict)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{command} ended with {status}"
    return usage.ru_maxrss * 1024


def report(result):
    return json.loads(subprocess.run([plume, "report", str(result), "--format", "json"], check=True, capture_output=True).stdout)


folder.mkdir(parents=True, exist_ok=True)
for size, categories in (("medium", 20), ("large", 20)):
    result = folder / f"{size}.h5"
    memory = run(make(size), result, "--iterations", "1000")
    answer = report(result)
    print(f"{size}: {memory / 1e6:.0f} MB")
    assert memory <= 1e9, f"{size} took {memory / 1e6:.0f} MB"
    assert answer["iterations"] == 1000 and len(answer["outputs"]) == categories
    assert answer["failed"].get("singular", 0) == 0 and answer["failed"].get("non_finite", 0) == 0, answer["failed"]
    for output in answer["outputs"]:
        # Scores of these models are skewed to the right; a mean that left the middle half of its own sample would be an error.
        assert output["quantiles"]["0.05"] < output["mean"] < output["quantiles"]["0.95"], output
        assert 0.2 < output["static"] / output["median"] < 5, output

samples = []
for cores in ({0}, {1}, {0, 1}):
    run(folder / "medium.toml", folder / "cores.h5", "--iterations", "500", cores=cores)
    samples.append(np.array(h5py.File(folder / "cores.h5")["score"]))
assert samples[0].shape[0] == 500 and np.isfinite(samples[0]).all()
assert samples[0].tobytes() == samples[1].tobytes() == samples[2].tobytes(), "the set of cores changed a bit"
run(folder / "medium.toml", folder / "cores.h5", "--iterations", "500", "--seed", "2")
assert samples[0].tobytes() != np.array(h5py.File(folder / "cores.h5")["score"]).tobytes(), "the comparison sees no difference"
print("same samples on every set of cores")

# Variance reduction on medium, median over its 20 categories; seeds are fixed. A mean of 1,024 independent iterations has variance var/1024.
# The blocks of the random run are the twin: they gain nothing.
BLOCK, BLOCKS = 1024, 32
run(folder / "medium.toml", folder / "control.h5", "--iterations", str(BLOCKS * BLOCK), "--set", "sampling.control=true")
run(folder / "medium.toml", folder / "lhs.h5", "--iterations", str(BLOCKS * BLOCK), "--set", "sampling.design=lhs", "--set",
    "sampling.control=true")
independent = np.array(h5py.File(folder / "control.h5")["score"]).reshape(BLOCKS, BLOCK, -1)
lhs = np.array(h5py.File(folder / "lhs.h5")["score"]).reshape(BLOCKS, BLOCK, -1)
of_means = independent.reshape(BLOCKS * BLOCK, -1).var(axis=0, ddof=1) / BLOCK
gain = lambda scores: float(np.median(of_means / scores.mean(axis=1).var(axis=0, ddof=1)))
control = float(np.median(h5py.File(folder / "control.h5")["control_gain"]))
both = float(np.median(of_means / BLOCKS / np.array(h5py.File(folder / "lhs.h5")["se_mean_controlled"])[0] ** 2))
print(f"gain of the mean: lhs {gain(lhs):.1f}, control {control:.1f}, both {both:.1f}; of independent blocks {gain(independent):.2f}")
assert gain(lhs) >= 15 and control >= 15 and both >= 15, "the variance reduction is lost"
assert 0.6 < gain(independent) < 1.7, "independent blocks seem to gain: the measure is wrong"
