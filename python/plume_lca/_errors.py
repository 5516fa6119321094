# SPDX-License-Identifier: Apache-2.0
"""What the program says about input: findings, as values.

A line such as

    exchanges.csv:5:16: error E0221: amount '0,04' is not a number (decimals use '.'); did you mean 0.04?

becomes a `Finding`. Errors are raised as `Error` with all findings at once; warnings go through `warnings.warn`, one a
code.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plume_lca._result import Result

_LINE = re.compile(
    r"^(?:(?P<file>.+?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: )?"
    r"(?P<severity>error|warning|note) (?P<code>[EWN]\d{4}): (?P<text>.*)$"
)


@dataclass(frozen=True)
class Finding:
    """One thing that the program says about its input.

    Attributes:
        code: as in docs/findings.md; its first letter is the severity: E, W or N.
        severity: "error", "warning" or "note".
        text: what is wrong, and what to do about it.
        file: where, or "" if it is nowhere in particular.
        line: counted from 1; 0 where it is not known.
        column: counted from 1; 0 where it is not known.

    >>> print(Finding("E0221", "error", "amount 'x' is not a number", "exchanges.csv", 5))
    exchanges.csv:5: error E0221: amount 'x' is not a number
    """

    code: str
    severity: str
    text: str
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.severity} {self.code}: {self.text}".removeprefix(": ")


def parse_findings(text: str) -> list[Finding]:
    """The findings among the lines of a text; other lines are left out.

    >>> parse_findings("a.csv:5:16: error E0221: amount 'x' is not a number")[0].line
    5
    >>> parse_findings("plume: done")
    []
    """
    found = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            found.append(
                Finding(
                    code=match["code"],
                    severity=match["severity"],
                    text=match["text"],
                    file=match["file"] or "",
                    line=int(match["line"] or 0),
                    column=int(match["column"] or 0),
                )
            )
    return found


class Error(Exception):
    """The program could not do what was asked.

    Attributes:
        findings: all that is wrong with the input; empty where the trouble is a device, a file or the disk.
        status: the program's exit status: 2 wrong usage, 3 bad input, 4 device, file or disk.

    >>> Error("no product is demanded", [Finding("E0110", "error", "no product 'x'")], 3).findings[0].code
    'E0110'
    """

    def __init__(self, message: str, findings: Iterable[Finding] = (), status: int = 0) -> None:
        super().__init__(message)
        self.findings: list[Finding] = list(findings)
        self.status = status


class Interrupted(KeyboardInterrupt):
    """Ctrl-C ended a run. What it has made is kept.

    The same call on the same study goes on from there, with the bits of one run.

    Attributes:
        result: of the iterations that were made; None where there are none, or the program made them, which keeps them
            in files.

    >>> isinstance(Interrupted(), KeyboardInterrupt), Interrupted().result
    (True, None)
    """

    def __init__(self, result: Result | None = None) -> None:
        super().__init__("the run was interrupted; the same call goes on from what it has made")
        self.result = result


class PlumeWarning(UserWarning):
    """A finding of severity "warning"."""


def warn_of(findings: Iterable[Finding], stacklevel: int = 3) -> None:
    """Warns of each code once, and says how many more of it there are.

    Args:
        findings: those of severity "warning" are told, the rest are not.
        stacklevel: as of `warnings.warn`.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == "warning":
            by_code.setdefault(finding.code, []).append(finding)
    for of_code in by_code.values():
        more = f" (and {len(of_code) - 1} more; see .findings)" if len(of_code) > 1 else ""
        warnings.warn(f"{of_code[0]}{more}", PlumeWarning, stacklevel=stacklevel)
