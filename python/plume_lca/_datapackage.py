# SPDX-License-Identifier: Apache-2.0
"""Brightway datapackages as files that the program reads.

A datapackage is a list of NumPy arrays and a description of them (bw_processing). One that lies in a file is read where
it lies; one that exists in memory only is written into a folder of the study, array by array.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Union

import numpy as np

from plume_lca._errors import Error

Source = Union[str, "os.PathLike[str]", Any]
"""A path of a datapackage (folder or zip), or a `bw_processing.Datapackage`."""


def write_sources(
    sources: Iterable[Source], folder: Path, *, use_distributions: bool = True, use_arrays: bool = True
) -> list[Path]:
    """Paths of the datapackages; those in memory are written below `folder`.

    Args:
        sources: paths or datapackages, in the order in which Brightway would be given them.
        folder: must exist; a package i is written to `folder/i`.
        use_distributions: without, distributions are left out, and the amounts stand.
        use_arrays: without, groups of presampled arrays are left out.

    Raises:
        Error: a package has an interface (a Python object) in place of an array.
    """
    paths = []
    for number, source in enumerate(sources):
        if isinstance(source, str | os.PathLike) and use_distributions and use_arrays:
            paths.append(Path(source).resolve())
            continue
        package = _loaded(source)
        target = folder / str(number)
        target.mkdir()
        _write(package, target, use_distributions, use_arrays)
        paths.append(target)
    return paths


def _loaded(source: Source) -> Any:
    if not isinstance(source, str | os.PathLike):
        return source
    import bw_processing

    path = Path(source)
    file_system = (
        bw_processing.generic_zipfile_filesystem(dirpath=path.parent, filename=path.name, write=False)
        if path.is_file()
        else bw_processing.generic_directory_filesystem(dirpath=path)
    )
    return bw_processing.load_datapackage(file_system)


def _write(package: Any, target: Path, use_distributions: bool, use_arrays: bool) -> None:
    kept = []
    for index, resource in enumerate(package.resources):
        if resource.get("kind") == "distributions" and not use_distributions:
            continue
        if resource.get("category") == "array" and not use_arrays:
            continue
        if resource.get("profile") == "interface":
            raise Error(
                f"the datapackage '{package.metadata.get('name')}' takes the data of '{resource['group']}' from a "
                "Python object; store its values as an array (add_persistent_array)"
            )
        described = dict(resource)
        data, _ = package.get_resource(index)
        if isinstance(data, np.ndarray):
            described.update(format="npy", path=f"{index}.npy", mediatype="application/octet-stream")
            np.save(target / f"{index}.npy", data, allow_pickle=False)
            kept.append(described)
    metadata = {**package.metadata, "resources": kept}
    (target / "datapackage.json").write_text(json.dumps(metadata, default=str), encoding="utf-8")
