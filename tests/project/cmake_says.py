# SPDX-License-Identifier: Apache-2.0
"""What the CMake files of a source tree offer and look for, read as text: recipes of packages are held against it."""
import re


def options(root):
    """Name → values that its cache entry offers; None for a boolean."""
    lists = (root / "CMakeLists.txt").read_text()
    offered = dict.fromkeys(re.findall(r"^option\((\w+)", lists, re.M))
    for name, values in re.findall(r"^set_property\(CACHE (\w+) PROPERTY STRINGS ([^)]+)\)", lists, re.M):
        offered[name] = values.split()
    return offered


def unknown_definitions(arguments, offered):
    """Those of -DNAME=VALUE that CMakeLists.txt does not know."""
    unknown = []
    for argument in arguments:
        name, value = re.fullmatch(r"-D(\w+)=(.*)", argument).groups()
        if not name.startswith("CMAKE_") and (name not in offered or (offered[name] and value not in offered[name])):
            unknown.append(argument)
    return unknown


def libraries(root):
    """Names by which CMake looks for libraries, but for what comes with every compiler, and with CUDA."""
    lists = "".join((root / path).read_text() for path in ("cmake/Libraries.cmake", "cmake/Mpi.cmake", "kernels/engine/CMakeLists.txt"))
    looked_for = re.findall(r"plume_imported\((\w+)", lists) + re.findall(r"find_package\((\w+)", lists) + \
        re.findall(r"find_path\(PLUME_(\w+)_INCLUDE", lists)
    return set(looked_for) - {"Threads", "OpenMP", "CUDAToolkit"}
