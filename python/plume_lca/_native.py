# SPDX-License-Identifier: Apache-2.0
"""Runs in this process, by the module `_core` over plume::api, where it is there.

The module has no HDF5: it reads models, runs in memory and hands out arrays. What needs a file (reports, `save`, dumps)
and what it refuses goes through the program, which has the same bits.
"""

from __future__ import annotations

import copy
import importlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from plume_lca._program import Bar

if TYPE_CHECKING:
    from plume_lca import _core
    from plume_lca._arrays import Matrices

_MOST_ITERATIONS = 2**34

_ran_in = 0
"""The process that ran something: threads of OpenMP do not live on in a fork of it."""


def core() -> Any:
    """The module `_core`; None where it is not there or not to be used.

    It is not used where $PLUME_PROGRAM names a program, which then does everything, where $PLUME_MODULE is "off", and
    in a process that was forked after a run.
    """
    if os.environ.get("PLUME_PROGRAM") or os.environ.get("PLUME_MODULE") == "off":
        return None
    if _ran_in not in (0, os.getpid()):
        return None
    try:
        return importlib.import_module("plume_lca._core")
    except ImportError:
        return None


def loaded() -> Any:
    """The module that made a result, whatever is to be used now."""
    return sys.modules["plume_lca._core"]


class Refused(Exception):
    """The module cannot do this, or the study is wrong: the program says what there is to say."""


@dataclass(frozen=True)
class NativeStudy:
    """A study as the module takes it.

    Attributes:
        text: of a study file; None: it lies at `path`.
        path: of the study file, or the folder that paths in the text are relative to.
        settings: further keys, as of `--set`.
        iterations: instead of the study's; 0: those.
        matrices: the model, where the study names none.
    """

    text: str | None
    path: str
    settings: tuple[tuple[str, str], ...] = ()
    iterations: int = 0
    matrices: Matrices | None = None


def iterations_of(value: Any) -> int:
    """As a number that a run can have; 0 for what the program shall judge.

    >>> iterations_of(1000), iterations_of(None), iterations_of(-1), iterations_of("many")
    (1000, 0, 0, 0)
    """
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST_ITERATIONS else 0


def prepare(study: NativeStudy) -> _core.Prepared:
    """Reads, checks and compiles.

    Raises:
        Refused: there is no module, the study has errors, or what it needs is not in the module.
    """
    module = core()
    if module is None:
        raise Refused
    try:
        matrices = study.matrices.native(module) if study.matrices is not None else None
        prepared: _core.Prepared = module.prepare(study.text, study.path, study.settings, matrices)
    except module.Failure as failure:
        raise Refused from failure
    if not prepared.ok:
        raise Refused
    return prepared


class Sampling:
    """A run in this process, and what it has made."""

    def __init__(self, prepared: _core.Prepared, study: NativeStudy, threads: int | None) -> None:
        self.extended = False  # has other iterations than were asked for
        self._run: _core.Run | None = core().Run(prepared, study.iterations, threads or 0, None)
        self.samples: _core.Samples

    def go(self, progress: bool) -> None:
        """To the end of the run, from where it is.

        Raises:
            Refused: it cannot run so.
            KeyboardInterrupt: Ctrl-C; `samples` has what was made.
        """
        self._sample("go", (), progress)
        self.extended = False

    def more(self, iterations: int, progress: bool) -> None:
        """So many more; all of them have the bits of one longer run.

        Raises:
            Refused: a stop rule has ended the run, or it cannot have so many.
            KeyboardInterrupt: Ctrl-C; `samples` has what was made.
        """
        self._sample("more", (iterations,), progress)
        self.extended = True

    def _sample(self, what: str, arguments: tuple[int, ...], progress: bool) -> None:
        global _ran_in
        module, run = core(), self._run
        if module is None or run is None:
            raise Refused
        _ran_in = os.getpid()
        bar = Bar() if progress else None
        run.set_progress(bar.told if bar else None)
        try:
            self.samples = getattr(run, what)(*arguments)
        except KeyboardInterrupt:
            self.samples = run.so_far()
            self.extended = True
            raise
        except (module.BadInput, module.Failure) as failure:
            raise Refused from failure
        finally:
            run.set_progress(None)
            if bar:
                bar.close()

    def snapshot(self) -> Sampling:
        """What was made so far, which stays as it is when the run goes on."""
        kept = copy.copy(self)
        kept._run = None
        return kept

    @property
    def failed(self) -> dict[str, int]:
        names: list[str] = loaded().STATUSES
        counts = np.bincount(self.samples.statuses(), minlength=len(names))
        return {name: int(count) for name, count in zip(names, counts, strict=True) if name not in ("ok", "direct")}

    def same_as(self, scores: npt.NDArray[np.float64]) -> bool:
        """Whether these are its scores, to the bit."""
        return np.array_equal(scores, self.samples.scores(), equal_nan=True)
