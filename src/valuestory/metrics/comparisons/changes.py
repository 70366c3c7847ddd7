"""Cells -> what changed from one period to another, and how parts of the company differ, each with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from valuestory.metrics.estimates.difference import difference
from valuestory.metrics.estimates.intervals import Estimate
from valuestory.metrics.estimates.results import Cell
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import WHOLE

CHANGE_COLUMNS: Final = ("metric", "period_start", "slice", "against", "against_start", "change", "low", "high")
DIFFERENCE_COLUMNS: Final = ("metric", "period_start", "slice", "against", "difference", "low", "high")


def changes_table(cells: Sequence[Cell], periods: Sequence[Period], baseline: Period | None = None) -> pd.DataFrame:
    """Return the changes against the previous period, a year ago and the baseline: `CHANGE_COLUMNS`.

    Parameters
    ----------
    cells
        The metrics.
    periods
        The story's, in order.
    baseline
        The period that everything is held against besides, where it is one of them.
    """
    rows = [row for cell in cells for row in _change_rows(cell, periods, baseline)]
    frame = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))
    for name in ("period_start", "against_start"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def _change_rows(cell: Cell, periods: Sequence[Period], baseline: Period | None) -> Iterator[tuple[object, ...]]:
    there = cell.exists & ~cell.withheld & cell.comparable
    for later in map(int, np.flatnonzero(there)):
        period = periods[later]
        others = {"previous": period.previous, "year_ago": period.year_ago}
        if baseline is not None and baseline != period:
            others["baseline"] = baseline
        for against, other in others.items():
            earlier = other.index - periods[0].index
            if 0 <= earlier < len(periods) and there[earlier]:
                change = difference(cell.estimate, later, earlier)
                yield (cell.metric.name, period.start, cell.slice, against, other.start, *change)


def differences_table(cells: Sequence[Cell], period: Period, at: int) -> pd.DataFrame:
    """Return how the parts of the company differ from each other in one period: `DIFFERENCE_COLUMNS`.

    Each pair of parts that one column of `accounts` tells apart, such as two regions, for every metric that is a ratio:
    totals differ as the parts' sizes do. Different accounts stand behind both, so that the interval takes both
    uncertainties in and nothing in common. A part that is withheld is compared with none.

    Parameters
    ----------
    cells
        The metrics.
    period, at
        The period, and its place among those of the cells.
    """
    rows = [
        (first.metric.name, period.start, first.slice, second.slice, *_apart(first, second, at))
        for first, second in _pairs(cells, at)
    ]
    frame = pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))
    frame["period_start"] = pd.to_datetime(frame["period_start"])
    return frame


def _pairs(cells: Sequence[Cell], at: int) -> Iterator[tuple[Cell, Cell]]:
    parts: dict[tuple[str, str], list[Cell]] = {}
    for each in cells:
        if each.slice != WHOLE and each.metric.denominator and each.exists[at] and not each.withheld[at]:
            parts.setdefault((each.metric.name, each.slice.partition("=")[0]), []).append(each)
    for found in parts.values():
        yield from combinations(found, 2)


def _apart(first: Cell, second: Cell, at: int) -> tuple[float, float, float]:
    """Return how much the first is above the second: a change between two estimates that have no account in common."""
    ours, theirs = first.estimate, second.estimate
    both = Estimate(
        np.array([ours.value[at], theirs.value[at]]),
        np.array([ours.low[at], theirs.low[at]]),
        np.array([ours.high[at], theirs.high[at]]),
        np.zeros((2, 2)),
    )
    return difference(both, 0, 1)
