# SPDX-License-Identifier: Apache-2.0
"""No kernel spills registers to memory, and each has the warps that hide the latency of its loads: ptxas's report is read.

  ptxas.py NVCC KERNELS.ptx [--arch sm_90]        ptxas.py --read REPORT        without arguments 77 (skipped): the build has no CUDA
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def read_report(text):
    """[{kernel, registers, stack, stores, loads}] of a report by `ptxas -v`."""
    kernels = []
    for line in text.splitlines():
        if found := re.search(r"Compiling entry function '(\S+)' for", line):
            kernels.append({"kernel": found[1], "registers": None, "stack": 0, "stores": 0, "loads": 0})
        elif found := re.search(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads", line):
            if kernels:  # functions that a kernel calls are listed after it
                for name, value in zip(("stack", "stores", "loads"), found.groups()):
                    kernels[-1][name] += int(value)
        elif (found := re.search(r"Used (\d+) registers", line)) and kernels and kernels[-1]["registers"] is None:
            kernels[-1]["registers"] = int(found[1])
    return kernels


def plain_name(mangled):
    if shutil.which("c++filt"):
        mangled = subprocess.run(["c++filt", mangled], capture_output=True, text=True, check=True).stdout.strip()
    name = re.sub(r"\(.*", "", mangled.replace("(anonymous namespace)::", "")).removeprefix("void ")
    return name if len(name) <= 100 else name[:97] + "…"


def judge(kernels):
    print(f"{'registers':>9} {'stack':>6} {'spill stores':>12} {'spill loads':>11}  kernel")
    for k in kernels:
        print(f"{k['registers'] or 0:9} {k['stack']:6} {k['stores']:12} {k['loads']:11}  {plain_name(k['kernel'])}")
    spilling = [k for k in kernels if k["stores"] or k["loads"]]
    incomplete = [k for k in kernels if k["registers"] is None]
    if not kernels or incomplete:
        print("the report names no kernel, or not its registers: is this ptxas -v?")
        return 1
    print(f"{len(kernels)} kernels, {len(spilling)} spill")
    return 1 if spilling else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nvcc", type=pathlib.Path, nargs="?")
    parser.add_argument("ptx", type=pathlib.Path, nargs="?")
    parser.add_argument("--arch", default="sm_90")
    parser.add_argument("--read", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.read:
        return judge(read_report(arguments.read.read_text()))
    if not arguments.ptx:
        print("skipped: this build has no CUDA sources")
        return 77
    with tempfile.TemporaryDirectory() as temporary:
        done = subprocess.run([arguments.nvcc.resolve().parent / "ptxas", "-v", f"-arch={arguments.arch}", arguments.ptx, "-o",
                               pathlib.Path(temporary, "kernels.cubin")], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr)
        return 1
    kernels = read_report(done.stderr + done.stdout)
    return judge(kernels)


if __name__ == "__main__":
    sys.exit(main())
