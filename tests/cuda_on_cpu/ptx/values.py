# SPDX-License-Identifier: Apache-2.0
"""Types, registers and constants of PTX, and their C++."""
import re
import struct

CPP_TYPE = {"pred": "bool", "f32": "float", "f64": "double"}
CPP_TYPE.update({f"{kind}{bits}": f"uint{bits}_t" for kind in "bu" for bits in (8, 16, 32, 64)})
CPP_TYPE.update({f"s{bits}": f"int{bits}_t" for bits in (8, 16, 32, 64)})

# What a register holds is told by its name.
REGISTER_TYPE = {"rd": "b64", "rs": "b16", "r": "b32", "fd": "f64", "f": "f32", "p": "pred", "SP": "b64", "SPL": "b64"}
SPECIAL = {"%tid.x": "t.tid", "%ntid.x": "t.ntid", "%ctaid.x": "t.ctaid", "%nctaid.x": "t.nctaid",
           "%ctaid.y": "t.ctaid_y", "%nctaid.y": "t.nctaid_y"}


def bits_of(type_name):
    return 1 if type_name == "pred" else int(type_name[1:])


def is_float(type_name):
    return type_name in ("f32", "f64")


def register_type(operand):
    """The type of a register, None for anything else."""
    found = re.match(r"%(rd|rs|r|fd|f|p|SPL|SP)(\d*)$", operand)
    return REGISTER_TYPE[found[1]] if found else None


def constant(operand, wanted):
    """A number as a C++ expression of type `wanted`; None for anything else. 0d… and 0f… are the bits of a double or a float."""
    if found := re.match(r"0(d[0-9A-Fa-f]{16}|f[0-9A-Fa-f]{8})$", operand):
        double, digits = found[1][0] == "d", found[1][1:]
        if is_float(wanted):
            value = struct.unpack(">d" if double else ">f", bytes.fromhex(digits))[0]
            if value == value and abs(value) != float("inf"):
                return f"({CPP_TYPE[wanted]}){float.hex(value)}"
            return f"bits<{CPP_TYPE[wanted]}>(uint{len(digits) * 4}_t(0x{digits}ull))"
        return f"({CPP_TYPE[wanted]})0x{digits}ull"
    if re.match(r"-?\d+$", operand):
        number = int(operand)
        if wanted == "pred":
            return "true" if number else "false"
        return f"({CPP_TYPE[wanted]})0x{number % 2**64:x}ull"
    return None


def operands_of(text):
    """'%r1, {%f1, %f2}, [%rd1+8]' at its outer commas."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "{[(") - (character in "}])")
        if character == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return parts + [current.strip()] if current.strip() else parts
