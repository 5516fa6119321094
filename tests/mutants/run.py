#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants the small bugs of mutants.toml one at a time in a copy of the tree, and asks the tests of their room whether they notice.

    tests/mutants/run.py [--room kernels/solve]... [--says TEXT] [--jobs N] [--folder build/mutants]
    tests/mutants/run.py --report           what earlier runs found, without another

Each bug is planted, one test program is built with the preset `dev` and run, and the bug is taken out again: half a minute each for
rooms of host/, up to some minutes for what the engine includes. What was found is kept in FOLDER/results.jsonl, and a run goes on where
the last one ended; a bug is tried again when its file, its text or the tests of its room have changed. Ends with 1 where fewer than 95 % of
a room were noticed, or a bug does not compile.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "tests" / "project"), str(SOURCE / "tests" / "mutants")]
sys.dont_write_bytecode = True
from mutants import Planted, mutants  # noqa: E402, its folder is known only here
from source_tree import files  # noqa: E402

WANTED = 0.95
NOTICED, SURVIVED, NOT_COMPILED = "noticed", "survived", "did not compile"
LONG = "Long/*:*Coverage*:*Useeio*"  # tests of minutes, asked only where no other has noticed anything
PARTS = (f"-{LONG}", LONG)


def copy_tree(source, tree):
    """Makes `tree` what `source` is. Files that are the same already are left alone, so that what was built of them still holds."""
    wanted = set(files(source))
    for path in (Path(folder, name).relative_to(tree) for folder, _, names in os.walk(tree) for name in names):
        if path not in wanted and path.parts[0] != "build":
            (tree / path).unlink()
    for path in wanted:
        to = tree / path
        if not to.is_file() or to.read_bytes() != (source / path).read_bytes():
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / path, to)


class Builder:
    """The preset `dev` in a tree."""

    def __init__(self, tree, jobs):
        self.tree, self.jobs, self.seconds = tree, jobs, {}
        if not (tree / "build" / "dev" / "build.ninja").exists():
            subprocess.run(["cmake", "--preset", "dev"], cwd=tree, check=True, stdout=subprocess.DEVNULL)

    def builds(self, test):
        done = subprocess.run(["cmake", "--build", "build/dev", "--target", test, "-j", str(self.jobs)], cwd=self.tree,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.output = done.stdout
        return done.returncode == 0

    def passes(self, test, part):
        """A bug may make a test run forever: it gets five times as long as it takes without one."""
        begin = time.monotonic()
        limit = 5 * self.seconds[test, part] + 60 if (test, part) in self.seconds else 3600
        try:
            done = subprocess.run([f"build/dev/{test}", "--gtest_fail_fast", "--gtest_brief=1", f"--gtest_filter={part}"], cwd=self.tree, timeout=limit,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        except subprocess.TimeoutExpired:
            self.output = f"no end within {limit:.0f} s"
            return False
        self.seconds.setdefault((test, part), time.monotonic() - begin)
        self.output = done.stdout
        return done.returncode == 0


def check_without_bug(builder, test, part, sound):
    """A test that fails anyway would notice everything."""
    if (test, part) in sound:
        return
    if not builder.builds(test) or not builder.passes(test, part):
        raise SystemExit(f"{test} fails without any bug:\n{builder.output[-3000:]}")
    sound.add((test, part))


def outcome_of(builder, tree, mutant, sound):
    for part in PARTS:
        check_without_bug(builder, mutant.test, part, sound)
        with Planted(tree, mutant):
            if not builder.builds(mutant.test):
                return NOT_COMPILED
            if not builder.passes(mutant.test, part):
                return NOTICED
    return SURVIVED


def key_of(root, mutant):
    """Changes with the bug, its file and the tests of its room."""
    told = hashlib.sha256(repr(mutant).encode() + (root / mutant.file).read_bytes())
    for path in sorted((root / "tests" / mutant.room).rglob("*")):
        if path.is_file() and path.suffix in (".cpp", ".hpp"):
            told.update(path.read_bytes())
    return told.hexdigest()[:16]


def known_results(path):
    return {each["key"]: each for each in map(json.loads, path.read_text().splitlines())} if path.exists() else {}


def campaign(root, tree, builder, wanted, results):
    """Tries each wanted mutant that is not known yet; adds a line to `results` for each."""
    known, sound = known_results(results), set()
    todo = [mutant for mutant in wanted if key_of(root, mutant) not in known]
    for number, mutant in enumerate(sorted(todo, key=lambda each: (each.test, each.file)), 1):
        outcome = outcome_of(builder, tree, mutant, sound)
        with results.open("a") as file:
            file.write(json.dumps({"key": key_of(root, mutant), "room": mutant.room, "says": mutant.says, "outcome": outcome}) + "\n")
        print(f"{number} of {len(todo)}: {mutant.room}: {mutant.says}: {outcome}", flush=True)
        if outcome == NOT_COMPILED:
            print(builder.output[-1500:])


def report(root, listed, results):
    """Prints a line for each room and each bug that nobody noticed; True where all is as wanted."""
    known, good, tried = known_results(results), True, 0
    for room in sorted({mutant.room for mutant in listed}):
        outcomes = {mutant: known[key_of(root, mutant)]["outcome"] for mutant in listed if mutant.room == room and key_of(root, mutant) in known}
        if not outcomes:
            continue
        tried += len(outcomes)
        compiled = [each for each in outcomes.values() if each != NOT_COMPILED]
        noticed = compiled.count(NOTICED)
        share = noticed / len(compiled) if compiled else 1.0
        print(f"{room:20} {noticed:3} of {len(compiled):3} noticed, {100 * share:3.0f} %")
        for mutant, outcome in outcomes.items():
            if outcome != NOTICED:
                print(f"    {outcome}: {mutant.file}: {mutant.says}")
        good = good and share >= WANTED and len(compiled) == len(outcomes)
    print(f"{tried} of {len(listed)} tried")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", action="append", default=[])
    parser.add_argument("--says", default="")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--folder", type=Path, default=SOURCE / "build" / "mutants")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    folder, listed = options.folder.resolve(), mutants(SOURCE)
    wanted = [each for each in listed if (not options.room or each.room in options.room) and options.says in each.says]
    results = folder / "results.jsonl"
    if not options.report:
        tree = folder / "tree"
        tree.mkdir(parents=True, exist_ok=True)
        copy_tree(SOURCE, tree)
        shared = SOURCE.parent / "shared"  # data that some tests read beside the tree
        if shared.exists() and not (folder / "shared").exists():
            (folder / "shared").symlink_to(shared.resolve())
        campaign(SOURCE, tree, Builder(tree, options.jobs), wanted, results)
    sys.exit(0 if report(SOURCE, listed if options.report else wanted, results) else 1)


if __name__ == "__main__":
    main()
