"""Account periods -> the long results table, and the table of changes.

One row a metric, period and slice. Numerator and denominator stay visible to the end. Groups under five accounts are withheld
and said to be, an empty denominator gives no result: never zero, never infinity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from valuestory.metrics.intervals import Array, Estimate, difference, estimate, nps
from valuestory.metrics.metric import Metric
from valuestory.metrics.periods import Period

WHOLE: Final = "all"
SMALLEST_GROUP: Final = 5
"""Accounts that a slice must have: fewer could be recognised."""
WITHHELD: Final = "withheld: fewer than 5 accounts"

RESULT_COLUMNS: Final = (
    "metric", "period_start", "period_end", "slice", "numerator", "denominator", "value", "low", "high", "n", "evidence",
)  # fmt: skip
CHANGE_COLUMNS: Final = ("metric", "period_start", "slice", "against", "against_start", "change", "low", "high")


@dataclass(frozen=True)
class Cell:
    """A metric of one slice over all periods: its sums and its estimate."""

    metric: Metric
    slice: str
    numerator: Array
    denominator: Array | None
    observations: Array
    estimate: Estimate
    withheld: Array


def cells(
    frame: pd.DataFrame, metrics: Sequence[Metric], periods: Sequence[Period], dimensions: Sequence[str]
) -> list[Cell]:
    """Return every metric that the account periods carry, for the whole and for each slice.

    Parameters
    ----------
    frame
        Account periods with derived sums.
    metrics
        Those wanted; one whose columns are missing is left out (`gaps` says why).
    periods
        In order.
    dimensions
        Columns of `frame` to slice by.
    """
    rows, accounts = pd.factorize(frame["account_id"])
    places = (rows, frame["period"].to_numpy() - periods[0].index)
    shape = (len(accounts), len(periods))
    wanted = [each for each in metrics if _columns(each) <= set(frame.columns)]
    grids = {name: _grid(frame[name], places, shape) for name in sorted({n for each in wanted for n in _columns(each)})}
    grids["live_accounts"] = _grid(frame["live_accounts"], places, shape)
    return [_cell(each, name, mask, grids) for name, mask in _slices(frame, accounts, dimensions) for each in wanted]


def results_table(cells: Sequence[Cell], periods: Sequence[Period]) -> pd.DataFrame:
    """Return the long results table: `RESULT_COLUMNS`, a row for each figure that exists or is withheld."""
    rows = [row for cell in cells for row in _result_rows(cell, periods)]
    frame = pd.DataFrame(rows, columns=list(RESULT_COLUMNS))
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({"n": "Int64"})


def changes_table(cells: Sequence[Cell], periods: Sequence[Period]) -> pd.DataFrame:
    """Return the changes against the previous period and the same period a year ago, with the interval of the difference."""
    rows = [row for cell in cells for row in _change_rows(cell, periods)]
    frame = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))
    for name in ("period_start", "against_start"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def _columns(metric: Metric) -> set[str]:
    extra = {"nps_detractors"} if metric.interval == "nps" else set()
    return {each for each in (metric.numerator, metric.denominator, metric.observations) if each} | extra


def _grid(column: pd.Series, places: tuple[Array, Array], shape: tuple[int, int]) -> Array:
    grid = np.zeros(shape)
    np.add.at(grid, places, column.to_numpy(dtype=float))
    return grid


def _slices(frame: pd.DataFrame, accounts: pd.Index, dimensions: Sequence[str]) -> Iterator[tuple[str, Array]]:
    yield WHOLE, np.ones(len(accounts), dtype=bool)
    for name in dimensions:
        known = frame.dropna(subset=[name]).drop_duplicates("account_id").set_index("account_id")[name]
        of_account = pd.Series(accounts).map(known)
        for value in sorted(of_account.dropna().astype(str).unique()):
            yield f"{name}={value}", (of_account.astype(str) == value).to_numpy()


def _cell(metric: Metric, name: str, mask: Array, grids: dict[str, Array]) -> Cell:
    numerator = grids[metric.numerator][mask]
    denominator = grids[metric.denominator][mask] if metric.denominator else None
    found = _estimated(metric, name, mask, grids, numerator, denominator)
    few = (grids["live_accounts"][mask] > 0).sum(axis=0) < SMALLEST_GROUP
    return Cell(metric, name, numerator, denominator, grids[metric.observations][mask], found, few & (name != WHOLE))


def _estimated(
    metric: Metric, name: str, mask: Array, grids: dict[str, Array], numerator: Array, denominator: Array | None
) -> Estimate:
    if metric.interval == "nps":
        assert denominator is not None
        return nps(numerator, grids["nps_detractors"][mask], denominator)
    if metric.interval != "exact" or name == WHOLE:
        return estimate(metric.interval, numerator, denominator, metric.scale)
    if denominator is None:
        return _allocated(grids[metric.numerator], mask)
    return estimate("ratio", numerator, denominator, metric.scale)


def _allocated(amounts: Array, mask: Array) -> Estimate:
    """Return a slice's part of an exact amount: the amount is known, its share of the work is estimated."""
    inside = np.where(mask[:, None], amounts, 0.0)
    share = estimate("share", inside, amounts)
    total = amounts.sum(axis=0)
    return Estimate(share.value * total, share.low * total, share.high * total, share.influence * total)


def _result_rows(cell: Cell, periods: Sequence[Period]) -> Iterator[tuple[object, ...]]:
    top = cell.numerator.sum(axis=0)
    bottom = np.ones(len(periods)) if cell.denominator is None else cell.denominator.sum(axis=0)
    seen = cell.observations.sum(axis=0)
    found = cell.estimate
    for index, period in enumerate(periods):
        key = (cell.metric.name, period.start, period.end, cell.slice)
        if cell.withheld[index]:
            yield (*key, np.nan, np.nan, np.nan, np.nan, np.nan, pd.NA, WITHHELD)
        elif np.isfinite(found.value[index]) and seen[index] > 0:
            bounds = (found.value[index], found.low[index], found.high[index])
            yield (*key, top[index], bottom[index], *bounds, round(seen[index]), cell.metric.evidence)


def _change_rows(cell: Cell, periods: Sequence[Period]) -> Iterator[tuple[object, ...]]:
    there = np.isfinite(cell.estimate.value) & ~cell.withheld & (cell.observations.sum(axis=0) > 0)
    for later, period in enumerate(periods):
        for against, other in (("previous", period.previous), ("year_ago", period.year_ago)):
            earlier = other.index - periods[0].index
            if 0 <= earlier and there[later] and there[earlier]:
                change = difference(cell.estimate, later, earlier)
                yield (cell.metric.name, period.start, cell.slice, against, other.start, *change)
