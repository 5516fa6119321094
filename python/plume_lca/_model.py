# SPDX-License-Identifier: Apache-2.0
"""Models: databases of any format that the program reads, and matrices that Python has."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plume_lca._arrays import Entries, Matrices, Records, check_indices, names_of
from plume_lca._errors import Error, Finding
from plume_lca._program import call
from plume_lca._result import Result
from plume_lca._scratch import ScratchFolder
from plume_lca._study import Study
from plume_lca._toml import study_text

if TYPE_CHECKING:  # imported where it is used
    import pandas as pd


class Model:
    """One or several databases, as `[[model]]` of a study names them. Models are added with `+`.

    Args:
        tables: a table `[[model]]` each: {"path": …} and what else stands in it (docs/study-file.md).

    >>> [path.name for path in (Model([{"path": "steel"}]) + Model([{"path": "power"}])).paths]
    ['steel', 'power']
    """

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        self._parts: tuple[dict[str, Any] | Matrices, ...] = tuple(dict(table) for table in tables)

    def __add__(self, other: Model) -> Model:
        return Model._of(self._parts + other._parts)

    @classmethod
    def _of(cls, parts: tuple[dict[str, Any] | Matrices, ...]) -> Model:
        model = cls(())
        model._parts = parts
        return model

    def _tables(self) -> list[dict[str, Any]]:
        """A table `[[model]]` each. Matrices in memory are written to temporary files."""
        return [part.table() if isinstance(part, Matrices) else part for part in self._parts]

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
            A model that keeps these arrays, without a copy of them: leave them as they are as long as it is used. A run
            in this process reads them where they are; for the program they are written to temporary files.

        Raises:
            Error: numbers or records are of a type that none can be read from (E0654).
            ValueError: sizes do not fit together, or a name stands twice.

        >>> model = Model.from_arrays([[1, 0], [-2.5, 1]], [[0, 26.6]], [[1]], processes=["bike", "carbon fibre"])
        >>> sorted(path.name for path in model.paths[0].iterdir())[0]
        '0.npy'
        """
        a = Entries.of(technosphere, technosphere_distributions, "technosphere")
        b = Entries.of(biosphere, biosphere_distributions, "biosphere")
        c = Entries.of(characterisation, characterisation_distributions, "characterisation")
        size = a.size(technosphere)
        if size[0] != size[1]:
            raise ValueError(f"technosphere is square, one product a process; it has {size[0]} rows, {size[1]} columns")
        num_processes, num_flows, num_categories = size[1], b.size(biosphere)[0], c.size(characterisation)[0]
        for indices, count, what, of in (
            (a.rows, num_processes, "technosphere has a row", "product"),
            (a.columns, num_processes, "technosphere has a column", "process"),
            (b.rows, num_flows, "biosphere has a row", "flow"),
            (b.columns, num_processes, "biosphere has a column", "process"),
            (c.rows, num_categories, "characterisation has a row", "category"),
            (c.columns, num_flows, "characterisation has a column", "flow"),
        ):
            check_indices(indices, count, what, of)
        names = names_of(processes, num_processes, "processes", "{}")
        flow_names = names_of(flows, num_flows, "flows", "flow {}")
        category_names = names_of(categories, num_categories, "categories", "category {}")
        return cls._of((Matrices(a, b, c, names, flow_names, category_names, units or {}),))

    @property
    def paths(self) -> list[Path]:
        """Where its files lie. Matrices in memory are written to temporary ones when this is first asked for.

        >>> read("uslci.zip").paths[0].name
        'uslci.zip'
        """
        return [Path(table["path"]) for table in self._tables()]

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
            asked = {"study": {"name": "tables"}, "model": self._tables(), "demand": [{"process": "any"}]}
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
        tables: dict[str, Any] = {"study": {"name": name}}
        tables["demand"] = [
            {"name": str(title), "items": [{**_process(key), "amount": float(amount)} for key, amount in each.items()]}
            for title, each in _demands(demands).items()
        ]
        if categories:
            tables["category"] = [{"name": category} for category in categories]
        matrices = [part for part in self._parts if isinstance(part, Matrices)]
        if len(self._parts) == 1 and matrices:
            return Study(tables, matrices=matrices[0], unchanging=True)
        tables["model"] = self._tables()
        return Study(tables, folder=_KeptFolder(matrices), unchanging=len(matrices) == len(self._parts))

    def run(
        self,
        demands: Mapping[Any, Any] | str | int,
        categories: Sequence[str] = (),
        iterations: int | None = None,
        **options: Any,
    ) -> Result:
        """`study(demands, categories).run(iterations, **options)`."""
        return self.study(demands, categories).run(iterations, **options)


class _KeptFolder(ScratchFolder):
    """A new folder that keeps the files of others alive."""

    def __init__(self, others: Sequence[Matrices]) -> None:
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
