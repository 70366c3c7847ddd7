"""Processes that import little: most decks of these tests need no notebook run, and its imports cost seconds.

A worker of Dask takes this module by ``--preload``, a worker of a pool calls `lighten` at its start.
"""

from __future__ import annotations

from valuestory.notebook.batch.worker import processes


def lighten() -> None:
    """Let the server that decks are forked from import what the decks of these tests need, and no more."""
    processes._PRELOADED = ("tests.unit.notebook.batch.decks",)  # type: ignore[misc]


def dask_setup(worker: object) -> None:
    """Called by Dask when a worker starts."""
    lighten()
