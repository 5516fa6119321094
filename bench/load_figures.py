# SPDX-License-Identifier: Apache-2.0
"""A long run without samples, stopped twice by SIGTERM and resumed: memory and disk stay constant, and every figure is that of a run that
nothing disturbed.

    bench/load_figures.py PLUME STUDY.toml [--iterations 10000000] [--threads N] [--out RESULT.json]

The study is run with result.samples = false whatever it says. Ends with status 1 where a figure differs.
"""
import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

FIGURES = ("mean", "sd", "se_mean", "median", "quantile", "se_quantile", "minimum", "maximum", "count", "figures")


def folder_bytes(folder):
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) if folder.exists() else 0


def run(command, parts, stop_after=None):
    """Status, peak resident bytes, most bytes of parts, seconds."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    most = [0]

    def watch():
        while process.poll() is None:
            try:
                most[0] = max(most[0], folder_bytes(parts))
            except OSError:
                pass  # a part took the place of another
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    if stop_after is not None:
        time.sleep(stop_after)
        process.send_signal(signal.SIGTERM)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    return process.returncode, usage.ru_maxrss * 1024, most[0], time.monotonic() - start, output


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("plume")
    arguments.add_argument("study")
    arguments.add_argument("--iterations", type=int, default=10_000_000)
    arguments.add_argument("--threads", type=int, default=0)
    arguments.add_argument("--out")
    chosen = arguments.parse_args()
    common = [chosen.plume, "run", chosen.study, "--iterations", str(chosen.iterations), "--set", "result.samples=false"]
    common += ["--threads", str(chosen.threads)] if chosen.threads else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, cut = folder / "whole.h5", folder / "cut.h5"
        status, peak, parts, seconds, output = run(common + ["-q", "-o", str(whole)], folder / "whole.parts")
        if status != 0:
            sys.exit(f"the undisturbed run ended with {status}: {output}")
        results = {"iterations": chosen.iterations, "seconds": round(seconds, 2), "iterations_per_second": round(chosen.iterations / seconds),
                   "peak_bytes": peak, "most_bytes_of_parts": parts, "result_bytes": whole.stat().st_size}
        tenth = [*common[:4], str(max(chosen.iterations // 10, 1024)), *common[5:]]
        results["peak_bytes_of_a_tenth"] = run(tenth + ["-q", "-o", str(folder / "tenth.h5")], folder / "tenth.parts")[1]
        resumed = []
        for third in (0.3, 0.35):
            status, peak, parts, _, output = run(common + ["--resume", "-o", str(cut)], folder / "cut.parts", third * seconds)
            if status != 143:
                sys.exit(f"the run was to be stopped, and ended with {status}: {output}")
            results["most_bytes_of_parts"] = max(results["most_bytes_of_parts"], parts)
            resumed.append(output.strip().splitlines()[-2])
        status, peak, _, _, output = run(common + ["--resume", "-o", str(cut)], folder / "cut.parts")
        if status != 0:
            sys.exit(f"the last run ended with {status}: {output}")
        results["kept_at_the_signals"] = [int(line.split()[1]) for line in resumed]
        differing = [figure for figure in FIGURES
                     if subprocess.run(["h5diff", "-q", whole, cut, f"/{figure}"], check=False).returncode != 0]
        results["figures_that_differ"] = differing
    results |= {"date": str(date.today()), "machine": platform.machine(), "study": Path(chosen.study).stem,
                "commit": subprocess.run([chosen.plume, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")[0]}
    text = json.dumps(results, indent=2)
    print(text)
    if chosen.out:
        Path(chosen.out).write_text(text + "\n")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
