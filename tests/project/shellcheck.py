# SPDX-License-Identifier: Apache-2.0
"""shellcheck has nothing to say about our shell scripts; skipped where it is not installed."""
import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import SKIPPED, files


def problems(root):
    scripts = [str(path) for path in files(root) if path.suffix == ".sh" or str(path) == ".ci/run"]
    result = subprocess.run(["shellcheck", "--format=gcc", *scripts], cwd=root, capture_output=True, text=True)
    return (result.stdout + result.stderr).splitlines()


if __name__ == "__main__":
    if not shutil.which("shellcheck"):
        print("skipped: shellcheck is not installed")
        sys.exit(SKIPPED)
    listing = problems(Path(sys.argv[1]).resolve())
    print("\n".join(listing))
    sys.exit(1 if listing else 0)
