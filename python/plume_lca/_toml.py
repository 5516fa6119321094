# SPDX-License-Identifier: Apache-2.0
"""Study files as text: what `Study({...})` writes, and what is left out of a file that is run with other settings."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else toml_value(name)


def toml_value(value: Any) -> str:
    """A value as TOML writes it. NumPy's numbers are numbers.

    Raises:
        TypeError: TOML has nothing like it.

    >>> toml_value({"amount": 1.0, "process": "7"})
    '{ amount = 1.0, process = "7" }'
    >>> toml_value([True, 3, "°C"])
    '[true, 3, "°C"]'
    """
    if isinstance(value, bool) or type(value).__name__ == "bool":  # NumPy's own is no bool
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return repr(float(value))
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(key))} = {toml_value(each)}" for key, each in value.items() if each is not None)
        return f"{{ {inside} }}"
    if isinstance(value, str | os.PathLike):
        return json.dumps(os.fspath(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    try:
        items = list(value)
    except TypeError:
        raise TypeError(f"a study cannot hold {value!r}") from None
    return "[" + ", ".join(toml_value(each) for each in items) + "]"


def table_text(head: str, keys: Mapping[str, Any]) -> str:
    """One table with its head; keys that are None are left out.

    >>> print(table_text("[sampling]", {"seed": 7, "design": None}), end="")
    [sampling]
    seed = 7
    """
    lines = [f"{_key(key)} = {toml_value(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([head, *lines, ""])


def study_text(tables: Mapping[str, Any]) -> str:
    """A whole study file: a table for each key, or several for a list of tables.

    Raises:
        TypeError: a value is no table.

    >>> print(study_text({"study": {"name": "s"}, "demand": [{"process": "a"}, {"process": "b"}]}), end="")
    [study]
    name = "s"
    [[demand]]
    process = "a"
    [[demand]]
    process = "b"
    """
    text = ""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            text += table_text(f"[{_key(name)}]", value)
        elif isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
            text += "".join(table_text(f"[[{_key(name)}]]", each) for each in value)
        else:
            raise TypeError(f"'{name}' of a study is a table or a list of tables, not {value!r}")
    return text


def without_tables(text: str, names: set[str]) -> str:
    """The text of a TOML file without some of its tables.

    >>> without_tables("[a]\\nx = 1\\n[stop]\\ny = 2\\n[b]\\nz = 3\\n", {"stop"})
    '[a]\\nx = 1\\n[b]\\nz = 3\\n'
    """
    kept = []
    keep = True
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped.startswith("["):
            keep = stripped.partition("#")[0].strip("[] ").split(".")[0].strip() not in names
        if keep:
            kept.append(line)
    return "".join(kept)
