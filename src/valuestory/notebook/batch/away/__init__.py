"""Decks made where no folder of this machine is seen: by any executor's workers, those of a Dask cluster too."""

from valuestory.notebook.batch.away.executor import Away

__all__ = ["Away"]
