# SPDX-License-Identifier: Apache-2.0
"""Tests mirror the tree: host/x/foo.hpp has tests/host/x/foo_test.cpp, in a namespace of that name; every test file is built, and foo.cpp includes
foo.hpp first."""
import re
from pathlib import Path

from source_tree import files, run, text

# Headers without a test file of their own, and why.
EXCEPTIONS = {
    "host/readers/format.hpp": "a plain record; formats_test.cpp looks at every one there is",
    "kernels/base/formula_op.hpp": "a list of names and a plain record; tests/kernels/formula goes through every operation",
    "host/model/demand_vector.hpp": "a plain record; host/study/demand fills it and is tested for it",
    "host/inventory/inventory_rows.hpp": "plain records; host/inventory/inventory_tables fills them and is tested for it",
    "host/api/state.hpp": "what the classes of plume.hpp hold; plume_test.cpp goes through all of them",
    "host/run/run_options.hpp": "a plain record; run_study_test.cpp and the tests beside it set every field",
    "host/report/report_request.hpp": "a plain record; render_report_test.cpp and report_target_test.cpp set every field",
    "host/compile/compiler.hpp": "the inside of compile.hpp, whose tests go through every step of it",
}


def is_listed(path, cmake):
    """Whether the CMakeLists.txt of a folder names a file by its path from there, or finds it: file(GLOB … */*.cpp)."""
    found = [pattern for line in re.findall(r"file\(GLOB [^)]*\)", cmake) for pattern in re.findall(r"\S*\*\.\w+", line)]
    return (re.search(rf"(^|[\s/\"(]){re.escape(str(path))}([\s)\"]|$)", cmake) is not None or
            any(len(path.parts) == len(Path(pattern).parts) and path.match(pattern) for pattern in found))


def problems(root):
    found = []
    everything = set(files(root))
    for header in sorted(path for path in everything if path.suffix == ".hpp" and path.parts[0] in ("host", "kernels")):
        test = Path("tests", header).with_name(header.stem + "_test.cpp")
        if str(header) in EXCEPTIONS:
            if test in everything:
                found.append(f"{header}: is an exception in mirror.py but has {test}")
        elif test not in everything:
            found.append(f"{header}: has no test {test}")
        source = header.with_suffix(".cpp")
        if source in everything and next(iter(re.findall(r'^#include ["<]([^">]+)', text(root, source), re.M)), "") != str(header):
            found.append(f"{source}: does not include {header} first, which shows that it compiles alone")
    for test in sorted(path for path in everything if path.name.endswith("_test.cpp") and path.parts[:2] in (("tests", "host"), ("tests", "kernels"))):
        content = text(root, test)
        if "\nnamespace {\n" in content and not re.search(rf"^namespace (\w+::)*{test.stem} \{{$", content, re.M):
            found.append(f"{test}: has no namespace {test.stem}, without which its helpers meet those of files that are compiled together with it")
    for name in EXCEPTIONS:
        if Path(name) not in everything:
            found.append(f"{name}: is an exception in mirror.py but does not exist")

    lists = {path.parent: text(root, path) for path in everything if path.name == "CMakeLists.txt"}
    lists[Path(".")] = "".join(text(root, path) for path in sorted(everything)
                               if path.suffix == ".cmake" or path == Path("CMakeLists.txt"))
    for path in sorted(everything):
        if path.suffix not in (".cpp", ".hpp", ".cu") or path.parts[0] not in ("host", "kernels", "tests", "bench"):
            continue
        if path.suffix == ".hpp" and path.parts[0] not in ("host", "kernels"):
            continue
        if path.name.startswith("fuzz_") and f"plume_fuzz({path.stem[5:]} " in lists.get(path.parent, ""):
            continue
        if not any(is_listed(path.relative_to(folder), lists[folder]) for folder in path.parents if folder in lists):
            found.append(f"{path}: is listed in no CMakeLists.txt")
    return found


if __name__ == "__main__":
    run(problems)
