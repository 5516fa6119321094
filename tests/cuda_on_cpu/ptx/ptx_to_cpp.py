# SPDX-License-Identifier: Apache-2.0
"""Translates the PTX that nvcc made of our kernels into C++.

  ptx_to_cpp.py KERNELS.ptx FOLDER FILES      writes FOLDER/part0.cpp … part<FILES − 1>.cpp and FOLDER/table.cpp

The functions are spread over the files so that they take about the same time to compile."""
import pathlib
import re
import sys

import reader
from translator import Translator, signature

HEAD = '#include "tests/cuda_on_cpu/device/arithmetic.hpp"\n#include "tests/cuda_on_cpu/device/memory.hpp"\n\nusing namespace cuda_on_cpu;\n\n'


def portable_name(name):
    """nvcc numbers the unnamed namespace of a file by the way it was compiled; the host's object may have come another way."""
    return re.sub(r"_GLOBAL__N__\w{8}_\d+_(\w+?)_[0-9a-f]{8}(?=\d)", r"_GLOBAL__N__\1_", name)


def spread(functions, files):
    """Longest first, each to the file that has least."""
    parts = [[] for _ in range(files)]
    for function in sorted(functions, key=lambda function: -len(function.statements)):
        min(parts, key=lambda part: sum(len(other.statements) for other in part)).append(function)
    return parts


def table(functions, constants):
    lines = [HEAD + "namespace cuda_on_cpu {\n", "const KernelEntry kernel_table[] = {"]
    for function in functions:
        if function.entry:
            places = ", ".join(f"{{{parameter.offset}, {parameter.size}}}" for parameter in function.parameters)
            lines.append(f'    {{"{portable_name(function.name)}", {function.cpp_name}, {function.parameter_bytes}, '
                         f"{len(function.parameters)}, {{{places}}}, {function.most_threads()}}},")
    lines += ["};", "const int num_kernels = sizeof kernel_table / sizeof kernel_table[0];", ""]
    for i, values in enumerate(constants.values()):
        lines.append(f"static const unsigned char constant{i}[] = {{{','.join(map(str, values))}}};")
    lines.append("const ConstantEntry constant_table[] = {")
    lines += [f'    {{"{name}", constant{i}, {len(values)}}},' for i, (name, values) in enumerate(constants.items())]
    lines += ['    {"", nullptr, 0},', "};", f"const int num_constants = {len(constants)};", "", "}  // namespace cuda_on_cpu"]
    return "\n".join(lines) + "\n"


def main():
    source, folder, files = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    functions, constants = reader.read(source.read_text())
    for i, function in enumerate(functions):
        function.cpp_name = f"function{i}"
    by_name = {function.name: function for function in functions}
    head = HEAD + "".join(signature(function) + ";\n" for function in functions) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for i, part in enumerate(spread(functions, files)):
            code = [Translator(function, list(constants), by_name).cpp() for function in part]
            (folder / f"part{i}.cpp").write_text(head + "\n".join(code))
    except reader.NotTranslated as error:
        sys.exit(f"ptx_to_cpp: not known: {error}")
    declarations = "".join(signature(function) + ";\n" for function in functions)
    (folder / "table.cpp").write_text(table(functions, constants).replace("namespace cuda_on_cpu {\n", declarations + "\nnamespace cuda_on_cpu {\n", 1))


if __name__ == "__main__":
    main()
