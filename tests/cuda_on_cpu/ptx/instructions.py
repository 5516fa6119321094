# SPDX-License-Identifier: Apache-2.0
"""C++ of one PTX instruction: translate(translator, 'add.rn.f64', ['%fd1', '%fd2', '%fd3'])."""
import re

from reader import NotTranslated
from values import CPP_TYPE, bits_of, is_float, register_type

COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "lo": "<", "ls": "<=", "hi": ">", "hs": ">="}
BITWISE = {"and": "&", "or": "|", "xor": "^"}
# Rounded to nearest, and told so; denormal numbers are kept, since no .ftz is accepted.
ROUNDED = {"add": "{0} + {1}", "sub": "{0} - {1}", "mul": "{0} * {1}", "div": "{0} / {1}", "fma": "fused({0}, {1}, {2})",
           "rcp": "({type})1 / {0}", "sqrt": "root({0})"}
EXACT = {"neg": "-{0}", "min": "lesser({0}, {1})", "max": "greater({0}, {1})", "abs": "magnitude({0})"}
# On integers; sums and products wrap, which C++ promises for unsigned types alone.
WRAPPING = {"add": "{0} + {1}", "sub": "{0} - {1}", "neg": "0 - {0}", "mul": "{0} * {1}", "mad": "{0} * {1} + {2}"}
ORDERED = {"min": "{0} < {1} ? {0} : {1}", "max": "{0} > {1} ? {0} : {1}", "div": "divide({0}, {1})", "rem": "remainder_of({0}, {1})"}


def translate(translator, name, operands):
    parts = name.split(".")
    if parts[0] in BITWISE:
        return bitwise(translator, parts, operands)
    if special := SPECIAL.get(parts[0]):
        return special(translator, parts, operands)
    return arithmetic(translator, name, parts, operands)


def arithmetic(translator, name, parts, operands):
    operation, kind = parts[0], parts[-1]
    if is_float(kind) and operation in ROUNDED:
        if parts[1:] != ["rn", kind]:
            raise NotTranslated("its rounding")
        return filled(translator, ROUNDED[operation], operands, kind, "number({})")
    if is_float(kind) and operation in EXACT and parts[1:] == [kind]:
        return filled(translator, EXACT[operation], operands, kind, "number({})")
    if is_float(kind):
        raise NotTranslated(name)
    if operation == "mul" and parts[1] == "wide":
        wide = kind[0] + str(2 * bits_of(kind))
        a, b = (translator.value(operand, kind) for operand in operands[1:])
        return translator.assign(operands[0], wide, f"({CPP_TYPE[wide]}){a} * ({CPP_TYPE[wide]}){b}")
    if operation == "mad" and parts[1] == "wide":
        wide = kind[0] + str(2 * bits_of(kind))
        a, b = (translator.value(operand, kind) for operand in operands[1:3])
        c = translator.value(operands[3], wide)
        return translator.assign(operands[0], wide, f"({CPP_TYPE[wide]}){a} * ({CPP_TYPE[wide]}){b} + {c}")
    if operation in ("mul", "mad"):
        if parts[1] != "lo":
            raise NotTranslated(name)
        return filled(translator, WRAPPING[operation], operands, "u" + kind[1:])
    if operation in ("add", "sub", "neg") and len(parts) == 2:
        return filled(translator, WRAPPING[operation], operands, "u" + kind[1:])
    if operation in ORDERED and len(parts) == 2:
        return filled(translator, ORDERED[operation], operands, kind)
    raise NotTranslated(name)


def filled(translator, pattern, operands, kind, around="{}"):
    values = [translator.value(operand, kind) for operand in operands[1:]]
    return translator.assign(operands[0], kind, around.format(pattern.format(*values, type=CPP_TYPE[kind])))


def move(translator, parts, operands):
    if operands[1].startswith("{"):
        raise NotTranslated("a vector")
    if operands[0].startswith("{"):
        low, high = (operand.strip() for operand in operands[0].strip("{}").split(","))
        half = parts[-1][0] + str(bits_of(parts[-1]) // 2)
        whole = translator.value(operands[1], parts[-1])
        return (translator.assign(low, half, f"({CPP_TYPE[half]}){whole}") + " "
                + translator.assign(high, half, f"({CPP_TYPE[half]})({whole} >> {bits_of(half)})"))
    return translator.assign(operands[0], parts[-1], translator.value(operands[1], parts[-1]))


def convert_address(translator, parts, operands):
    return translator.assign(operands[0], "u64", translator.value(operands[1], "u64"))


def access(translator, parts, operands):
    """ld and st, also of two or four values side by side."""
    load, kind = parts[0] == "ld", parts[-1]
    together = next((int(part[1:]) for part in parts if re.fullmatch(r"v[24]", part)), 1)
    space = next((part for part in parts[1:] if part in ("global", "local", "param")), "generic")
    if set(parts[1:-1]) - {"global", "local", "param", "nc", "v2", "v4"}:
        raise NotTranslated(".".join(parts))
    if "nc" in parts:  # by a cache that knows nothing of what this kernel writes
        space = "constant"
    where, data = (operands[1], operands[0]) if load else operands
    registers = [register.strip() for register in data.strip("{}").split(",")]
    place, at = translator.address(where)
    size, cell = bits_of(kind) // 8, f"uint{bits_of(kind)}_t"
    if place == "variable":  # an argument or a result of a function that is called
        base, offset = at
        if load:
            return " ".join(take(translator, register, kind, f"raw<{cell}>({base} + {offset + size * i})")
                            for i, register in enumerate(registers))
        return " ".join(f"put<{cell}>({base} + {offset + size * i}, {give(translator, register, kind)});"
                        for i, register in enumerate(registers))
    if place == "parameter":
        at = f"t.arguments.begin + {at}"
    code = f"{{ const uint64_t at = {at};"
    if together > 1:
        code += f" check_aligned(t, at, {size * together});"
    for i, register in enumerate(registers):
        here = f"at + {size * i}" if i else "at"
        if load:
            code += " " + take(translator, register, kind, f"load_{space}<{cell}>(t, {here})")
        else:
            code += f" store_{space}<{cell}>(t, {here}, {give(translator, register, kind)});"
    return code + " }"


def take(translator, register, kind, cell):
    """register = what was loaded; a register may be wider than the cell, which is extended by its sign where it has one."""
    held = register_type(register)
    if is_float(held):
        return translator.assign(register, held, f"bits<{CPP_TYPE[held]}>({cell})")
    return translator.assign(register, kind if bits_of(held) == bits_of(kind) else held, f"({CPP_TYPE[kind]}){cell}")


def give(translator, operand, kind):
    """What is stored, as an unsigned integer of the size of the cell."""
    held, cell = register_type(operand), f"b{bits_of(kind)}"
    if held and is_float(held):
        return translator.value(operand, cell)
    return f"({CPP_TYPE[cell]}){translator.value(operand, held if held else cell)}"


def set_predicate(translator, parts, operands):
    if len(parts) != 3:
        raise NotTranslated(".".join(parts))
    comparison, kind = parts[1], parts[2]
    a, b = translator.value(operands[1], kind), translator.value(operands[2], kind)
    return translator.assign(operands[0], "pred", compared(a, b, comparison, is_float(kind)))


def compared(a, b, comparison, floating):
    """NaN: an ordered comparison with it is false, one that ends in u true; `num` asks that there is none, `nan` that there is one."""
    if not floating:
        return f"({a} {COMPARISONS[comparison]} {b})"
    numbers = f"({a} == {a} && {b} == {b})"
    if comparison in ("num", "nan"):
        return numbers if comparison == "num" else "!" + numbers
    if comparison.endswith("u") and comparison[:-1] in COMPARISONS:
        return f"(!{numbers} || {a} {COMPARISONS[comparison[:-1]]} {b})"
    if comparison == "ne":
        return f"({a} < {b} || {a} > {b})"
    return f"({a} {COMPARISONS[comparison]} {b})"


def select(translator, parts, operands):
    a, b = translator.value(operands[1], parts[-1]), translator.value(operands[2], parts[-1])
    return translator.assign(operands[0], parts[-1], f"{translator.register(operands[3])} ? {a} : {b}")


def bitwise(translator, parts, operands):
    kind = parts[-1]
    a, b = (translator.value(operand, kind) for operand in operands[1:])
    both = f"({a} {BITWISE[parts[0]]} {b})"
    return translator.assign(operands[0], kind, both + " != 0" if kind == "pred" else both)


def invert(translator, parts, operands):
    return translator.assign(operands[0], parts[-1], ("!" if parts[-1] == "pred" else "~") + translator.value(operands[1], parts[-1]))


def shift(translator, parts, operands):
    kind = parts[-1]
    value, by = translator.value(operands[1], kind), translator.value(operands[2], "u32")
    return translator.assign(operands[0], kind, f"{parts[0]}<{CPP_TYPE[kind]}>({value}, {by})")


def reverse_bits(translator, parts, operands):
    return translator.assign(operands[0], parts[-1], f"brev({translator.value(operands[1], parts[-1])})")


def insert_bits(translator, parts, operands):
    kind = parts[-1]
    a, b = (translator.value(operand, kind) for operand in operands[1:3])
    at, length = (translator.value(operand, "u32") for operand in operands[3:5])
    return translator.assign(operands[0], kind, f"bfi({a}, {b}, {at}, {length})")


def convert(translator, parts, operands):
    mode, to, held = ([""] + parts[1:])[-3:]
    if len(parts) not in (3, 4):
        raise NotTranslated(".".join(parts))
    source = register_type(operands[1])
    value = translator.value(operands[1], held)
    if source and not is_float(held) and bits_of(source) != bits_of(held):
        value = f"({CPP_TYPE[held]}){translator.value(operands[1], source)}"
    if is_float(held) and is_float(to):
        if mode != ("rn" if bits_of(to) < bits_of(held) else ""):
            raise NotTranslated(".".join(parts))
        return translator.assign(operands[0], to, f"number(({CPP_TYPE[to]}){value})")
    if is_float(held):
        if mode != "rzi":
            raise NotTranslated(".".join(parts))
        return translator.assign(operands[0], to, f"whole<{CPP_TYPE[to]}>({value})")
    if mode != ("rn" if is_float(to) else ""):
        raise NotTranslated(".".join(parts))
    return translator.assign(operands[0], to, f"({CPP_TYPE[to]}){value}")


SPECIAL = {"mov": move, "cvta": convert_address, "ld": access, "st": access, "setp": set_predicate, "selp": select, "not": invert,
           "shl": shift, "shr": shift, "brev": reverse_bits, "bfi": insert_bits, "cvt": convert}
