"""What processes of a batch need not bring along in tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def no_main() -> Iterator[None]:
    """Each process that is forked would import pytest first, as the module that all began with: seconds for fifty.

    The server that they are forked from would import what runs a notebook, which few of these decks do.
    """
    main = sys.modules["__main__"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "__spec__", None)
        patch.delattr(main, "__file__", raising=False)
        patch.setattr("valuestory.notebook.batch.worker.processes._PRELOADED", ("tests.unit.notebook.batch.decks",))
        yield
