# SPDX-License-Identifier: Apache-2.0
"""Monte Carlo life cycle assessment, from a notebook.

    import plume_lca as plume

    result = plume.from_brightway({"diesel": {bus: 1}, "electric": {ebus: 1}}, methods=[gwp]).run(10_000)
    result.ds            # xarray.Dataset: score(iteration, demand, category)
    result.summary()     # pandas: mean, median, interval, each with its Monte Carlo error

`run` and `Study` take study files, `read` and `Model.from_arrays` databases and matrices of any origin:

    plume.run("study.toml").summary()
    plume.read("ecoinvent.zip").run({"steel": 1.0}, ["climate change"], 10_000)

`LCA` and `MultiLCA` stand in for the classes of the same names in bw2calc.
"""

from plume_lca._datapackage import Source
from plume_lca._errors import Error, Finding, Interrupted, PlumeWarning
from plume_lca._lca import LCA, MultiLCA
from plume_lca._model import Model, read
from plume_lca._result import Result, open_result
from plume_lca._study import Study, from_brightway, from_study, run
from plume_lca._version import __version__

open = open_result  # plume.open("study.h5"), as the field's libraries call it

__all__ = [
    "LCA",
    "Error",
    "Finding",
    "Interrupted",
    "Model",
    "MultiLCA",
    "PlumeWarning",
    "Result",
    "Source",
    "Study",
    "__version__",
    "from_brightway",
    "from_study",
    "open",
    "open_result",
    "read",
    "run",
]
