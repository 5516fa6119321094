# SPDX-License-Identifier: Apache-2.0
"""A datapackage in memory, with the few members of bw_processing's that the package uses: tests need no Brightway."""
import numpy as np

INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
DISTRIBUTIONS = np.dtype(
    [
        ("uncertainty_type", np.uint8),
        ("loc", np.float32),
        ("scale", np.float32),
        ("shape", np.float32),
        ("minimum", np.float32),
        ("maximum", np.float32),
        ("negative", bool),
    ]
)


class MemoryPackage:
    def __init__(self, name):
        self.metadata = {"profile": "data-package", "name": name, "id": name, "sum_intra_duplicates": True}
        self.resources = []
        self._arrays = []

    def get_resource(self, index):
        return self._arrays[index], self.resources[index]

    def add(self, matrix, rows, *, sigma=None, flip=None, samples=None, identifier=None):
        """Rows are (row, column, amount); sigma of ln x makes all of them lognormal; samples: [row][column of the array]."""
        group = f"{matrix}-{len(self.resources)}"
        common = {"profile": "data-resource", "matrix": matrix, "group": group, "nrows": len(rows)}
        if identifier:
            common["identifier"] = identifier
        category = "vector" if samples is None else "array"
        amounts = np.array([amount for *_, amount in rows], dtype=np.float64)
        parts = {
            "indices": np.array([(row, column) for row, column, _ in rows], dtype=INDICES),
            "data": amounts if samples is None else np.asarray(samples, dtype=np.float64),
        }
        if sigma is not None:
            drawn = np.zeros(len(rows), dtype=DISTRIBUTIONS)
            drawn["uncertainty_type"] = 2
            drawn["loc"] = np.log(np.abs(amounts))
            drawn["scale"] = sigma
            drawn["shape"] = drawn["minimum"] = drawn["maximum"] = np.nan
            parts["distributions"] = drawn
        if flip is not None:
            parts["flip"] = np.array(flip, dtype=bool)
        for kind, array in parts.items():
            self.resources.append({**common, "kind": kind, "category": category, "name": f"{group}.{kind}"})
            self._arrays.append(array)
        return self


def bike():
    """A bike (1) takes 2.5 kg of carbon fibre (2), which emits 26.6 kg of CO2 (3): 66.5, and both are uncertain."""
    return [
        MemoryPackage("db")
        .add("technosphere_matrix", [(1, 1, 1.0), (2, 2, 1.0)])
        .add("technosphere_matrix", [(2, 1, 2.5)], sigma=0.1, flip=[True])
        .add("biosphere_matrix", [(3, 2, 26.6)], sigma=0.2),
        MemoryPackage("gwp").add("characterization_matrix", [(3, 0, 1.0)], identifier=["GWP", "100 a"]),
    ]
