# SPDX-License-Identifier: Apache-2.0
"""What a program takes: seconds, and the most memory of itself or of a program that it started."""
import os
import subprocess
import tempfile
import time


def measure(command, folder=None, **environment):
    """({"cpu_s", "wall_s", "peak_mb"}, what it said) of a program that must end well; MB are 10⁶ bytes."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                                   env=dict(os.environ, **environment))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: status {process.returncode}\n{text[-3000:]}")
    return {"cpu_s": usage.ru_utime + usage.ru_stime, "wall_s": wall, "peak_mb": usage.ru_maxrss * 1024 / 1e6}, text
