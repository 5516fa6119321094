# SPDX-License-Identifier: Apache-2.0
"""Results: the samples of every output, and what they say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from plume_lca._dataset import dataset_of
from plume_lca._errors import Error, Finding, Interrupted, parse_findings
from plume_lca._native import Refused, Sampling
from plume_lca._program import StudyInput, call
from plume_lca._scratch import ScratchFolder

if TYPE_CHECKING:  # imported where they are used: together they take most of a second
    import pandas as pd
    import xarray as xr

_FIGURES = ["static", "mean", "se_mean", "sd", "median", "se_median", "minimum", "maximum", "count"]


class Result:
    """What a run left: all samples, their statistics and how they came to be.

    It is in a file or, as long as nobody asks for one, in memory.

    Args:
        path: of the result file; with `sampling`, of the file that it becomes when something needs one, or what says it
            then.
        study: what it was made from, where that is at hand; `more` and `inventory` need it.
        folder: a temporary folder that must live as long as this object.
        names: id of a product or process → what people call it, for tables.
        sampling: the run in this process that made it; None: the file is there.
    """

    def __init__(
        self,
        path: str | Path | Callable[[], Path],
        *,
        study: StudyInput | None = None,
        folder: ScratchFolder | None = None,
        names: dict[str, str] | None = None,
        sampling: Sampling | None = None,
    ) -> None:
        self._place = path
        self._sampling = sampling
        self._has_file = sampling is None
        self._interrupted = 0  # iterations of the last `more` of the program, where Ctrl-C ended it
        self._study = study
        self._folder = folder
        self._names = names if names is not None else {}

    @property
    def path(self) -> Path:
        """The result file. Of a result in memory, the program makes it when it is first asked for: the same bits."""
        if not self._has_file and self._sampling is not None:
            self._write(self._sampling)
        return self._path

    @cached_property
    def _path(self) -> Path:
        return self._place() if callable(self._place) else Path(self._place)

    def _write(self, sampling: Sampling) -> None:
        study = self._need_study("path")
        arguments = ["-o", str(self._path), "--quiet", "--resume"]  # Ctrl-C may have ended it before
        if sampling.extended:
            arguments += ["--set", f"sampling.iterations={sampling.samples.iterations}"]
        study.run([*study.overrides, *arguments])
        self._has_file = True
        if not sampling.same_as(self._stored(0)):
            self._has_file = False
            raise Error(
                f"the program has other scores than the module: {self._path}; they are of different versions, or "
                "arrays of the model were changed after the run"
            )

    def _stored(self, start: int) -> npt.NDArray[np.float64]:
        import h5py

        with h5py.File(self.path) as file:
            samples: npt.NDArray[np.float64] = file["score"][start:]
        return samples

    # --- numbers

    @cached_property
    def ds(self) -> xr.Dataset:
        """All that the result holds: `score(iteration, demand, category)`, `status(iteration)`, `mean`, …

        Units stand in the coordinate `category_unit`, names in `category_name`.
        """
        if self._sampling is not None:
            return dataset_of(self._sampling)
        import xarray as xr

        with xr.open_dataset(self.path, engine="h5netcdf") as file:
            return file.load()

    def scores(self, start: int = 0) -> npt.NDArray[np.float64]:
        """Samples without their names, quickly: an array [iteration][demand][category], in the categories' units.

        Args:
            start: the first iteration wanted.
        """
        return self._stored(start) if self._sampling is None else self._sampling.samples.scores(start)

    def _static_scores(self) -> npt.NDArray[np.float64]:
        """[demand][category]."""
        if self._sampling is not None:
            return self._sampling.samples.static_scores()
        static: npt.NDArray[np.float64] = self.ds["static_score"].values
        return static

    def _axes(self) -> tuple[list[str], list[str]]:
        """Names of the demands, ids of the categories."""
        if self._sampling is not None:
            samples = self._sampling.samples
            return [name for name, _ in samples.demands], [key for key, _, _ in samples.categories]
        return [str(each) for each in self.ds["demand"].values], [str(each) for each in self.ds["category"].values]

    @cached_property
    def _report(self) -> dict[str, Any]:
        told, _ = call(["report", str(self.path), "--format", "json"])
        report: dict[str, Any] = json.loads(told)
        return report

    @property
    def _provenance(self) -> dict[str, Any]:
        """How the result came to be. Not from the report: most runs want nothing else of that."""
        import h5py

        with h5py.File(self.path) as file:
            provenance: dict[str, Any] = json.loads(file.attrs["provenance"])
        return provenance

    @property
    def findings(self) -> list[Finding]:
        """Warnings and notes of the run."""
        if self._sampling is not None:
            return parse_findings("\n".join(self._sampling.samples.warnings))
        return parse_findings("\n".join(self._provenance["warnings"]))

    @property
    def failed(self) -> dict[str, int]:
        """Status → number of iterations, of those that are not "ok" or "direct" (docs/file-format.md)."""
        return dict(self._report["failed"]) if self._sampling is None else self._sampling.failed

    def summary(self) -> pd.DataFrame:
        """The figures of every output, with their Monte Carlo errors.

        Returns:
            One row a demand and category. `mean_lower` and `mean_upper` are the 95 % confidence interval of the mean;
            `q0.025` … `q0.975` are quantiles of the scores, each with its standard error beside it.
        """
        import pandas as pd

        rows = []
        for output in self._report["outputs"]:
            row = {
                "demand": output["demand"],
                "category": output["category"],
                "unit": output["unit"],
                **{key: output[key] for key in _FIGURES},
            }
            row["mean_lower"], row["mean_upper"] = output["mean_interval"]
            for level, value in output["quantiles"].items():
                row[f"q{level}"] = value
                row[f"se_q{level}"] = output["se_quantiles"][level]
            rows.append(row)
        return pd.DataFrame(rows).set_index(["demand", "category"])

    def table(self, name: str, profile: str | None = None) -> pd.DataFrame:
        """A table of the report, by its name: exact numbers, and texts where a cell holds none.

        Args:
            name: as in the column `table` of `plume report --format csv --profile …`.
            profile: "lca", "comparison", "inventory" or "claim". If None, an inventory has "claim" where it makes
                one, else "inventory"; all else has "lca".

        Raises:
            KeyError: the report has no such table; the message lists those there are.
        """
        tables = self._tables(profile)
        if name not in tables:
            raise KeyError(f"the report has no table '{name}'; there are {', '.join(tables)}")
        return tables[name]

    def _tables(self, profile: str | None) -> dict[str, pd.DataFrame]:
        import pandas as pd

        arguments = ["report", str(self.path), "--format", "csv", "--profile", profile or self._usual_profile()]
        told, _ = call(arguments)
        tables: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for cell in csv.DictReader(io.StringIO(told)):
            if not cell["table"]:
                continue
            rows = tables.setdefault(cell["table"], [])
            # Two rows may have one label: a row ends where its label changes, or a column comes again.
            if not rows or rows[-1][0] != cell["row"] or cell["column"] in rows[-1][1]:
                rows.append((cell["row"], {}))
            value = float(cell["value"]) if cell["value"] else self._named(cell["shown"])
            rows[-1][1][cell["column"]] = value
        return {
            name: pd.DataFrame([row for _, row in rows], index=[self._named(label) for label, _ in rows])
            for name, rows in tables.items()
        }

    def _usual_profile(self) -> str:
        inventory = self._provenance["inventory"]
        if not inventory:
            return "lca"
        return "claim" if json.loads(inventory)["claim"]["present"] else "inventory"

    def _named(self, text: str) -> str:
        try:
            return self._names[text]
        except KeyError:
            return text

    def compare(self, first: str, second: str) -> pd.DataFrame:
        """How two demands compare on the same draws.

        Args:
            first: name of a demand.
            second: name of another.

        Returns:
            One row a category: how often the first is lower, equal, higher (each a share of the iterations, with its
            standard error), and the median and the 95 % interval of first − second in the category's unit.

        Raises:
            KeyError: there is no such demand.
        """
        import pandas as pd

        scores = self.ds["score"]
        known = [str(name) for name in scores["demand"].values]
        for name in (first, second):
            if name not in known:
                raise KeyError(f"there is no demand '{name}'; there are {', '.join(known)}")
        difference = (scores.sel(demand=first) - scores.sel(demand=second)).dropna("iteration")
        count = difference.sizes["iteration"]
        rows = []
        for category in difference["category"].values:
            values = difference.sel(category=category)
            low, middle, high = values.quantile([0.025, 0.5, 0.975], "iteration").values
            row: dict[str, Any] = {"category": str(values["category_name"].values or category)}
            for word, holds in (("lower", values < 0), ("equal", values == 0), ("higher", values > 0)):
                share = float(holds.mean())
                row[word] = share
                row[f"se_{word}"] = (share * (1 - share) / count) ** 0.5
            row.update(median_difference=middle, q0_025=low, q0_975=high, unit=str(values["category_unit"].values))
            rows.append(row)
        return pd.DataFrame(rows).rename(columns={"q0_025": "q0.025", "q0_975": "q0.975"}).set_index("category")

    def _list_of(self, key: str) -> pd.DataFrame:
        import pandas as pd

        rows = []
        for output in self._report["outputs"]:
            for entry in output.get(key) or []:
                named = {k: self._named(v) if isinstance(v, str) else v for k, v in entry.items()}
                rows.append({"demand": output["demand"], "category": output["category"], **named})
        frame = pd.DataFrame(rows)
        return frame if frame.empty else frame.set_index(["demand", "category"])

    def sensitivity(self) -> pd.DataFrame:
        """Which uncertain inputs make the uncertainty: shares of the variance to first order, the largest first."""
        return self._list_of("drivers")

    def contributions(self) -> pd.DataFrame:
        """Which processes make the scores, with 95 % intervals to first order, the largest first."""
        return self._list_of("contributions")

    def inventory(self, iteration: int) -> dict[str, pd.DataFrame]:
        """Everything of one iteration: its matrices, supplies, inventories and scores, made again.

        Args:
            iteration: from 0.

        Returns:
            Name of the table → table, as `plume run --dump` writes them (docs/command-line.md).

        Raises:
            Error: the result was opened from a file, and the study is not at hand.
        """
        study = self._need_study("inventory")
        with tempfile.TemporaryDirectory(prefix="plume-") as folder:
            target = Path(folder) / "dump"
            import pandas as pd

            study.run([*study.overrides, "--dump", str(iteration), "-o", str(target), "--quiet"])
            return {path.stem: pd.read_csv(path) for path in sorted(target.glob("*.csv"))}

    # --- more iterations, files, reports

    def _need_study(self, what: str) -> StudyInput:
        if self._study is None:
            raise Error(f"'{what}' needs the study that the result was made from; only the file {self.path} is known")
        return self._study

    def more(self, iterations: int, *, progress: bool = False) -> Result:
        """Adds iterations; the result is the one that a longer run would have had, to the bit.

        Args:
            iterations: how many.
            progress: as in `Study.run`.

        Returns:
            This result.

        Raises:
            Interrupted: Ctrl-C. In this process the result has what was made; of the program, the same call goes on.
        """
        study = self._need_study("more")
        if self._sampling is not None and self._more_here(self._sampling, iterations, progress):
            return self
        arguments = ["-o", str(self.path), "--extend", str(iterations)]
        if self._interrupted == iterations:
            arguments.append("--resume")
        try:
            study.run(arguments if progress else [*arguments, "--quiet"], show_progress=progress)
        except KeyboardInterrupt:
            self._interrupted = iterations
            raise Interrupted from None
        self._interrupted = 0
        self._sampling = None  # the file has more
        self._forget()
        return self

    def _more_here(self, sampling: Sampling, iterations: int, progress: bool) -> bool:
        """In this process; False where that cannot be."""
        try:
            sampling.more(iterations, progress)
        except Refused:
            return False
        except KeyboardInterrupt:
            self._forget_file()
            raise Interrupted(self) from None
        self._forget_file()
        return True

    def _forget(self) -> None:
        for name in ("ds", "_report"):
            self.__dict__.pop(name, None)

    def _forget_file(self) -> None:
        """Of a result in memory: what was made of fewer iterations."""
        self._forget()
        if "_path" in self.__dict__:
            self._path.unlink(missing_ok=True)
        self._has_file = False

    def save(self, path: str | Path) -> Path:
        """Copies the result to a file, which appears whole or not at all.

        Args:
            path: of the new file; an existing one is replaced.
        """
        target = Path(path)
        partial = target.with_name(f".{target.name}.partial")
        shutil.copyfile(self.path, partial)
        return partial.replace(target)

    def report(self, path: str | Path, *, profile: str | None = None, language: str | None = None) -> Path:
        """Writes a report; the ending of the path says which kind: html, pdf, xlsx, md, csv, json, txt.

        Args:
            path: of the report.
            profile: "lca", "comparison", "inventory" or "claim"; the one natural for the result, if None.
            language: "en" or "zh".

        Raises:
            ValueError: the ending is none of these.
        """
        target = Path(path)
        kinds = {name: name for name in ("html", "pdf", "xlsx", "csv", "json")} | {"md": "markdown", "txt": "text"}
        kind = kinds.get(target.suffix.lstrip("."))
        if kind is None:
            raise ValueError(f"a report is {', '.join(kinds)}; the path ends with '{target.suffix}'")
        arguments = ["report", str(self.path), "--format", kind, "-o", str(target)]
        if profile:
            arguments += ["--profile", profile]
        if language:
            arguments += ["--language", language]
        call(arguments)
        return target

    # --- in a notebook

    def _page(self) -> str:
        told, _ = call(["report", str(self.path), "--format", "html"])
        return told

    def plot(self) -> Picture:
        """The report's pictures, as they are: the distribution of each output first."""
        return Picture("\n".join(re.findall(r"<svg.*?</svg>", self._page(), re.DOTALL)))

    def _repr_html_(self) -> str:
        page = self._page().replace("&", "&amp;").replace('"', "&quot;")
        return f'<iframe srcdoc="{page}" style="width:100%;height:40em;border:0" loading="lazy"></iframe>'

    def __repr__(self) -> str:
        report = self._report
        outputs = len(report["outputs"])
        return f"<Result of '{report['study']}': {report['iterations']} iterations, {outputs} outputs>"


class Picture:
    """Pictures as text (SVG); a notebook shows them."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def _repr_html_(self) -> str:
        return self.svg


def open_result(path: str | Path) -> Result:
    """A result from its file.

    Args:
        path: of a file that `plume run` or `Result.save` wrote.

    Raises:
        Error: the file is no result, or damaged.
    """
    result = Result(Path(path))
    _ = result.failed  # reads the file's head, and so finds out
    return result
