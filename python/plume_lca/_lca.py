# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for the classes of bw2calc: the same words, sampled by Plume.

    lca = plume.LCA({node.id: 1}, data_objs=objs, use_distributions=True, seed_override=7)
    lca.lci()
    lca.lcia()
    scores = [lca.score for _ in zip(lca, range(1000))]

As in bw2calc, `score` is that of the first sample after `lcia()`, and each `next(lca)` goes one further.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from plume_lca._datapackage import Source
from plume_lca._pairs import Links, Name, scores_of
from plume_lca._result import Result
from plume_lca._study import Demand, from_brightway

_BLOCK = 1024  # of the statistics: chunks are whole ones
_CHUNK_SECONDS = 0.5  # of a later chunk, unless there are more already: long loops rarely wait, short ones not long


class _Sampler:
    """Scores of iteration 0, 1, …, made in growing chunks of one run."""

    def __init__(
        self,
        demands: Mapping[str, Demand],
        sources: Sequence[Source],
        *,
        use_distributions: bool,
        use_arrays: bool,
        seed: int,
        config: Mapping[str, Any] | None = None,
    ) -> None:
        config = config or {}
        self._study = from_brightway(
            demands,
            config.get("impact_categories") or (),
            config.get("normalizations"),
            config.get("weightings"),
            data_objs=sources,
            use_distributions=use_distributions,
            use_arrays=use_arrays,
        )
        self._seed = seed
        self._sampled = use_distributions or use_arrays
        self._result: Result | None = None
        self._rate = 0.0  # iterations a second of the latest chunk, with all that is around them
        self._scores: npt.NDArray[np.float64] = np.empty((0, 0, 0))

    @property
    def result(self) -> Result:
        if self._result is None:
            start = time.perf_counter()
            self._result = self._study.run(_BLOCK if self._sampled else 1, seed=self._seed)
            self._rate = _BLOCK / (time.perf_counter() - start)
            self._scores = self._result.scores()
        return self._result

    def at(self, iteration: int) -> npt.NDArray[np.float64]:
        """Scores [demand][category]. Without distributions and arrays, all iterations are the static one."""
        result = self.result
        if not self._sampled:
            return result._static_scores()
        while iteration >= len(self._scores):
            made = len(self._scores)
            more = max(made, int(self._rate * _CHUNK_SECONDS) // _BLOCK * _BLOCK)
            start = time.perf_counter()
            result.more(more)
            self._rate = more / (time.perf_counter() - start)
            self._scores = np.concatenate([self._scores, result.scores(made)])
        scores: npt.NDArray[np.float64] = self._scores[iteration]
        return scores


class _Stepping:
    """What `LCA` and `MultiLCA` share: an iteration that steps."""

    _sampler: _Sampler

    def __init__(self) -> None:
        self._iteration = -1
        self._keep_first = False
        self._calculated = False

    def lci(self, demand: Any = None) -> None:
        """Nothing is left to do: sampling, solving and characterising are one step of the program."""
        if demand is not None:
            raise TypeError("another demand is another study here: make a new LCA")

    def lcia(self) -> None:
        """Goes to the first sample."""
        if self._iteration < 0:
            self._iteration = 0
        self._calculated = True

    def keep_first_iteration(self) -> None:
        """The next `next()` stays at the first sample, as in bw2calc."""
        self._keep_first = True

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> None:
        if self._keep_first:
            self._keep_first = False
            self.lcia()
            return
        self._iteration += 1
        self._calculated = True

    def _scores(self) -> npt.NDArray[np.float64]:
        if not self._calculated:
            raise AttributeError("there is no score yet: call lci() and lcia() first")
        return self._sampler.at(max(self._iteration, 0))

    @property
    def result(self) -> Result:
        """All samples made so far, with everything that a result can say."""
        return self._sampler.result


def _seed_of(seed_override: int | None) -> int:
    return secrets.randbits(62) if seed_override is None else int(seed_override)


class LCA(_Stepping):
    """One demand and one impact category, as `bw2calc.LCA`.

    Args:
        demand: node or id → amount.
        method: an impact category of the current project; not needed where `data_objs` hold one.
        data_objs: datapackages or their paths.
        use_distributions: draw from the distributions; without, the amounts stand.
        use_arrays: use presampled arrays.
        seed_override: the seed; a random one, if None.

    Raises:
        Error: the model cannot be used; `.findings` says why.
        ValueError: the data hold several impact categories; `MultiLCA` is for these.
    """

    def __init__(
        self,
        demand: Demand,
        method: tuple[str, ...] | None = None,
        *,
        data_objs: Sequence[Source] | None = None,
        use_distributions: bool = False,
        use_arrays: bool = False,
        seed_override: int | None = None,
    ) -> None:
        super().__init__()
        self.demand = dict(demand)
        self.method = method
        self._sampler = _Sampler(
            {"demand": demand},
            _sources({"demand": demand}, [method] if method else [], data_objs),
            use_distributions=use_distributions,
            use_arrays=use_arrays,
            seed=_seed_of(seed_override),
        )

    @property
    def score(self) -> float:
        """The score of this iteration, in the unit of the impact category."""
        scores = self._scores()
        if scores.shape[1] != 1:
            raise ValueError(f"the data hold {scores.shape[1]} impact categories; use MultiLCA")
        return float(scores[0, 0])


class MultiLCA(_Stepping):
    """Several demands and impact categories on the same draws, as `bw2calc.MultiLCA`.

    Args:
        demands: name → {node or id: amount}.
        method_config: {"impact_categories": [method, …], "normalizations": …, "weightings": …} as bw2calc's
            `MethodConfig`; may be left out where `data_objs` hold the categories.
        data_objs: datapackages or their paths.
        use_distributions: as in `LCA`.
        use_arrays: as in `LCA`.
        seed_override: as in `LCA`.
    """

    def __init__(
        self,
        demands: Mapping[str, Demand],
        method_config: Mapping[str, Any] | None = None,
        *,
        data_objs: Sequence[Source] | None = None,
        use_distributions: bool = False,
        use_arrays: bool = False,
        seed_override: int | None = None,
    ) -> None:
        super().__init__()
        config = method_config or {}
        unknown = set(config) - {"impact_categories", "normalizations", "weightings"}
        if unknown:
            raise ValueError(f"method_config: unknown {', '.join(sorted(unknown))}")
        methods = list(config.get("impact_categories") or [])
        normalizations, weightings = config.get("normalizations") or {}, config.get("weightings") or {}
        self._paired = scores_of(methods, normalizations, weightings)
        self.demands = {name: dict(demand) for name, demand in demands.items()}
        self._sampler = _Sampler(
            demands,
            _sources(demands, methods, data_objs, normalizations, weightings),
            use_distributions=use_distributions,
            use_arrays=use_arrays,
            seed=_seed_of(seed_override),
            config=config,
        )

    def normalize(self) -> None:
        """Nothing is left to do: `scores` are normalised where `method_config` says so."""

    def weight(self) -> None:
        """Nothing is left to do: `scores` are weighted where `method_config` says so."""

    @property
    def scores(self) -> dict[tuple[Any, ...], float]:
        """(impact category, demand) → score of this iteration.

        With normalisations or weightings the keys are those of bw2calc: (weighting, normalisation, category, demand).
        """
        scores = self._scores()
        demands, ids = self._sampler.result._axes()
        categories: list[tuple[Any, ...]] = [(key,) for key in ids]
        if self._paired:
            categories = [score.key for score in self._paired]
        return {
            (*category, demand): float(scores[d, c])
            for d, demand in enumerate(demands)
            for c, category in enumerate(categories)
        }


def _sources(
    demands: Mapping[str, Demand],
    methods: Sequence[Name],
    data_objs: Sequence[Source] | None,
    normalizations: Links | None = None,
    weightings: Links | None = None,
) -> Sequence[Source]:
    if data_objs is not None:
        return data_objs
    from plume_lca._study import _from_project

    return _from_project(demands, methods, normalizations or {}, weightings or {})
