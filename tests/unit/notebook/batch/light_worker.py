"""What a worker of Dask imports at its start in tests (``--preload``): most of their decks need no notebook run."""

from __future__ import annotations

from valuestory.notebook.batch import processes

processes._PRELOADED = ("tests.unit.notebook.batch.decks",)  # type: ignore[misc]
