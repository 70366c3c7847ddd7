"""Notebooks named for what is right or wrong with them, and one that has run."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.notebook.run import RunResult, run_notebook

NOTEBOOKS = Path(__file__).parent / "notebooks"


@pytest.fixture(scope="session")
def notebooks() -> Path:
    """The folder of small notebooks; their slides are displayed by hand, so that no table has to be read."""
    return NOTEBOOKS


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A run of `three_slides` with a number of customers of its own. Not to be changed."""
    out = tmp_path_factory.mktemp("finished") / "three"
    return run_notebook(NOTEBOOKS / "three_slides.ipynb", {"customers": "1300"}, out)
