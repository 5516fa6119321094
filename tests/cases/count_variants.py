#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each case has at least three variants of its kind, and each file of variants a case.

    count_variants.py DATASETS/cases
"""
import pathlib
import sys
import tomllib

cases = pathlib.Path(sys.argv[1])
variants = pathlib.Path(__file__).resolve().parent / "variants"
# About safety and Brightway, about designs and samples: tests of their own try other instances. The last four are instances themselves.
others = ("attack-", "bw-", "truth-coin", "truth-controlled", "truth-dice", "truth-latin", "truth-scales",
          "certificates-cover-in-shares", "default-uncertainty", "loop-of-three-beside-a-boiler", "unreached-broken-process")

wrong = [f"{file.name}: there is no such case" for file in variants.glob("*.toml") if not (cases / file.stem).is_dir()]
for case in sorted(path.name for path in cases.iterdir() if path.is_dir() and not path.name.startswith(others)):
    file = variants / f"{case}.toml"
    names = [variant["name"] for variant in tomllib.loads(file.read_text(encoding="utf-8"))["variant"]] if file.exists() else []
    if len(set(names)) < 3:
        wrong.append(f"{case}: {len(set(names))} variants, wanted 3")
    if len(set(names)) < len(names):
        wrong.append(f"{case}: two variants of one name")
print("\n".join(wrong) if wrong else "each case has three variants or more")
sys.exit(1 if wrong else 0)
