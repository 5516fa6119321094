# SPDX-License-Identifier: Apache-2.0
"""One PTX function as one C++ function that runs one GPU thread: registers are local variables, labels stay labels.

Only what our kernels use: scalar code. Shared memory, barriers and warp operations would need the threads of a block side by side;
whatever is not known here ends the translation."""
import re

import instructions
from reader import NotTranslated
from values import CPP_TYPE, SPECIAL, bits_of, constant, is_float, operands_of, register_type


class Translator:
    def __init__(self, function, constants, functions):
        """constants: names of .global arrays in their order; functions: {name: Function}, each with its name in C++."""
        self.function, self.constants, self.functions = function, constants, functions
        self.registers, self.depots = set(), {}
        self.parameters = {parameter.name: parameter for parameter in function.parameters}

    # --- operands -------------------------------------------------------------------------------------------------------------

    def register(self, name):
        self.registers.add(name)
        return "R_" + name[1:]

    def value(self, operand, wanted):
        """An operand as a C++ expression of type `wanted`."""
        held = register_type(operand)
        cpp = CPP_TYPE[wanted]
        if held:
            register = self.register(operand)
            if held == wanted:
                return register
            if "pred" in (held, wanted):
                raise NotTranslated(f"{operand} as {wanted}")
            if is_float(held) or is_float(wanted):
                if bits_of(held) != bits_of(wanted):
                    raise NotTranslated(f"{operand} as {wanted}")
                return f"bits<{cpp}>({register})"
            return f"({cpp}){register}"
        if operand in SPECIAL:
            return f"({cpp}){SPECIAL[operand]}"
        if (number := constant(operand, wanted)) is not None:
            return number
        if operand in self.constants:
            return f"({cpp})constant_at(t, {self.constants.index(operand)})"
        if operand in self.parameters:
            return f"({cpp})(t.arguments.begin + {self.parameters[operand].offset})"
        if operand in self.depots:
            return f"({cpp})reinterpret_cast<uint64_t>({operand})"
        raise NotTranslated("operand " + operand)

    def assign(self, target, held, expression):
        """target = expression, which is of type `held`."""
        type_name, register = register_type(target), self.register(target)
        if type_name == held:
            return f"{register} = {expression};"
        if "pred" in (type_name, held):
            raise NotTranslated(f"{held} to {target}")
        if is_float(type_name) or is_float(held):
            if bits_of(type_name) != bits_of(held):
                raise NotTranslated(f"{held} to {target}")
            return f"{register} = bits<{CPP_TYPE[type_name]}>({expression});"
        return f"{register} = ({CPP_TYPE[type_name]})({expression});"

    def address(self, operand):
        """('register', expression), ('parameter', offset) or ('variable', (name, offset)) of [base+offset]."""
        found = re.match(r"\[([%\w$]+?)(?:\+(-?\d+))?\]$", operand)
        if not found:
            raise NotTranslated("address " + operand)
        base, offset = found[1], int(found[2] or 0)
        if base.startswith("%"):
            return "register", f"{self.value(base, 'u64')} + {offset}ll"
        if base in self.parameters:
            return "parameter", self.parameters[base].offset + offset
        return "variable", (base, offset)

    # --- statements -----------------------------------------------------------------------------------------------------------

    def statement(self, text):
        guard = ""
        if found := re.match(r"@(!?)(%p\d+)\s+(.*)", text):
            guard, text = f"if ({found[1]}{self.register(found[2])}) ", found[3]
        found = re.match(r"(\.?[\w.]+)\s*(.*)", text.rstrip("; "), re.S)
        code = self.operation(found[1], found[2].strip())
        return guard + "{ " + code + " }" if guard else code

    def operation(self, name, rest):
        if name in (".reg", ".pragma"):
            return ""
        if name in (".local", ".param") or name.startswith(".param."):
            return self.memory_of_thread(name, rest)
        if name == "ret":
            return "return;"
        if name in ("bra", "bra.uni"):
            return f"goto {label(rest)};"
        if name == "call.uni":
            return self.call(rest)
        return instructions.translate(self, name, operands_of(rest))

    def memory_of_thread(self, name, rest):
        if found := re.match(r"\.align \d+ \.b8\s+(\w+)\[(\d+)\]", rest):
            if name == ".local":
                self.depots[found[1]] = int(found[2])
                return ""
            return f"alignas(16) unsigned char {found[1]}[{found[2]}];"
        found = re.match(r"\.?b(\d+) (\w+)", rest) or re.match(r"()(\w+)", rest)
        size = int(found[1] or name.split(".b")[1]) // 8
        return f"alignas(16) unsigned char {found[2]}[{size}];"

    def call(self, rest):
        found = re.match(r"(?:\((\w+)\)\s*,\s*)?([\w$]+)\s*,\s*\(([^)]*)\)", rest)
        if not found or found[2] not in self.functions:
            raise NotTranslated("call " + rest)
        callee = self.functions[found[2]]
        if (found[1] is None) != (callee.result is None):
            raise NotTranslated("a result that is not there: call " + rest)
        result = f", {found[1]}" if found[1] else ""
        code = f"alignas(16) unsigned char arguments[{callee.parameter_bytes}];"
        for argument, parameter in zip(operands_of(found[3]), callee.parameters):
            code += f" std::memcpy(arguments + {parameter.offset}, {argument}, {parameter.size});"
        return "{ " + code + f" Thread inner = called_by(t, arguments, sizeof arguments); {callee.cpp_name}(inner{result}); t.add_counts(inner); }}"

    # --- the whole ------------------------------------------------------------------------------------------------------------

    def body(self):
        """The statements; at the beginning of each straight run of them its number of instructions is counted."""
        lines, run, count = [], [], 0

        def end_run():
            nonlocal count
            if count:
                lines.append(f"t.instructions += {count};")
            lines.extend(run)
            run.clear()
            count = 0

        for text in self.function.statements:
            if text.endswith(":"):
                end_run()
                lines.append(f"{label(text[:-1])}:;")
                continue
            if text in "{}":
                end_run()
                lines.append(text)
                continue
            try:
                code = self.statement(text)
            except NotTranslated as error:
                raise NotTranslated(f"{self.function.name}: {text[:160]}: {error}") from None
            if code:
                run.append(code)
            if not text.startswith("."):
                count += 1
            if re.match(r"(@!?%p\d+\s+)?(bra|ret|call)\b", text):
                end_run()
        end_run()
        return lines

    def cpp(self):
        body = self.body()
        by_type = {}
        for name in sorted(self.registers):
            by_type.setdefault(CPP_TYPE[register_type(name)], []).append("R_" + name[1:])
        lines = [f"// {self.function.name}", signature(self.function) + " {"]
        for cpp_type, names in by_type.items():
            for k in range(0, len(names), 16):
                lines.append(f"  {cpp_type} " + ", ".join(name + "{}" for name in names[k:k + 16]) + ";")
        for depot, size in self.depots.items():
            lines.append(f"  alignas(16) unsigned char {depot}[{size}]; poison({depot}, {size}); t.local = {{reinterpret_cast<uint64_t>({depot}), "
                         f"reinterpret_cast<uint64_t>({depot}) + {size}}};")
        return "\n".join(lines + ["  " + line for line in body] + ["}"]) + "\n"


def label(name):
    return "L_" + re.sub(r"\W", "_", name)


def signature(function):
    return f"void {function.cpp_name}(Thread& t" + (f", unsigned char* {function.result[0]}" if function.result else "") + ")"
