# SPDX-License-Identifier: Apache-2.0
"""The module over plume::api (python/module/module.cpp). Not for users: `_native.py` calls it."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

STATUSES: list[str]
"""Name of each status that an iteration can have, by its number."""

VARIABLES: list[tuple[str, tuple[str, ...], dict[str, str]]]
"""Name, dimensions and attributes of each variable of a result file (docs/file-format.md)."""

class BadInput(Exception):
    """The study cannot be run; the message has its findings, one a line."""

class Failure(Exception):
    """What a device, a file or memory refuses, or a thing that needs HDF5, which the module has not."""

class Prepared:
    """A study with its model, read, checked and compiled; for any number of runs."""

    @property
    def ok(self) -> bool:
        """There is no error among the findings."""
    @property
    def findings(self) -> list[str]:
        """Errors, warnings and notes, one a line."""

class Samples:
    """Scores and statuses of a run. Scores are in the unit of their category."""

    @property
    def iterations(self) -> int: ...
    @property
    def ended(self) -> str:
        """ "iterations done", "precision reached" or "stopped"."""
    @property
    def demands(self) -> list[tuple[str, str]]:
        """Name and unit of each."""
    @property
    def categories(self) -> list[tuple[str, str, str]]:
        """Id, name and unit of each."""
    @property
    def warnings(self) -> list[str]: ...
    def scores(self, first: int = 0) -> npt.NDArray[np.float64]:
        """[iteration − first][demand][category]; NaN without a score. IndexError for a first beyond iterations."""
    def statuses(self) -> npt.NDArray[np.uint8]:
        """[iteration]: numbers into STATUSES."""
    def static_scores(self) -> npt.NDArray[np.float64]:
        """[demand][category]."""
    def figures(self) -> dict[str, npt.NDArray[np.generic]]:
        """What else a result file has of numbers, by the names there: [demand][category], [level][demand][category]."""

class Run:
    """One run in memory. Without the GIL; Ctrl-C raises KeyboardInterrupt after the batch at hand.

    Args:
        prepared: without errors.
        iterations: 1 to 2**34; 0: as the study says.
        threads: 0: all cores this process may use.
        progress: called at most ten times a second with the stage, iterations done and in all; may be None.
    """

    def __init__(
        self, prepared: Prepared, iterations: int, threads: int, progress: Callable[[str, int, int], None] | None
    ) -> None: ...
    def go(self) -> Samples:
        """Raises BadInput, Failure, KeyboardInterrupt. What was made is kept; the next go() goes on from there."""
    def more(self, iterations: int) -> Samples:
        """So many more after go(); all of them, with the bits of one longer run."""
    def so_far(self) -> Samples: ...
    def set_progress(self, progress: Callable[[str, int, int], None] | None) -> None: ...

Column = tuple[npt.NDArray[np.generic], str]
"""A row of numbers with any stride, and their type: "b1", "i1" to "i8", "u1" to "u8", "f4", "f8"."""

class Matrices:
    """A model from arrays, which are read where they are and not kept.

    Args:
        technosphere: "rows", "columns", "amounts" → its column; and the fields of stats_arrays, where it has
            distributions.
        biosphere: likewise.
        characterisation: likewise.
        processes: names; row and column i of A are called i.
        flows: names.
        categories: names and units.
    """

    def __init__(
        self,
        technosphere: Mapping[str, Column],
        biosphere: Mapping[str, Column],
        characterisation: Mapping[str, Column],
        processes: Sequence[str],
        flows: Sequence[str],
        categories: Sequence[tuple[str, str]],
    ) -> None: ...

def prepare(
    text: str | None, path: str, settings: Sequence[tuple[str, str]], matrices: Matrices | None = None
) -> Prepared:
    """Reads, checks and compiles. What is wrong with the study is among the findings.

    Args:
        text: of a study file; None: it lies at `path`.
        path: of the study file, or the folder that paths in the text are relative to.
        settings: further keys, as of `--set`.
        matrices: the model of a study that names none. It is used up.

    Raises:
        Failure: a file cannot be read.
    """
