"""What a server has imported before it forks, with no thread running: what else would a fork copy a lock from."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

MODULES: Final = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "altair",
    "duckdb",
    "ibis.backends.duckdb",
    "scipy.stats",
    "sklearn.linear_model",
    "statsmodels.api",
    "vl_convert",
    "babel.dates",
    "narwhals",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "valuestory.data.opening",
    "valuestory.metrics",
    "valuestory.contribution",
    "valuestory.story",
    "valuestory.story.charts",
    "valuestory.story.chart_forms.counted_bars",
    "valuestory.story.chart_forms.layers",
    "valuestory.story.account_review.exhibits",
    "valuestory.metrics.one_account.records",
    "valuestory.slides.html",
    "valuestory.deck.preview.drawing",
)
"""What notebooks import, from the slowest libraries on: what is missing here is imported by each kernel for itself."""

READ: Final = ("valuestory.data.vendors.mapping:mappings",)
"""What notebooks read of the package's own files, each a function that keeps what it has read."""

SINGLE_THREADED: Final = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy's and SciPy's libraries start their threads when they are loaded
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # and Arrow's allocator one that tidies up
}
"""The environment in which these modules can be imported without a thread being started."""

_TASKS: Final = Path("/proc/self/task")


def preload(modules: Iterable[str] = MODULES) -> None:
    """Import what notebooks import.

    Raises
    ------
    RuntimeError
        When a library started a thread: a fork would then copy its locks as they happen to be.
    """
    for name in modules:
        importlib.import_module(name)
    read()
    if running_threads() > 1:
        raise RuntimeError("a library started a thread while it was imported")


def read() -> None:
    """Read what ships and every notebook needs, where its module is imported."""
    for each in READ:
        name, _, function = each.partition(":")
        if name in sys.modules:
            getattr(sys.modules[name], function)()


def running_threads() -> int:
    """Return how many threads this process has, those of libraries included where the system tells them."""
    return len(list(_TASKS.iterdir())) if _TASKS.is_dir() else threading.active_count()


def use_threads(environment: Mapping[str, str]) -> None:
    """Let linear algebra use the threads that it would have had in a process of its own."""
    from threadpoolctl import ThreadpoolController

    asked = environment.get("OPENBLAS_NUM_THREADS") or environment.get("OMP_NUM_THREADS") or ""
    wanted = int(asked) if asked.isdecimal() and int(asked) else len(os.sched_getaffinity(0))
    for library in ThreadpoolController().select(internal_api="openblas").lib_controllers:
        library.set_num_threads(wanted)
