# SPDX-License-Identifier: Apache-2.0
"""Reads a PTX file into functions and constant arrays. PTX is NVIDIA's assembly language of an abstract GPU; what nvcc makes of our
kernels is plain text: directives, then one statement a line (PTX ISA, https://docs.nvidia.com/cuda/parallel-thread-execution/)."""
import re

from values import bits_of


class NotTranslated(Exception):
    """Something that this translator does not know. It never guesses."""


class Parameter:
    def __init__(self, name, size, offset):
        self.name, self.size, self.offset = name, size, offset


class Function:
    """`entry`: a kernel; else a function that kernels call, with at most one result, (name, bytes)."""

    def __init__(self, entry, head):
        self.entry, self.head = entry, head
        self.parameters, self.result, self.statements = [], None, []
        self.read_head()

    def read_head(self):
        rest = re.sub(r"^.*?\.(entry|func)\s+", "", self.head, count=1)
        if found := re.match(r"\(\.param \.align \d+ \.b8 (\w+)\[(\d+)\]\)\s*", rest):
            self.result = (found[1], int(found[2]))
            rest = rest[found.end():]
        self.name = re.match(r"[\w$]+", rest)[0]
        end = 0
        for found in re.finditer(r"\.param (?:\.align (\d+) )?\.(\w+) ([\w$]+)(?:\[(\d+)\])?", rest):
            size = int(found[4]) if found[4] else bits_of(found[2]) // 8
            align = int(found[1] or size)
            offset = (end + align - 1) // align * align
            self.parameters.append(Parameter(found[3], size, offset))
            end = offset + size
        self.parameter_bytes = end

    def most_threads(self):
        found = re.search(r"\.maxntid (\d+)", self.head)
        return int(found[1]) if found else 1024


def without_comment(line):
    return re.sub(r"\s*//.*$", "", line.strip())


def read_constant(line):
    """(name, bytes) of a .global array."""
    found = re.match(r"\.(?:visible |weak )?global .*?\.b8 (\w+)\[(\d+)\](?: = \{(.*)\})?;", line)
    if not found:
        raise NotTranslated("global variable: " + line[:120])
    values = [int(value) for value in found[3].split(",")] if found[3] else []
    return found[1], values + [0] * (int(found[2]) - len(values))


def read(text):
    """(functions, {name: bytes} of constants)"""
    functions, constants = [], {}
    lines = iter(text.splitlines())
    for line in lines:
        line = line.strip()
        if re.match(r"\.(visible |weak )?global\b", line):
            name, values = read_constant(line)
            constants[name] = values
            continue
        found = re.match(r"(?:\.visible |\.weak )?\.(entry|func)\b", line)
        if not found:
            continue
        head = line
        while not head.rstrip().endswith(("{", ";")):
            head += " " + next(lines).strip()
        if head.rstrip().endswith(";"):  # a declaration
            continue
        function = Function(found[1] == "entry", head.rstrip("{ "))
        read_body(lines, function)
        functions.append(function)
    return functions, constants


def read_body(lines, function):
    depth = 1
    while True:
        line = without_comment(next(lines))
        if not line:
            continue
        if line in ("{", "}"):
            depth += 1 if line == "{" else -1
            if depth == 0:
                return
        elif not line.endswith(":"):
            while not line.endswith(";"):
                line += " " + without_comment(next(lines))
        function.statements.append(line)
