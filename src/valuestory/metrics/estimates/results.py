"""Account periods -> the long results table.

One row a metric, period and slice. Numerator and denominator stay visible to the end. Groups under five accounts are
withheld and said to be; an empty denominator gives no result: never zero, never infinity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from valuestory.metrics.arrays import Array, Mask
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.estimates.intervals import Estimate, estimate, nps, product
from valuestory.metrics.estimates.separation import pairs, separation
from valuestory.metrics.fold.coverage import Coverage
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import PEOPLE, SMALLEST_GROUP, UNKNOWN, WHOLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEDGER_MONTHS: Final = frozenset({"cost_months", "self_service_cost_months"})
WITHHELD: Final = "withheld: fewer than 5 accounts"
WITHHELD_PEOPLE: Final = "withheld: fewer than 5 people"

RESULT_COLUMNS: Final = (
    *("metric", "period_start", "period_end", "slice"),
    *("numerator", "denominator", "value", "low", "high", "n", "evidence"),
    *("set_aside", "emptied"),
)


@dataclass(frozen=True)
class Cell:
    """A metric of one slice over all periods: its sums over accounts, an entry a period, and its estimate.

    `numerator` and `denominator` are what is shown as such: sums, the denominator 1 where there is none. `withheld`
    says for each period whether too few accounts stand behind the figure, `comparable` whether the period is whole: a
    part of a period is not compared with a whole one. `reasons` says, where there is any, why a period has no figure
    though there are sums of it.
    """

    metric: Metric
    slice: str
    numerator: Array
    denominator: Array
    observations: Array
    estimate: Estimate
    withheld: Mask
    comparable: Mask
    reasons: tuple[str, ...] = ()

    @property
    def exists(self) -> Mask:
        """For each period whether there is a figure, withheld or not."""
        there: Mask = np.isfinite(self.estimate.value) & (self.observations > 0)
        return there


@dataclass(frozen=True)
class _Group:
    """The accounts that a slice takes in: which rows of the grids, and which of these stand for no account."""

    name: str
    rows: Mask
    unknown: Mask
    is_exact: bool

    def of(self, grid: Array) -> Array:
        return grid[self.rows]


@dataclass(frozen=True)
class _Grids:
    """The columns of account periods as accounts by periods: `places` are those of the rows, counted through."""

    frame: pd.DataFrame
    places: NDArray[np.intp]
    shape: tuple[int, int]

    def of(self, name: str) -> Array:
        values = self.frame[name].to_numpy(dtype=float)
        grid = np.zeros(self.shape)
        np.add.at(grid.reshape(-1), self.places, values)
        return grid


def cells(
    frame: pd.DataFrame,
    metrics: Sequence[Metric],
    coverage: Coverage,
    dimensions: Sequence[str],
    *,
    is_part: bool = False,
    whole: str = WHOLE,
) -> list[Cell]:
    """Return every metric that the account periods carry, for the whole and for each slice.

    Parameters
    ----------
    frame
        Account periods with derived sums.
    metrics
        Those wanted; one whose columns are missing is left out (`gaps` says why).
    coverage
        The periods, and which of them the sources cover.
    dimensions
        Columns of `frame` to slice by.
    is_part
        Whether the accounts are a part of the company: then its share of the ledger is an estimate.
    whole
        The slice that all of `frame` is.
    """
    rows, accounts = pd.factorize(frame["account_id"])
    places = rows * len(coverage.periods) + frame["period"].to_numpy() - coverage.periods[0].index
    grids = _Grids(frame, places, (len(accounts), len(coverage.periods)))
    wanted = [each for each in metrics if _columns(each) <= set(frame.columns)]
    groups = list(_groups(frame, accounts, dimensions, _Group(whole, *_everyone(accounts), not is_part)))
    # One metric after the other: the grids of all of them at once would be as large as the account periods again.
    of_metrics = [_of_metric(each, groups, grids, coverage) for each in wanted]
    return [of_metric[place] for place in range(len(groups)) for of_metric in of_metrics]


def _of_metric(metric: Metric, groups: Sequence[_Group], grids: _Grids, coverage: Coverage) -> list[Cell]:
    mine = {name: grids.of(name) for name in _columns(metric) | {"live_accounts"}}
    return [_cell(metric, group, mine, coverage) for group in groups]


def cells_of_units(frame: pd.DataFrame, metrics: Sequence[Metric], coverage: Coverage) -> list[Cell]:
    """Return every metric of what no customer stands behind: people, articles, suggestions. It has no slices.

    Parameters
    ----------
    frame
        Units by periods: `account_id` holds their keys.
    metrics, coverage
        As in `cells`; the metrics are all `by` the same.
    """
    return cells(frame.assign(live_accounts=1.0), metrics, coverage, ())


def results_table(
    cells: Sequence[Cell], periods: Sequence[Period], lost: Mapping[str, tuple[int, int]]
) -> pd.DataFrame:
    """Return the results, `RESULT_COLUMNS`: a row for each figure that exists, is withheld or cannot be told yet.

    `lost` says for each metric how many rows were set aside and how many values emptied of what it reads.
    """
    rows = [(*row, *lost[cell.metric.name]) for cell in cells for row in _result_rows(cell, periods)]
    frame = pd.DataFrame(rows, columns=list(RESULT_COLUMNS))
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({"n": "Int64", "set_aside": "int64", "emptied": "int64"})


def _columns(metric: Metric) -> set[str]:
    extra = {"nps_detractors"} if metric.interval == "nps" else set()
    extra |= {each for pair in metric.factors for each in pair}
    named = (metric.numerator, metric.denominator, metric.observations, metric.less, metric.among)
    return {each for each in named if each} | extra


def _everyone(accounts: pd.Index[str]) -> tuple[Mask, Mask]:
    return np.ones(len(accounts), dtype=bool), np.asarray(accounts == UNKNOWN, dtype=bool)


def _groups(
    frame: pd.DataFrame, accounts: pd.Index[str], dimensions: Sequence[str], everyone: _Group
) -> Iterator[_Group]:
    yield everyone
    for name in dimensions:
        known = frame.dropna(subset=[name]).drop_duplicates("account_id").set_index("account_id")[name]
        of_account = pd.Series(accounts).map(known)
        for value in sorted(of_account.dropna().unique()):
            rows = (of_account == value).to_numpy(dtype=bool)
            yield _Group(f"{name}={value}", rows, everyone.unknown[rows], is_exact=False)


def _cell(metric: Metric, group: _Group, grids: Mapping[str, Array], coverage: Coverage) -> Cell:
    numerator = group.of(grids[metric.numerator])
    denominator = group.of(grids[metric.denominator]) if metric.denominator else None
    counted = grids[metric.observations]
    # The months of a ledger are the company's, whoever bears its cost.
    observations = counted if metric.observations in LEDGER_MONTHS else group.of(counted)
    found = _estimated(metric, group, grids, numerator, denominator)
    covered = coverage.of(metric)
    found = Estimate(np.where(covered, found.value, np.nan), found.low, found.high, found.shared)
    behind = group.of(grids["live_accounts"]) if denominator is None else denominator
    few = ((behind != 0).sum(axis=0) < SMALLEST_GROUP) & (group.name != WHOLE or metric.by == PEOPLE)
    top, bottom = _shown(metric, found, numerator, denominator, observations)
    if metric.among:
        top = _of_product(metric, group, grids, numerator, "").value
        bottom = top + group.of(grids[metric.among]).sum(axis=0)
    return Cell(metric, group.name, top, bottom, observations.sum(axis=0), found, few, coverage.finished)


def _estimated(
    metric: Metric, group: _Group, grids: Mapping[str, Array], numerator: Array, denominator: Array | None
) -> Estimate:
    if metric.interval == "nps":
        assert denominator is not None
        return nps(numerator, group.of(grids["nps_detractors"]), denominator)
    if metric.interval == "auc":
        assert denominator is not None
        return separation(numerator, denominator, group.of(grids[metric.observations]))
    if metric.interval == "product":
        return _of_product(metric, group, grids, numerator, metric.among)
    if metric.interval != "exact" or group.is_exact:
        observations = group.of(grids[metric.observations])
        return estimate(
            metric.interval, numerator, denominator, metric.scale, observations=observations, unknown=group.unknown
        )
    if denominator is not None:
        return estimate("ratio", numerator, denominator, metric.scale, unknown=group.unknown)
    return estimate("total", numerator, None) if group.name == WHOLE else _allocated(grids[metric.numerator], group)


def _of_product(metric: Metric, group: _Group, grids: Mapping[str, Array], total: Array, among: str) -> Estimate:
    factors = [(group.of(grids[top]), group.of(grids[bottom])) for top, bottom in metric.factors]
    less, others = (group.of(grids[each]) if each else None for each in (metric.less, among))
    return product(total, factors, unknown=group.unknown, less=less, among=others)


def _allocated(amounts: Array, group: _Group) -> Estimate:
    """Return a slice's part of an exact amount: the amount is known, its share of the work is estimated."""
    inside = np.where(group.rows[:, None], amounts, 0.0)
    borne = (amounts != 0).astype(float)
    share = estimate("share", inside, amounts, observations=borne)
    total = np.where(inside.any(axis=0), amounts.sum(axis=0), np.nan)
    return Estimate(share.value * total, share.low * total, share.high * total, share.shared * np.outer(total, total))


def _shown(
    metric: Metric, found: Estimate, numerator: Array, denominator: Array | None, observations: Array
) -> tuple[Array, Array]:
    """Return what is shown as numerator and denominator: sums, but where the figure is no ratio of sums."""
    if denominator is None:
        # A product is no sum: what it is made of stands in the account quarters.
        top = found.value if metric.interval == "product" else numerator.sum(axis=0)
        return top, np.ones_like(top)
    if metric.interval == "auc":
        compared = pairs(denominator, observations)
        return found.value * compared, compared
    return numerator.sum(axis=0), denominator.sum(axis=0)


def _result_rows(cell: Cell, periods: Sequence[Period]) -> Iterator[tuple[object, ...]]:
    top, bottom, seen, found = cell.numerator, cell.denominator, cell.observations, cell.estimate
    reasons = cell.reasons or ("",) * len(periods)
    for index in map(int, np.flatnonzero(cell.exists | np.array([bool(each) for each in reasons]))):
        key = (cell.metric.name, periods[index].start, periods[index].end, cell.slice)
        if cell.withheld[index]:
            why = WITHHELD_PEOPLE if cell.metric.by == PEOPLE else WITHHELD
            yield (*key, np.nan, np.nan, np.nan, np.nan, np.nan, pd.NA, why)
        elif reasons[index]:
            yield (*key, top[index], bottom[index], np.nan, np.nan, np.nan, round(seen[index]), reasons[index])
        else:
            bounds = (found.value[index], found.low[index], found.high[index])
            yield (*key, top[index], bottom[index], *bounds, round(seen[index]), cell.metric.evidence)
