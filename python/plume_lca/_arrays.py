# SPDX-License-Identifier: Apache-2.0
"""Matrices in memory: handed to the module as they lie, or written to files for the program."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from plume_lca._errors import Error, Finding
from plume_lca._scratch import ScratchFolder

if TYPE_CHECKING:
    from plume_lca import _core

Records = npt.NDArray[np.void]
Array = npt.NDArray[Any]

_INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
_PARTS = ("loc", "scale", "shape", "minimum", "maximum")
_FIELDS = ("uncertainty_type", *_PARTS, "negative")


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of a matrix, each array as it was given wherever that can be read.

    Attributes:
        rows: integers of any size.
        columns: integers of any size.
        amounts: integers or floating-point numbers of 32 or 64 bits.
        records: field of stats_arrays → its numbers, views into the records that were given; empty: all is certain.
    """

    rows: Array
    columns: Array
    amounts: Array
    records: Mapping[str, Array]

    @classmethod
    def of(cls, matrix: Any, records: Records | None, name: str) -> Entries:
        """Of what `Model.from_arrays` takes, in the order in which distributions are given.

        Args:
            matrix: sparse, dense, or rows, columns and values.
            records: of its entries.
            name: of the matrix, for messages.

        Raises:
            Error: numbers of a type that is none of entries (E0654).
            ValueError: sizes do not fit together.

        >>> entries = Entries.of([[1, 0], [-2.5, 1]], None, "technosphere")
        >>> entries.rows.tolist(), entries.columns.tolist(), entries.amounts.tolist()
        ([0, 1, 1], [0, 0, 1], [1.0, -2.5, 1.0])
        """
        if isinstance(matrix, tuple):
            rows, columns, values = (np.asarray(each) for each in matrix)
            if not rows.shape == columns.shape == values.shape or rows.ndim != 1:
                raise ValueError(f"rows, columns and values are of one length; they are {rows.shape}, {columns.shape}, "
                                 f"{values.shape}")  # fmt: skip
        elif hasattr(matrix, "tocoo"):
            sparse = matrix.tocoo()
            rows, columns, values = sparse.row, sparse.col, sparse.data
        else:
            dense = _numbers(np.asarray(matrix), f"{name}: values")
            if dense.ndim != 2:
                raise ValueError(f"a matrix has two dimensions, not {dense.ndim}")
            rows, columns = np.nonzero(dense)
            values = dense[rows, columns]
        rows, columns = _whole(rows, f"{name}: rows"), _whole(columns, f"{name}: columns")
        values = _numbers(values, f"{name}: values")
        return cls(rows, columns, values, {} if records is None else _fields(records, len(values), name))

    def size(self, matrix: Any) -> tuple[int, int]:
        """Rows and columns of the matrix; of a tuple, as many as its largest indices say."""
        if not isinstance(matrix, tuple):
            rows, columns = matrix.shape if hasattr(matrix, "shape") else np.shape(matrix)
            return int(rows), int(columns)
        return _largest(self.rows) + 1, _largest(self.columns) + 1

    def native(self) -> dict[str, tuple[Array, str]]:
        """Column → its array and the type of its numbers, as the module takes them."""
        arrays = {"rows": self.rows, "columns": self.columns, "amounts": self.amounts, **self.records}
        return {name: (array, f"{array.dtype.kind}{array.dtype.itemsize}") for name, array in arrays.items()}


class Matrices:
    """A, B and C with names, and distributions. The arrays are not copied: they must stay as they are.

    Args:
        technosphere: A.
        biosphere: B.
        characterisation: C.
        processes: names.
        flows: names.
        categories: names.
        units: name of a category → its unit.
    """

    def __init__(
        self,
        technosphere: Entries,
        biosphere: Entries,
        characterisation: Entries,
        processes: list[str],
        flows: list[str],
        categories: list[str],
        units: Mapping[str, str],
    ) -> None:
        self._matrices = (technosphere, biosphere, characterisation)
        self._processes = processes
        self._flows = flows
        self._categories = categories
        self._units = units
        self._folder = ScratchFolder()
        self._is_written = False

    def native(self, module: Any) -> _core.Matrices:
        """As the module has them: it reads the arrays where they are."""
        categories = [(name, self._units.get(name, "")) for name in self._categories]
        matrices: _core.Matrices = module.Matrices(
            *(each.native() for each in self._matrices), self._processes, self._flows, categories
        )
        return matrices

    def table(self) -> dict[str, Any]:
        """The table `[[model]]` of the files that hold them. They are written when this is first called."""
        path = self._folder.path
        if not self._is_written:
            self._write(path)
            self._is_written = True
        return {"path": path, "names": str(path / "names.csv")}

    def _write(self, folder: Path) -> None:
        """As a datapackage and a table of names."""
        a, b, c = self._matrices
        package = _Package(folder)
        package.add("technosphere_matrix", a, signed=True)
        package.add("biosphere_matrix", b)
        for index, name in enumerate(self._categories):
            mine = c.rows == index
            records = {field: numbers[mine] for field, numbers in c.records.items()}
            rows = Entries(c.columns[mine], np.zeros(int(mine.sum()), dtype=np.int64), c.amounts[mine], records)
            package.add("characterization_matrix", rows, identifier=name)
        package.finish()
        with (folder / "names.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["id", "name", "unit", "kind"])
            for kind, names, used in (
                ("process", self._processes, (a.columns,)),
                ("product", self._processes, (a.rows,)),
                ("flow", self._flows, (b.rows, c.columns)),
            ):
                is_used = np.zeros(len(names), dtype=np.bool_)
                for indices in used:
                    is_used[indices] = True
                table.writerows([i, names[i], "", kind] for i in np.flatnonzero(is_used).tolist())
            units = self._units
            table.writerows([name, "", units[name], "category"] for name in self._categories if name in units)


class _Package:
    """A datapackage that is written array by array."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._resources: list[dict[str, Any]] = []
        self._groups = 0

    def add(self, matrix: str, entries: Entries, *, signed: bool = False, identifier: str | None = None) -> None:
        common: dict[str, Any] = {"matrix": matrix, "group": f"{matrix}-{self._groups}", "category": "vector"}
        common["nrows"] = len(entries.amounts)
        if identifier is not None:
            common["identifier"] = [identifier]
        self._groups += 1
        indices = np.empty(len(entries.amounts), dtype=_INDICES)
        indices["row"], indices["col"] = entries.rows, entries.columns
        self._write("indices", indices, common)
        amounts = entries.amounts.astype(np.float64, copy=False)
        if signed:
            taken = (amounts < 0) & (entries.rows != entries.columns)
            amounts = np.where(taken, -amounts, amounts)
            self._write("flip", taken, common)
        self._write("data", amounts, common)
        if entries.records:
            self._write("distributions", _stored(entries.records, amounts), common)

    def _write(self, kind: str, array: Array, common: Mapping[str, Any]) -> None:
        path = f"{len(self._resources)}.npy"
        np.save(self._folder / path, array, allow_pickle=False)
        described = {**common, "name": f"{common['group']}.{kind}", "kind": kind, "path": path}
        described.update(profile="data-resource", format="npy", mediatype="application/octet-stream")
        self._resources.append(described)

    def finish(self) -> None:
        metadata = {"profile": "data-package", "name": "arrays", "id": "arrays", "sum_intra_duplicates": True,
                    "sum_inter_duplicates": False, "resources": self._resources}  # fmt: skip
        (self._folder / "datapackage.json").write_text(json.dumps(metadata), encoding="utf-8")


def _stored(records: Mapping[str, Array], amounts: Array) -> Records:
    """The records in the fields of a datapackage. Fields that are not given are NaN; what is certain has its amount."""
    stored = [("uncertainty_type", np.uint8), *((part, np.float64) for part in _PARTS), ("negative", np.bool_)]
    made = np.zeros(len(amounts), dtype=stored)
    for name in _FIELDS:
        if name in records:
            made[name] = records[name]
        elif name in _PARTS:
            made[name] = np.nan
    certain = made["uncertainty_type"] <= 1
    made["loc"][certain] = amounts[certain]
    return made


def _refused(what: str, array: Array, wanted: str, cure: str) -> Error:
    text = f"{what} are of type {array.dtype}, and must be {wanted}; {cure}"
    return Error(f"error E0654: {text}", [Finding("E0654", "error", text)])


def _is_readable(array: Array, kinds: str) -> bool:
    """Whether the module reads such numbers where they are."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    return kind in kinds and array.dtype.isnative and (size in (4, 8) if kind == "f" else size <= 8)


def _whole(array: Array, what: str) -> Array:
    """Integers, where they are if they can be read there; fractions are refused."""
    if _is_readable(array, "iu"):
        return array
    cure = "give integers, by .astype(numpy.int64)"
    if array.dtype.kind not in "iufO":
        raise _refused(what, array, "integers", cure)
    try:
        made = array.astype(np.int64)
        same = bool((made == array).all())
    except (TypeError, ValueError, OverflowError):
        same = False
    if not same:
        raise _refused(what, array, "integers", cure)
    return made


def _numbers(array: Array, what: str) -> Array:
    """Real numbers, where they are if they can be read there."""
    if _is_readable(array, "biuf"):
        return array
    cure = "give real numbers, by .astype(numpy.float64)"
    if array.dtype.kind not in "iufO":
        raise _refused(what, array, "real numbers", cure)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise _refused(what, array, "real numbers", cure) from None


def _fields(records: Records, count: int, name: str) -> dict[str, Array]:
    """Each field of the records as a view into them, whatever their size and padding."""
    records = np.asarray(records)
    fields = records.dtype.names
    if fields is None or "uncertainty_type" not in fields or records.ndim != 1:
        raise _refused(f"{name}: distributions", records, "records with fields of stats_arrays",
                       "give a row of uncertainty_type, loc, scale, … for each entry")  # fmt: skip
    if len(records) != count:
        raise ValueError(f"{name} has {count} entries and {len(records)} distributions")
    made = {}
    for field in _FIELDS:
        if field in fields:
            read = _whole if field == "uncertainty_type" else _numbers
            made[field] = read(records[field], f"{name}: {field} of the distributions")
    return made


def _largest(indices: Array) -> int:
    return int(indices.max()) if len(indices) else -1


def check_indices(indices: Array, size: int, what: str, of: str) -> None:
    """That all of them are rows, or columns, that there are.

    Raises:
        ValueError: one is not.

    >>> check_indices(np.array([0, 2]), 2, "biosphere has a column", "process")
    Traceback (most recent call last):
        ...
    ValueError: biosphere has a column 2, and there are 2 of process: 0 to 1
    """
    for index in (_largest(indices), int(indices.min()) if len(indices) else 0):
        if not 0 <= index < size and len(indices):
            raise ValueError(f"{what} {index}, and there are {size} of {of}: 0 to {size - 1}")


def names_of(given: Sequence[str] | None, size: int, what: str, default: str) -> list[str]:
    """One name each, no two of them the same.

    Raises:
        ValueError: there are more or fewer, or one stands twice.

    >>> names_of(None, 2, "flows", "flow {}")
    ['flow 0', 'flow 1']
    """
    names = [default.format(i) for i in range(size)] if given is None else [str(each) for each in given]
    if len(names) != size:
        raise ValueError(f"{what} has {len(names)} names for {size}")
    if len(set(names)) != size:
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{what} names '{twice}' twice")
    return names
