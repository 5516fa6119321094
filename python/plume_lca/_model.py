# SPDX-License-Identifier: Apache-2.0
"""Models: databases of any format that the program reads, and matrices that Python has."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from plume_lca._errors import Error, Finding
from plume_lca._program import call
from plume_lca._result import Result
from plume_lca._scratch import ScratchFolder
from plume_lca._study import Study
from plume_lca._toml import study_text

if TYPE_CHECKING:  # imported where it is used
    import pandas as pd

_INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
_PARTS = ("loc", "scale", "shape", "minimum", "maximum")

Numbers = npt.NDArray[np.float64]
Records = npt.NDArray[np.void]
Entries = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Numbers]  # rows, columns, values


class Model:
    """One or several databases, as `[[model]]` of a study names them. Models are added with `+`.

    Args:
        tables: a table `[[model]]` each: {"path": …} and what else stands in it (docs/study-file.md).
        folder: a temporary folder that must live as long as this object.
    """

    def __init__(self, tables: Iterable[Mapping[str, Any]], *, folder: Sequence[ScratchFolder] = ()) -> None:
        self._tables = [dict(table) for table in tables]
        self._folders = tuple(folder)

    def __add__(self, other: Model) -> Model:
        return Model(self._tables + other._tables, folder=self._folders + other._folders)

    @classmethod
    def from_arrays(
        cls,
        technosphere: Any,
        biosphere: Any,
        characterisation: Any,
        *,
        technosphere_distributions: Records | None = None,
        biosphere_distributions: Records | None = None,
        characterisation_distributions: Records | None = None,
        processes: Sequence[str] | None = None,
        flows: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> Model:
        """A model of matrices: A s = f, g = B s, h = C g.

        A matrix is a sparse one of SciPy, a dense array, or a tuple (rows, columns, values), which may name a cell
        several times: all count.

        Args:
            technosphere: A [product][process], square: what process j makes of its product j stands at (j, j), what it
                takes is negative.
            biosphere: B [flow][process].
            characterisation: C [category][flow].
            technosphere_distributions: a record of stats_arrays for each entry, in the order of `tocoo()`, of
                `np.nonzero`, or of the tuple: fields `uncertainty_type`, `loc`, `scale`, `shape`, `minimum`, `maximum`,
                `negative`, those that are needed. For a negative entry of A it is of what is taken, a positive amount.
                None: all is certain.
            biosphere_distributions: the same of B.
            characterisation_distributions: the same of C.
            processes: names, by which demands can ask for them; "0", "1", … if None.
            flows: names.
            categories: names; "category 0", … if None.
            units: name of a category → its unit.

        Returns:
            A model whose data lie in temporary files.

        Raises:
            ValueError: sizes do not fit together, or a name stands twice.

        >>> model = Model.from_arrays([[1, 0], [-2.5, 1]], [[0, 26.6]], [[1]], processes=["bike", "carbon fibre"])
        >>> sorted(path.name for path in model.paths[0].iterdir())[0]
        '0.npy'
        """
        a, b, c = _entries(technosphere), _entries(biosphere), _entries(characterisation)
        size = _size(technosphere, a)
        if size[0] != size[1]:
            raise ValueError(f"technosphere is square, one product a process; it has {size[0]} rows, {size[1]} columns")
        num_processes, num_flows, num_categories = size[1], _size(biosphere, b)[0], _size(characterisation, c)[0]
        _check(b[1], num_processes, "biosphere has a column", "process")
        _check(c[1], num_flows, "characterisation has a column", "flow")
        names = _names_of(processes, num_processes, "processes", "{}")
        flow_names = _names_of(flows, num_flows, "flows", "flow {}")
        category_names = _names_of(categories, num_categories, "categories", "category {}")
        folder = ScratchFolder()
        package = _Package(folder.path, names)
        package.add("technosphere_matrix", a, technosphere_distributions, signed=True)
        package.add("biosphere_matrix", b, biosphere_distributions)
        for index, name in enumerate(category_names):
            mine = c[0] == index
            rows = (c[1][mine], np.zeros(int(mine.sum()), dtype=np.int64), c[2][mine])
            records = characterisation_distributions
            if records is not None:
                if len(records) != len(c[2]):
                    raise ValueError(f"characterisation has {len(c[2])} entries and {len(records)} distributions")
                records = records[mine]
            package.add("characterization_matrix", rows, records, identifier=name)
        package.finish(names, flow_names, category_names, units or {})
        return cls([{"path": folder.path, "names": str(folder.path / "names.csv")}], folder=[folder])

    @property
    def paths(self) -> list[Path]:
        """Where its files lie."""
        return [Path(table["path"]) for table in self._tables]

    @property
    def findings(self) -> list[Finding]:
        """What the program says about the databases, errors included."""
        found = []
        for path in self.paths:
            try:
                found += call(["check", str(path)])[1]
            except Error as error:
                found += error.findings
        return found

    def info(self) -> pd.Series[Any]:
        """What the databases hold: numbers of processes, flows, exchanges and factors, and what cannot be used of them.

        Returns:
            One value a key of `plume info --format json` (docs/formats/README.md), such as "exchanges.emission".

        Raises:
            Error: a database cannot be read, or the model is of several.
        """
        import pandas as pd

        told, _ = call(["info", str(self._single("info")), "--format", "json"])
        return pd.json_normalize(json.loads(told)).iloc[0]

    def tables(self) -> dict[str, pd.DataFrame]:
        """The model as the tables of the plain package: "processes", "exchanges", "flows", "categories", "factors", …

        Raises:
            Error: a database cannot be read, or holds what tables cannot.
        """
        import pandas as pd

        with tempfile.TemporaryDirectory(prefix="plume-") as folder:
            target, study = Path(folder) / "package", Path(folder) / "study.toml"
            # A study says more of its models than a list of paths can; the demand is never looked up.
            asked = {"study": {"name": "tables"}, "model": self._tables, "demand": [{"process": "any"}]}
            study.write_text(study_text(asked), encoding="utf-8")
            call(["convert", str(study), "-o", str(target), "--quiet"])
            files = sorted(target.glob("*.csv"))
            return {path.stem: pd.read_csv(path, comment="#", low_memory=False) for path in files}

    def _single(self, what: str) -> Path:
        if len(self.paths) != 1:
            raise Error(f"'{what}' is of one database; this model has {len(self.paths)}")
        return self.paths[0]

    def study(
        self, demands: Mapping[Any, Any] | str | int, categories: Sequence[str] = (), *, name: str = "model"
    ) -> Study:
        """What is asked of the model.

        Args:
            demands: name → {process: amount}; or one such demand, or one process. A process is an id, a name, or a
                tuple (name, location).
            categories: ids or names; all that the model has, if empty.
            name: of the study.

        Returns:
            A study; nothing has been calculated yet.
        """
        tables: dict[str, Any] = {"study": {"name": name}, "model": self._tables}
        tables["demand"] = [
            {"name": str(title), "items": [{**_process(key), "amount": float(amount)} for key, amount in each.items()]}
            for title, each in _demands(demands).items()
        ]
        if categories:
            tables["category"] = [{"name": category} for category in categories]
        own = len(self._folders) == len(self._tables)  # all are of arrays, in folders of this package
        return Study(tables, folder=_Folders(self._folders), unchanging=own)

    def run(
        self,
        demands: Mapping[Any, Any] | str | int,
        categories: Sequence[str] = (),
        iterations: int | None = None,
        **options: Any,
    ) -> Result:
        """`study(demands, categories).run(iterations, **options)`."""
        return self.study(demands, categories).run(iterations, **options)


class _Folders(ScratchFolder):
    """A new folder that keeps others alive."""

    def __init__(self, others: Sequence[ScratchFolder]) -> None:
        super().__init__()
        self._others = others


def read(*paths: str | Path, **keys: Any) -> Model:
    """Databases of any format that the program reads: folders, zips, tables (docs/formats/README.md).

    Args:
        paths: of the databases.
        keys: further keys of `[[model]]` for all of them, such as allocation="mass" or names="names.csv".

    Returns:
        The model; what is wrong with it is told by `findings`, and raised by a run.

    Raises:
        ValueError: no path is given.
    """
    if not paths:
        raise ValueError("no path is given")
    return Model({"path": Path(path).resolve(), **keys} for path in paths)


def _demands(demands: Mapping[Any, Any] | str | int) -> dict[str, Mapping[Any, float]]:
    """
    >>> _demands({"bike": 2})
    {'demand': {'bike': 2}}
    >>> _demands("bike")
    {'bike': {'bike': 1.0}}
    """
    if isinstance(demands, str | int):
        return {str(demands): {demands: 1.0}}
    if not demands:
        raise ValueError("there is no demand")
    if all(isinstance(each, Mapping) for each in demands.values()):
        return {str(name): each for name, each in demands.items()}
    return {"demand": demands}


def _process(key: Any) -> dict[str, str]:
    if isinstance(key, tuple):
        name, location = key
        return {"process": str(name), "location": str(location)}
    return {"process": str(key)}


def _entries(matrix: Any) -> Entries:
    """Rows, columns and values, in the order in which distributions are given."""
    if isinstance(matrix, tuple):
        rows, columns, values = (np.asarray(each) for each in matrix)
        if not rows.shape == columns.shape == values.shape or rows.ndim != 1:
            raise ValueError(f"rows, columns and values are of one length; they are {rows.shape}, {columns.shape}, "
                             f"{values.shape}")  # fmt: skip
    elif hasattr(matrix, "tocoo"):
        sparse = matrix.tocoo()
        rows, columns, values = sparse.row, sparse.col, sparse.data
    else:
        dense = np.asarray(matrix, dtype=np.float64)
        if dense.ndim != 2:
            raise ValueError(f"a matrix has two dimensions, not {dense.ndim}")
        rows, columns = np.nonzero(dense)
        values = dense[rows, columns]
    as_index = [each.astype(np.int64, copy=False) for each in (rows, columns)]
    return as_index[0], as_index[1], values.astype(np.float64, copy=False)


def _size(matrix: Any, entries: Entries) -> tuple[int, int]:
    """Of a tuple: as many as its largest indices say; a square one for A."""
    if not isinstance(matrix, tuple):
        rows, columns = matrix.shape if hasattr(matrix, "shape") else np.shape(matrix)
        return int(rows), int(columns)
    return tuple(int(each.max(initial=-1)) + 1 for each in entries[:2])  # type: ignore[return-value]


def _check(indices: npt.NDArray[np.int64], size: int, what: str, of: str) -> None:
    if indices.max(initial=-1) >= size:
        raise ValueError(f"{what} {indices.max()}, and there are {size} of {of}: 0 to {size - 1}")


def _names_of(given: Sequence[str] | None, size: int, what: str, default: str) -> list[str]:
    names = [default.format(i) for i in range(size)] if given is None else [str(each) for each in given]
    if len(names) != size:
        raise ValueError(f"{what} has {len(names)} names for {size}")
    if len(set(names)) != size:
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{what} names '{twice}' twice")
    return names


class _Package:
    """A datapackage that is written array by array, each straight from the memory it is in."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = names
        self._resources: list[dict[str, Any]] = []
        self._groups = 0

    def add(
        self,
        matrix: str,
        entries: Entries,
        records: Records | None,
        *,
        signed: bool = False,
        identifier: str | None = None,
    ) -> None:
        rows, columns, values = entries
        common: dict[str, Any] = {"matrix": matrix, "group": f"{matrix}-{self._groups}", "category": "vector"}
        common["nrows"] = len(values)
        if identifier is not None:
            common["identifier"] = [identifier]
        self._groups += 1
        indices = np.empty(len(values), dtype=_INDICES)
        indices["row"], indices["col"] = rows, columns
        self._write("indices", indices, common)
        taken = (values < 0) & (rows != columns) if signed else None
        amounts = values if taken is None else np.where(taken, -values, values)
        self._write("data", amounts, common)
        if taken is not None:
            self._write("flip", taken, common)
        if records is not None:
            if len(records) != len(values):
                raise ValueError(f"{matrix} has {len(values)} entries and {len(records)} distributions")
            self._write("distributions", _stored(records, amounts), common)

    def _write(self, kind: str, array: npt.NDArray[Any], common: Mapping[str, Any]) -> None:
        path = f"{len(self._resources)}.npy"
        np.save(self._folder / path, array, allow_pickle=False)
        described = {**common, "name": f"{common['group']}.{kind}", "kind": kind, "path": path}
        described.update(profile="data-resource", format="npy", mediatype="application/octet-stream")
        self._resources.append(described)

    def finish(
        self, processes: list[str], flows: list[str], categories: list[str], units: Mapping[str, str]
    ) -> None:
        metadata = {"profile": "data-package", "name": "arrays", "id": "arrays", "sum_intra_duplicates": True,
                    "sum_inter_duplicates": False, "resources": self._resources}  # fmt: skip
        (self._folder / "datapackage.json").write_text(json.dumps(metadata), encoding="utf-8")
        with (self._folder / "names.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["id", "name", "unit", "kind"])
            for kind in ("process", "product"):
                table.writerows([i, name, "", kind] for i, name in enumerate(processes))
            table.writerows([i, name, "", "flow"] for i, name in enumerate(flows))
            table.writerows([name, "", units[name], "category"] for name in categories if name in units)


def _stored(records: Records, amounts: Numbers) -> Records:
    """The records in the fields of a datapackage. Fields that are not given are NaN; what is certain has its amount."""
    fields = records.dtype.names
    if fields is None:
        raise ValueError("distributions are records with fields: uncertainty_type, loc, scale, …")
    stored = [("uncertainty_type", np.uint8), *((part, np.float64) for part in _PARTS), ("negative", np.bool_)]
    made = np.zeros(len(records), dtype=stored)
    for name in made.dtype.names or ():
        if name in fields:
            made[name] = records[name]
        elif name in _PARTS:
            made[name] = np.nan
    certain = made["uncertainty_type"] <= 1
    made["loc"][certain] = amounts[certain]
    return made
