# SPDX-License-Identifier: Apache-2.0
"""How a study becomes a result: in this process or by the program, and what an interrupted run leaves for the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from plume_lca._errors import Interrupted, warn_of
from plume_lca._native import NativeStudy, Refused, Sampling, prepare
from plume_lca._program import StudyInput
from plume_lca._result import Result
from plume_lca._scratch import ScratchFolder


class Runs:
    """The runs of a study, in this process where the module is and can, else by the program.

    They keep what the next one needs: the compiled study, and what an interrupted run has made.

    Args:
        folder: where results lie.
        names: as of `Study`.
        unchanging: as of `Study`.
    """

    def __init__(self, folder: ScratchFolder, names: dict[str, str], unchanging: bool) -> None:
        self._folder = folder
        self._names = names
        self._unchanging = unchanging
        self._number = 0
        self._prepared: tuple[NativeStudy, Any] | None = None
        self._interrupted: tuple[NativeStudy, Sampling] | None = None
        self._interrupted_file: tuple[StudyInput, Path] | None = None

    def run(self, study: StudyInput, native: NativeStudy, threads: int | None, progress: bool) -> Result:
        """The result of one run.

        Args:
            study: as the program takes it.
            native: the same as the module does.
            threads: as of `Study.run`.
            progress: as of `Study.run`.

        Raises:
            Error: the model cannot be used.
            Interrupted: Ctrl-C.
        """
        result = self._here(study, native, threads, progress)
        if result is None:
            result = self._by_program(study, threads, progress)
        warn_of(result.findings, stacklevel=4)
        return result

    def _common(self) -> dict[str, Any]:
        return {"folder": self._folder, "names": self._names}

    def _next_path(self) -> Path:
        self._number += 1
        return self._folder.path / f"result-{self._number}.h5"

    def _here(self, study: StudyInput, native: NativeStudy, threads: int | None, progress: bool) -> Result | None:
        """In this process; None where that cannot be."""
        sampling = None
        if self._interrupted is not None and self._interrupted[0] == native:
            sampling = self._interrupted[1]
        self._interrupted = None
        try:
            if sampling is None:
                sampling = Sampling(self._prepare(native), native, threads)
            sampling.go(progress)
        except Refused:
            return None
        except KeyboardInterrupt:
            if sampling is None:  # while it was read
                raise Interrupted from None
            self._interrupted = (native, sampling)
            raise Interrupted(self._of(study, sampling.snapshot())) from None
        return self._of(study, sampling)

    def _of(self, study: StudyInput, sampling: Sampling) -> Result:
        return Result(self._next_path, study=study, sampling=sampling, **self._common())

    def _prepare(self, native: NativeStudy) -> Any:
        key = replace(native, iterations=0)
        if self._prepared is not None and self._prepared[0] == key:
            return self._prepared[1]
        self._prepared = None  # before another of its size is made
        prepared = prepare(native)
        if self._unchanging:
            self._prepared = (key, prepared)
        return prepared

    def _by_program(self, study: StudyInput, threads: int | None, progress: bool) -> Result:
        study = study.settled()
        arguments = [*study.overrides]
        if self._interrupted_file is not None and self._interrupted_file[0] == study:
            path = self._interrupted_file[1]
            arguments.append("--resume")
        else:
            path = self._next_path()
        self._interrupted_file = None
        arguments += ["-o", str(path)]
        if not progress:
            arguments.append("--quiet")
        if threads is not None:
            arguments += ["--threads", str(threads)]
        try:
            study.run(arguments, show_progress=progress)
        except KeyboardInterrupt:
            self._interrupted_file = (study, path)
            raise Interrupted from None
        return Result(path, study=study, **self._common())
