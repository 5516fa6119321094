# SPDX-License-Identifier: Apache-2.0
"""A run in this process as the dataset that its result file would be read as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from plume_lca._native import Sampling, loaded

if TYPE_CHECKING:
    import xarray as xr

_COORDINATES = ("iteration", "demand", "category", "level", "demand_unit", "category_name", "category_unit")


def dataset_of(sampling: Sampling) -> xr.Dataset:
    """All variables of docs/file-format.md with their attributes; and iterations and why they ended."""
    import xarray as xr

    samples, statuses = sampling.samples, sampling.samples.statuses()
    values: dict[str, Any] = {
        "iteration": np.arange(samples.iterations, dtype=np.int64),
        "demand": _texts(name for name, _ in samples.demands),
        "demand_unit": _texts(unit for _, unit in samples.demands),
        "category": _texts(key for key, _, _ in samples.categories),
        "category_name": _texts(name for _, name, _ in samples.categories),
        "category_unit": _texts(unit for _, _, unit in samples.categories),
        "score": samples.scores(),
        "status": statuses,
        "static_score": samples.static_scores(),
        **samples.figures(),
    }
    names = loaded().STATUSES
    own: dict[str, dict[str, Any]] = {
        "score": {"ancillary_variables": "status"},
        "status": {
            "flag_values": np.arange(len(names), dtype=np.uint8),
            "flag_meanings": " ".join(names),
            "flag_counts": np.bincount(statuses, minlength=len(names)).astype(np.uint64),
        },
    }
    variables = {
        name: (dimensions, values[name], {**attributes, **own.get(name, {})})
        for name, dimensions, attributes in loaded().VARIABLES
    }
    coordinates = {name: variables.pop(name) for name in _COORDINATES}
    return xr.Dataset(variables, coordinates, {"iterations": samples.iterations, "stop_reason": samples.ended})


def _texts(texts: Any) -> Any:
    return np.array(list(texts), dtype=object)
