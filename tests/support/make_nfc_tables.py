#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes host/base/nfc_tables.inc: what Unicode says of composed characters and of the order of combining marks.

    python3 tests/support/make_nfc_tables.py > host/base/nfc_tables.inc
"""
import unicodedata

pairs, classes = [], []
for code in range(0x110000):
    decomposition = unicodedata.decomposition(chr(code)).split()
    if len(decomposition) == 2 and not decomposition[0].startswith("<") and unicodedata.normalize("NFC", chr(code)) == chr(code):
        pairs.append((int(decomposition[0], 16), int(decomposition[1], 16), code))
    if combining := unicodedata.combining(chr(code)):
        if classes and classes[-1][1] == code - 1 and classes[-1][2] == combining:
            classes[-1][1] = code
        else:
            classes.append([code, code, combining])


def rows(name, kind, values):
    print(f"constexpr {kind} {name}[] = {{")
    texts = ["{" + ", ".join(f"{v:#x}" if v > 9 else str(v) for v in value) + "}" for value in values]
    for i in range(0, len(texts), 5):
        print("    " + ", ".join(texts[i:i + 5]) + ",")
    print("};")


print("// SPDX-License-Identifier: Apache-2.0")
print(f"// Made by tests/support/make_nfc_tables.py from Unicode {unicodedata.unidata_version}.")
print("// clang-format off")
rows("composites", "Composite", sorted(pairs))
rows("mark_classes", "MarkClass", classes)
