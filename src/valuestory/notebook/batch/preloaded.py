"""What every deck's process needs, imported once by the server that they are forked from: seconds for each deck.

Only imports: nothing here may start a thread, open a file or ask an engine, since none of that survives a fork.
"""

from __future__ import annotations

import importlib
import os
from typing import Final

from valuestory.notebook.batch.processes import say_that_nobody_watches
from valuestory.notebook.kernels.preload import SINGLE_THREADED
from valuestory.sparing import import_schemas

_MODULES: Final = (
    "filelock",
    "ibis.backends.duckdb",
    "jupyter_client.manager",
    "nbclient",
    "papermill",
    "pyarrow.parquet",
    "scipy.stats",
    "sqlglot",
    "valuestory.audit.auditing",
    "valuestory.data.opening",
    "valuestory.deck.build",
    "valuestory.deck.charts.add",
    "valuestory.deck.lint.linting",
    "valuestory.metrics.opening",
    "valuestory.notebook.batch.deck_process",
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
