"""Why a notebook failed: whether the same may come out another time is told by the kind of the error."""

from __future__ import annotations

from typing import Any

import pytest

from valuestory.notebook.failure import failure


def notebook(kind: str, says: str = "it failed") -> dict[str, Any]:
    """An executed notebook whose only cell raised an error."""
    told = {"output_type": "error", "ename": kind, "evalue": says, "traceback": []}
    return {"cells": [{"cell_type": "code", "source": "company.metrics()", "metadata": {}, "outputs": [told]}]}


@pytest.mark.parametrize(
    "kind",
    [
        "MetricError",  # no account fits what was asked
        "DataError",
        "ProjectError",
        "ParameterError",
        "UnknownFactError",
        "NameError",
        "KeyError",
        "ZeroDivisionError",
    ],
)
def test_what_comes_up_every_time_is_not_worth_another_attempt(kind: str) -> None:
    """Nothing is another one by itself: what was asked, the data, or the cell's code have to be mended."""
    error = failure(notebook(kind), name="story.ipynb")
    assert error is not None
    assert not error.may_pass


@pytest.mark.parametrize(
    "kind",
    [
        "DeadKernel",  # as `execute` notes it
        "UnreachableError",
        "UnansweredError",
        "OperationalError",  # of a warehouse's driver
        "ConnectionResetError",
        "TimeoutError",
        "MemoryError",
    ],
)
def test_what_a_busy_machine_or_server_brings_about_may_pass(kind: str) -> None:
    """The same succeeds where there is room again, or somebody answers."""
    error = failure(notebook(kind), name="story.ipynb")
    assert error is not None
    assert error.may_pass
