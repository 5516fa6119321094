# SPDX-License-Identifier: Apache-2.0
"""The program `plume`: where it is, and how it is run."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plume_lca._errors import Error, Finding, parse_findings

_MANY_FAILED = 5  # the run ended and left its result, with more failed iterations than the study allows


def find_program() -> str:
    """Path of the program: $PLUME_PROGRAM, the one in this package, or the one in PATH.

    Raises:
        Error: there is none.
    """
    given = os.environ.get("PLUME_PROGRAM")
    if given:
        return given
    own = Path(__file__).parent / "bin" / "plume"
    if own.is_file():
        return str(own)
    in_path = shutil.which("plume")
    if in_path:
        return in_path
    raise Error(
        f"the program 'plume' is neither in {own.parent} nor in PATH; install the wheel, or set PLUME_PROGRAM to it"
    )


@dataclass(frozen=True)
class StudyInput:
    """A study as the program takes it: a file, or a text with the folder that its paths are relative to.

    Attributes:
        operands: what stands in its place on the command line.
        text: what goes to standard input, or what makes it, and the files that it names, when a run needs it; None: the
            operand is a file.
        overrides: further keys, as of `--set`.
    """

    operands: tuple[str, ...]
    text: str | Callable[[], str] | None = None
    overrides: tuple[str, ...] = ()

    @classmethod
    def of_text(cls, text: str | Callable[[], str], base: Path) -> StudyInput:
        return cls(("-", "--base", str(base)), text)

    def settled(self) -> StudyInput:
        """With its text made, and its files written."""
        return replace(self, text=self.text()) if callable(self.text) else self

    def run(self, arguments: Sequence[str], *, show_progress: bool = False) -> list[Finding]:
        """`plume run` with this study."""
        text = self.text() if callable(self.text) else self.text
        return call(["run", *self.operands, *arguments], given=text, show_progress=show_progress)[1]


def call(
    arguments: Sequence[str], *, given: str | None = None, show_progress: bool = False
) -> tuple[str, list[Finding]]:
    """Runs the program to its end.

    Args:
        arguments: of the command line, without the program itself.
        given: what it reads on standard input; nothing, if None.
        show_progress: a bar by `tqdm.auto` where tqdm is installed, else the stages on standard error.

    Returns:
        What it printed on standard output, and its findings.

    Raises:
        Error: it ended with a status other than 0 and 5, with everything it said.
        KeyboardInterrupt: Ctrl-C; the program is told, and ends by itself.
    """
    if show_progress:
        arguments = [*arguments, "--quiet", "--progress", "json"]
    process = subprocess.Popen(
        [find_program(), *arguments],
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C reaches this process alone, which passes it on once: twice kills the program
    )
    try:
        if show_progress:
            told, said = _follow(process, given)
        else:
            told, said = process.communicate(given)
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        process.communicate()
        raise
    findings = parse_findings(said)
    if process.returncode not in (0, _MANY_FAILED):
        errors = [each for each in findings if each.severity == "error"]
        raise Error(said.strip() or f"plume ended with status {process.returncode}", errors, process.returncode)
    return told, findings


def _follow(process: subprocess.Popen[str], given: str | None) -> tuple[str, str]:
    """Shows the lines of progress as they come, and keeps the others. Standard output of a quiet command is short."""
    assert process.stderr is not None and process.stdout is not None
    if given is not None and process.stdin is not None:
        # The program reads all of it before it says anything; one that ended before says why on standard error.
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(given)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    said = []
    bar = Bar()
    for line in process.stderr:
        if line.startswith('{"kind":"progress"'):
            bar.update(json.loads(line))
        else:
            said.append(line)
    bar.close()
    told = process.stdout.read()
    process.wait()
    return told, "".join(said)


class Bar:
    """Progress of the iterations: tqdm's, in a notebook or a terminal, or a line a stage."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage = ""

    def update(self, progress: dict[str, Any]) -> None:
        if progress["total"] == 0 or not self._has_tqdm():
            if progress["stage"] != self._stage:
                print(f"plume: {progress['stage']}", file=sys.stderr)
            self._stage = progress["stage"]
            return
        if self._bar is None:
            from tqdm.auto import tqdm

            self._bar = tqdm(total=progress["total"], desc=progress["stage"], unit="iteration", leave=False)
        self._bar.update(progress["done"] - self._bar.n)

    def told(self, stage: str, done: int, total: int) -> None:
        """As `update`, of a run in this process."""
        self.update({"stage": stage, "done": done, "total": total})

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()

    @staticmethod
    def _has_tqdm() -> bool:
        return importlib.util.find_spec("tqdm") is not None
