"""What every deck's process needs, imported once by the server that they are forked from: seconds for each deck.

Only imports and what ships with the package: nothing here may start a thread, leave a file open or ask an engine,
since none of that survives a fork.
"""

from __future__ import annotations

import importlib
import os
from typing import Final

from valuestory.notebook.batch.worker.processes import say_that_nobody_watches
from valuestory.notebook.kernels.preload import SINGLE_THREADED, read
from valuestory.sparing import import_schemas

_MODULES: Final = (
    "babel.dates",
    "babel.numbers",
    "filelock",
    "ibis.backends.duckdb",
    "jupyter_client.manager",
    "nbclient",
    "papermill",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "pydantic.type_adapter",
    "python_calamine",
    "scipy.stats",
    "sqlglot",
    "valuestory.audit.auditing",
    "valuestory.data.opening",
    "valuestory.deck.build",
    "valuestory.deck.charts.add",
    "valuestory.deck.charts.recorded",
    "valuestory.deck.lint.linting",
    "valuestory.metrics.opening",
    "valuestory.notebook.batch.worker.deck_process",
    "valuestory.notebook.kernels.provisioner",
    "valuestory.notebook.workbook",
    "valuestory.slides.hatch",
    "valuestory.slides.html",
    "vl_convert",
    "xlsxwriter",
)

say_that_nobody_watches()
import_schemas()
_before = {name: os.environ.get(name) for name in SINGLE_THREADED}
os.environ.update(SINGLE_THREADED)
for _name in _MODULES:
    importlib.import_module(_name)
for _name, _value in _before.items():
    if _value is None:
        del os.environ[_name]
    else:
        os.environ[_name] = _value
read()
