# SPDX-License-Identifier: Apache-2.0
"""What includes a header of the face reads little: few lines, and no header of the libraries that lie behind it."""
import re
import subprocess
import sys
from pathlib import Path

MOST_LINES = 90_000  # the standard library's <functional>, <memory>, <string> and <vector> alone are 72,000; 0.1 s to read
HEAVY = re.compile(r"hdf5|H5|toml|thrust|cuda|nlohmann|/fmt/|CLI/|pugixml|boost|suitesparse|omp\.h|mpi\.h|unzip")
OURS = {"host/api/plume.hpp", "host/base/error.hpp", "host/base/finding.hpp", "host/model/uncertainty.hpp",
        "host/stats/order_statistics.hpp", "host/stats/summary.hpp", "kernels/base/status.hpp"}
INSIDE = {"host/api/describe.hpp", "host/api/state.hpp"}  # seen by the room alone, and not installed


def read_by(root, compiler, text):
    """What the preprocessor makes of it, and the files that it read."""
    out = subprocess.run([compiler, "-std=c++20", f"-I{root}", "-E", "-x", "c++", "-"], input=text, capture_output=True, text=True, check=True)
    lines = out.stdout.splitlines()
    return lines, {found[1] for line in lines if (found := re.match(r'# \d+ "([^"<]+)"', line))}


def problems(root, compiler, header, allowed):
    lines, files = read_by(root, compiler, f'#include "{header}"\n')
    ours = {str(Path(file).relative_to(root)) for file in files if Path(file).is_relative_to(root)}
    found = [f"{header} reads {file}" for file in sorted(files) if HEAVY.search(file)]
    found += [f"{header} reads {file}, which is not of the face" for file in sorted(ours - allowed)]
    if len(lines) > MOST_LINES:
        found.append(f"{header} reads {len(lines)} lines, and may {MOST_LINES}")
    return found


def main(root, compiler):
    face = {f"host/api/{path.name}" for path in (root / "host/api").glob("*.hpp")} - INSIDE
    found = problems(root, compiler, "host/api/plume.hpp", OURS)
    for header in sorted(face - {"host/api/plume.hpp"}):
        found += problems(root, compiler, header, OURS | face)
    if not problems(root, compiler, "host/store/result.hpp", OURS | face):
        found.append("a header behind the face passes, too: this test cannot fail")
    print("\n".join(found) or "0 problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
