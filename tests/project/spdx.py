# SPDX-License-Identifier: Apache-2.0
"""Every source file says its licence in its first two lines."""
from source_tree import files, run, text

LINE = "SPDX-License-Identifier: Apache-2.0"
SUFFIXES = (".hpp", ".cpp", ".cu", ".cuh", ".inl", ".inc", ".py", ".sh", ".cmake", "CMakeLists.txt", ".clang-format", ".clang-tidy",
            ".ci/run", ".cpp.in", ".cmake.in")


def problems(root):
    return [f"{path}:1: the SPDX line '{LINE}' is missing" for path in files(root)
            if str(path).endswith(SUFFIXES) and LINE not in "".join((text(root, path) or "").splitlines()[:2])]


if __name__ == "__main__":
    run(problems)
