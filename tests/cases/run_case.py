#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One case: a small input that once came out wrong, run as a user would, compared with what must come out.

    run_case.py PLUME DATASETS/cases/NAME                 # the case itself
    run_case.py PLUME DATASETS/cases/NAME NAME.toml       # its variants

A case is a folder of inputs with an `expected.toml`. It is copied to a scratch folder and its steps are taken there in order:

    [[step]]
    command = "run study.toml -o out.h5"      # of plume; or: shell = "mkfifo f; timeout 10 $PLUME check f"; $CASES is this
                                              # script's folder, $PYTHON what runs it
    status = 0                                # the exit status, or a list of those allowed
    says = ["activities.csv:3: warning W0745"] # each stands in what was printed (both streams), as it is
    silent = ["W0430"]                        # and none of these does, commits and hashes of files aside
    files = ["elsewhere/big.h5"]              # these exist afterwards
    no_files = ["out.h5"]                     # and these do not

    [[value]]                                 # one output of `plume report RESULT --format json`
    result = "out.h5"                         # this one, if it is not given
    demand = "scope 1"
    category = "ghg"                          # id or name; may be left out where there is one
    static = 950                              # a number: equal to 1e-9; a list: the range it must lie in
    mean = [90, 110]
    "quantiles.0.025" = [79, 81]              # a path into the object
    failed = 0                                # iterations of the run that are not ok, of all statuses together

A case stands for a kind of fault; its variants (variants/NAME.toml) are other instances of the kind. Each is the case with some files changed:

    [[variant]]
    name = "nitrous oxide in pounds"
    base = "other-case"                       # the case it begins with, if it is not NAME
    files = { "factors.csv" = "id,…" }        # whole files instead of, or beside, those of the case
    edits = [["study.toml", "7", "8"]]        # a file, what stands in it, what stands there instead
    make = 'workbook("a.xlsx", [["x"], [1]])' # Python, run in the folder: workbook.py says what it finds; `folder` is the path
    step = [{ command = "check study.toml" }] # and value = [{ … }]: as in a case. Without steps there is one, run study.toml -o out.h5,
    status = 0                                # to which status, says and silent belong
    says = []
    totals = { "scope 1" = 4.29 }             # static values of the category ghg by demand

Every line that does not hold is printed; the exit status is 1 if there is one.
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib

import workbook

variant_keys = {"name", "base", "files", "edits", "make", "step", "value", "status", "says", "silent", "totals"}
step_keys = {"command", "shell", "status", "says", "silent", "files", "no_files"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def without_hashes(text):
    """Commits and SHA-256 sums hold any digits; one build's commit must not decide a case."""
    return re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text)


def take(step, plume, folder):
    """What is wrong with one step, as lines."""
    unknown = set(step) - step_keys
    assert not unknown, f"unknown keys of a step: {sorted(unknown)}"
    words = ["bash", "-c", step["shell"]] if "shell" in step else [plume, *shlex.split(step["command"])]
    environment = dict(os.environ, PLUME=plume, CASES=str(pathlib.Path(__file__).resolve().parent), PYTHON=sys.executable)
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, timeout=300, stdin=subprocess.DEVNULL)
    told = (done.stdout + done.stderr).decode(errors="replace")
    wrong = []
    if done.returncode not in as_list(step.get("status", 0)):
        wrong.append(f"status {done.returncode}, wanted {step.get('status', 0)}")
    wrong += [f"not said: {text!r}" for text in as_list(step.get("says", [])) if text not in told]
    wrong += [f"said, though it must not be: {text!r}" for text in as_list(step.get("silent", [])) if text in without_hashes(told)]
    wrong += [f"no file {name}" for name in step.get("files", []) if not (folder / name).exists()]
    wrong += [f"a file {name} is left" for name in step.get("no_files", []) if (folder / name).exists()]
    what = step.get("shell") or "plume " + step["command"]
    return [f"{what}: {line}" for line in wrong] + ([told] if wrong else [])


def output_of(report, wanted):
    """The one output of a report that a value speaks of."""
    found = [output for output in report["outputs"]
             if wanted.get("demand", output["demand"]) == output["demand"] and
             wanted.get("category", output["category"]) in (output["category"], output.get("category_id"))]
    assert len(found) == 1, (f"{len(found)} outputs are {wanted.get('demand')}, {wanted.get('category')}; there are " +
                             str([(output["demand"], output["category"], output.get("category_id")) for output in report["outputs"]]))
    return found[0]


def at(output, path):
    """"quantiles.0.025" → output["quantiles"]["0.025"]."""
    for key in path.split(".", 1):
        output = output[key]
    return output


def holds(number, wanted):
    if number is None:
        return wanted == "none"
    if isinstance(wanted, list):
        return wanted[0] <= number <= wanted[1]
    return abs(number - wanted) <= 1e-9 * abs(wanted)


def compare(value, plume, folder):
    """What is wrong with one value, as lines."""
    done = subprocess.run([plume, "report", value.get("result", "out.h5"), "--format", "json"], cwd=folder, capture_output=True)
    if done.returncode != 0:
        return ["report: " + done.stderr.decode(errors="replace")]
    report = json.loads(done.stdout)
    output = output_of(report, value)
    wrong = []
    for key, wanted in value.items():
        if key in ("result", "demand", "category"):
            continue
        number = sum(report["failed"].values()) if key == "failed" else at(output, key)
        if not holds(number, wanted):
            wrong.append(f"{output['demand']}, {output['category']}: {key} is {number}, wanted {wanted}")
    return wrong


def edit(folder, variant):
    """Changes the files of a case into those of its variant."""
    for file, text in variant.get("files", {}).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8", newline="")
    for file, old, new in variant.get("edits", []):
        text = (folder / file).read_bytes().decode()
        assert old in text, f"{variant['name']}: {old!r} does not stand in {file}"
        (folder / file).write_bytes(text.replace(old, new).encode())
    exec(variant.get("make", ""), {**vars(workbook), "folder": folder, "workbook": lambda path, *sheets, **how: workbook.write(folder / path, *sheets, **how)})


def expected_of(variant):
    """A variant's steps and values, in the form of a case."""
    own = {key: variant[key] for key in ("status", "says", "silent") if key in variant}
    totals = [{"demand": demand, "category": "ghg", "static": static} for demand, static in variant.get("totals", {}).items()]
    assert not ("step" in variant and own), f"{variant['name']}: {sorted(own)} belong to the step that is not given"
    return {"step": variant.get("step", [{"command": "run study.toml -o out.h5", **own}]), "value": variant.get("value", []) + totals}


def run(case, plume, expected, variant):
    """What is wrong with one case, or one variant of it, as lines."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / case.name
        shutil.copytree(case, folder, ignore=shutil.ignore_patterns("expected.toml"))
        edit(folder, variant)
        wrong = [line for step in expected["step"] for line in take(step, plume, folder)]
        return wrong + [line for value in expected.get("value", []) for line in compare(value, plume, folder)]


def run_variant(case, plume, variant):
    try:
        unknown = set(variant) - variant_keys
        assert not unknown, f"unknown keys of a variant: {sorted(unknown)}"
        return run(case.parent / variant.get("base", case.name), plume, expected_of(variant), variant)
    except AssertionError as fault:
        return [str(fault)]


def main():
    plume, case = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    if len(sys.argv) > 3:
        results = [(f"{case.name}, {variant['name']}", run_variant(case, plume, variant))
                   for variant in tomllib.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8"))["variant"]]
    else:
        expected = tomllib.loads((case / "expected.toml").read_text())
        assert expected.get("step"), "a case without a step tests nothing"
        results = [(case.name, run(case, plume, expected, {}))]
    for name, wrong in results:
        print("\n".join([f"{name}:", *wrong]) if wrong else f"{name}: as it must be")
    sys.exit(1 if any(wrong for _, wrong in results) else 0)


main()
