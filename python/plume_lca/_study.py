# SPDX-License-Identifier: Apache-2.0
"""Studies: what is asked of which model, and how it is sampled."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plume_lca._arrays import Matrices
from plume_lca._datapackage import Source, write_sources
from plume_lca._native import NativeStudy, iterations_of
from plume_lca._pairs import Links, Name, Score, scores_of, text_of
from plume_lca._program import StudyInput
from plume_lca._result import Result
from plume_lca._runs import Runs
from plume_lca._scratch import ScratchFolder
from plume_lca._toml import study_text, table_text, toml_value, without_tables

Demand = Mapping[Any, float]
"""What is demanded: a node or its id → an amount of what it makes."""


_SETTINGS = ("sampling", "stop", "result")
"""Tables of a study that say how it is sampled, not what is asked."""


def _stop_rule(precision: Mapping[str, float]) -> dict[str, Any]:
    """{"median": 0.01} in the words of `[stop]`: half of the 95 % interval of a quantile, relative to it."""
    rule: dict[str, Any] = {}
    levels = []
    widths = set()
    for what, width in precision.items():
        if what == "mean":
            rule["relative_se_mean"] = float(width)
        else:
            levels.append(0.5 if what == "median" else float(what))
            widths.add(float(width))
    if len(widths) > 1:
        raise ValueError("all quantiles of `precision` are wanted to one width; the study file can say no more")
    if levels:
        rule["quantiles"] = sorted(levels)
        rule["quantile_half_width"] = widths.pop()
    return rule


class Study:
    """A model, and what is asked of it; `run` samples it.

    Args:
        tables: the study file as a dictionary (docs/study-file.md), a table or a list of tables for each key; or its
            text.
        base: the folder that paths in it are relative to; the current one, if None.
        folder: a temporary folder that must live as long as this object.
        names: id of a product or process → what people call it, for tables.
        unchanging: nobody but this package writes the files of its models: they are read and compiled once for several
            runs.
        matrices: its model, where the tables name none.

    Raises:
        TypeError: a value is none that a study file can hold.

    >>> study = Study({"study": {"name": "kettle"}, "model": [{"path": "kettle"}], "demand": [{"process": "boil"}]})
    >>> print(study.text, end="")
    [study]
    name = "kettle"
    [[model]]
    path = "kettle"
    [[demand]]
    process = "boil"
    """

    def __init__(
        self,
        tables: Mapping[str, Any] | str,
        *,
        base: str | Path | None = None,
        folder: ScratchFolder | None = None,
        names: dict[str, str] | None = None,
        unchanging: bool = False,
        matrices: Matrices | None = None,
    ) -> None:
        self._settings: dict[str, Any] = {}
        self._matrices = matrices
        if isinstance(tables, str):
            self._text = tables
        else:
            self._text = study_text({key: each for key, each in tables.items() if key not in _SETTINGS})
            self._settings = {key: dict(tables[key]) for key in _SETTINGS if key in tables}
        self._base = Path.cwd() if base is None else Path(base).resolve()
        self._folder = folder or ScratchFolder()
        self._names = names if names is not None else {}
        self._runs = Runs(self._folder, self._names, unchanging)

    @property
    def text(self) -> str:
        """The study file, without `[sampling]`, `[stop]` and `[result]` that were given as tables.

        Matrices in memory are written to temporary files, which it names, when this is first asked for.

        >>> Study({"study": {"name": "kettle"}, "sampling": {"seed": 7}}).text
        '[study]\\nname = "kettle"\\n'
        """
        return self._text if self._matrices is None else self._text + table_text("[[model]]", self._matrices.table())

    def run(
        self,
        iterations: int | None = None,
        *,
        seed: int | None = None,
        design: str | None = None,
        precision: Mapping[str, float] | None = None,
        threads: int | None = None,
        progress: bool = False,
        sampling: Mapping[str, Any] | None = None,
    ) -> Result:
        """Samples the study. What is not given is as the study says, or as docs/study-file.md does.

        Args:
            iterations: how many realisations, 1000 by default; the most of them, where `precision` is given.
            seed: 0 to 2⁶³ − 1, 1 by default. The same seed gives the same numbers on every machine.
            design: "random", "lhs" (Latin hypercube) or "sobol".
            precision: stop as soon as all outputs are known so well: {"mean": r} for a standard error of r × |mean|,
                {"median": r} or {0.975: r} for a 95 % interval of ± r × |quantile|.
            threads: processor cores; all that this process may use, if None.
            progress: a bar by `tqdm.auto` where tqdm is installed, else the stages on standard error.
            sampling: further keys of `[sampling]`, such as {"technosphere": False}.

        Returns:
            The result, with all samples.

        Raises:
            Error: the model cannot be used; `.findings` says why, all at once.
            Interrupted: Ctrl-C; what was made is kept, and the same call goes on from there.
        """
        given = {"iterations": iterations, "seed": seed, "design": design}
        keys = {key: each for key, each in given.items() if each is not None}
        settings = dict(self._settings)
        settings["sampling"] = {**settings.get("sampling", {}), **(sampling or {}), **keys}
        if precision:
            settings["stop"] = _stop_rule(precision)
        tail = study_text(settings)
        study = StudyInput.of_text((lambda: self.text + tail) if self._matrices else self._text + tail, self._base)
        number = iterations_of(settings["sampling"].get("iterations"))
        if number:  # the same model compiled serves any number of them
            del settings["sampling"]["iterations"]
        native = NativeStudy(self._text + study_text(settings), str(self._base), (), number, self._matrices)
        return self._runs.run(study, native, threads, progress)


def run(
    path: str | Path,
    *,
    iterations: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Result:
    """Runs a study file, as `plume run` does; the result lies in a temporary folder until `save`.

    Args:
        path: of the study file.
        iterations: instead of those that the file says.
        seed: instead of the file's.
        threads: processor cores; all that this process may use, if None.
        progress: as in `Study.run`.
        settings: any other keys of the file, such as {"sampling.design": "lhs"}.

    Returns:
        The result, with all samples.

    Raises:
        Error: the study cannot be run; `.findings` says why, all at once.
    """
    keys = {"sampling.iterations": iterations, "sampling.seed": seed, **(settings or {})}
    given = tuple((key, toml_value(value)) for key, value in keys.items() if value is not None)
    overrides = [word for key, value in given for word in ("--set", f"{key}={value}")]
    file = Path(path).resolve()
    study = StudyInput((str(file),), None, tuple(overrides))
    return Runs(ScratchFolder(), {}, False).run(study, NativeStudy(None, str(file), given), threads, progress)


def _ids_of(demand: Demand) -> dict[str, float]:
    """Nodes as the ids that a datapackage names them by."""
    ids: dict[str, float] = {}
    for node, amount in demand.items():
        if isinstance(node, tuple):
            import bw2data

            node = bw2data.get_id(node)
        key = str(getattr(node, "id", node))
        ids[key] = ids.get(key, 0.0) + float(amount)
    return ids


class ProjectNames(dict[str, str]):
    """Id → what people call the node, looked up in the current Brightway project when it is first asked for."""

    def __missing__(self, key: str) -> str:
        import bw2data

        try:
            node = bw2data.get_node(id=int(key))
            name = f"{node['name']} ({node['location']})" if node.get("location") else str(node["name"])
        except Exception:  # texts that are no id, and ids of no node, stay as they are
            name = key
        self[key] = name
        return name


def _from_project(
    demands: Mapping[str, Demand], methods: Sequence[Name], normalizations: Links, weightings: Links
) -> list[Any]:
    """Datapackages of the current project that the demands and methods need; dirty databases are processed."""
    import bw2data

    objects: dict[int, Any] = {}
    for demand in demands.values():
        _, needed, _ = bw2data.prepare_lca_inputs(demand={node: amount for node, amount in demand.items()})
        for each in needed:
            objects.setdefault(id(each), each)
    by_name = {str(each.metadata.get("id") or each.metadata.get("name")): each for each in objects.values()}
    return [
        *by_name.values(),
        *(bw2data.Method(method).datapackage() for method in methods),
        *(bw2data.Normalization(name).datapackage() for name in normalizations),
        *(bw2data.Weighting(name).datapackage() for name in weightings),
    ]


def from_brightway(
    demands: Mapping[str, Demand] | Demand,
    methods: Sequence[Name] = (),
    normalizations: Links | None = None,
    weightings: Links | None = None,
    *,
    data_objs: Sequence[Source] | None = None,
    names: Mapping[Any, str] | None = None,
    use_distributions: bool = True,
    use_arrays: bool = True,
) -> Study:
    """A study of Brightway's data.

    Args:
        demands: name → {node or id: amount}; or one such demand, which is called "demand".
        methods: impact categories of the current project, such as ("IPCC 2021", "GWP 100a").
        normalizations: a normalisation → the categories that it is for, as in bw2calc's `MethodConfig`. Its scores have
            the unit that the project says for it, or are pure numbers, "1".
        weightings: a weighting → the normalisations, or the categories, that it is for.
        data_objs: datapackages or their paths, instead of those of the current project.
        names: id → what people call it; those of the current project are known.
        use_distributions: as in bw2calc.
        use_arrays: as in bw2calc.

    Returns:
        A study; nothing has been calculated yet.

    Raises:
        Error: a datapackage cannot be written to a file.
        ValueError: there is no demand, or a demand is empty; or a category lacks a normalisation or weighting.
    """
    named = _named_demands(demands)
    normalizations, weightings = normalizations or {}, weightings or {}
    scores = scores_of(methods, normalizations, weightings)
    sources = data_objs if data_objs is not None else _from_project(named, methods, normalizations, weightings)
    folder = ScratchFolder()
    paths = write_sources(sources, folder.path, use_distributions=use_distributions, use_arrays=use_arrays)
    text = table_text("[study]", {"name": "Brightway"})
    rows: list[_NameRow] = []
    if data_objs is None:
        rows = [*_names_of(sources), *_units_of(methods, normalizations, weightings)]
    rows += [(str(key), name, "", "", "") for key, name in (names or {}).items()]  # what is given takes the last word
    for number, path in enumerate(paths):
        keys: dict[str, Any] = {"path": path}
        if rows and number == 0:  # so that findings, drivers and reports have them, too
            keys["names"] = _write_names(rows, folder.path / "names.csv")
        text += table_text("[[model]]", keys)
    for name, demand in named.items():
        items = [{"process": key, "amount": amount} for key, amount in _ids_of(demand).items()]
        text += table_text("[[demand]]", {"name": name, "items": items})
    text += "".join(_category(score) for score in scores)
    known: dict[str, str] = ProjectNames() if data_objs is None else {}
    known.update({str(key): name for key, name in (names or {}).items()})
    own = all(path.parent == folder.path for path in paths)
    return Study(text, base=folder.path, folder=folder, names=known, unchanging=own)


def _category(score: Score) -> str:
    keys = {"name": score.category, "normalisation": score.normalization, "weighting": score.weighting}
    return table_text("[[category]]", {key: name if name is None else text_of(name) for key, name in keys.items()})


_NameRow = tuple[str, str, str, str, str]  # id, name, unit, location, kind
_MOST_ASKED = 500  # ids in one question to the project's database


def _names_of(sources: Sequence[Any]) -> list[_NameRow]:
    """Names and locations of all nodes in datapackages of the current project."""
    import numpy as np
    from bw2data.backends import ActivityDataset as Node

    found: list[Any] = []
    for package in sources:
        for index, resource in enumerate(package.resources):
            matrix = resource.get("matrix")
            if resource.get("kind") == "indices" and matrix in ("technosphere_matrix", "biosphere_matrix"):
                indices, _ = package.get_resource(index)
                found += [indices["row"], indices["col"]]
    ids = np.unique(np.concatenate(found)).tolist() if found else []
    rows: list[_NameRow] = []
    for start in range(0, len(ids), _MOST_ASKED):
        asked = Node.select(Node.id, Node.name, Node.location).where(Node.id.in_(ids[start : start + _MOST_ASKED]))
        rows += [(str(key), name or "", "", location or "", "") for key, name, location in asked.tuples()]
    return rows


def _units_of(methods: Sequence[Name], normalizations: Links, weightings: Links) -> list[_NameRow]:
    """What the current project says of the units of its categories, normalisations and weightings."""
    import bw2data

    kinds: list[tuple[str, Any, Sequence[Name]]] = [
        ("category", bw2data.Method, methods),
        ("normalisation", bw2data.Normalization, list(normalizations)),
        ("weighting", bw2data.Weighting, list(weightings)),
    ]
    rows: list[_NameRow] = []
    for kind, store, wanted in kinds:
        for name in wanted:
            unit = store(name).metadata.get("unit")
            if unit:
                rows.append((text_of(name), "", str(unit), "", kind))
    return rows


def _write_names(rows: Sequence[_NameRow], path: Path) -> str:
    """The table that `[[model]] names` reads."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "unit", "location", "kind"])
        table.writerows(rows)
    return str(path)


def _named_demands(demands: Mapping[Any, Any]) -> dict[str, Demand]:
    if not demands:
        raise ValueError("there is no demand")
    named = demands if all(isinstance(each, Mapping) for each in demands.values()) else {"demand": demands}
    for name, demand in named.items():
        if not demand:
            raise ValueError(f"the demand '{name}' is empty")
    return {str(name): demand for name, demand in named.items()}


def from_study(path: str | Path) -> Study:
    """A study from its file; its `[sampling]`, `[stop]` and `[result]` are those of `run`.

    Args:
        path: of the study file. Paths in it stay relative to its folder.

    Raises:
        OSError: the file cannot be read.
    """
    path = Path(path).resolve()
    return Study(without_tables(path.read_text(encoding="utf-8"), set(_SETTINGS)), base=path.parent)
