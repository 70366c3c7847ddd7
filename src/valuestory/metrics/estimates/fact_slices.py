"""Slices by what a case or a visit has: its channel, its product, the life event behind it.

Accounts by periods and channels would be too many rows to leave the engine where there are millions of cases. So the
rows are folded twice where they live: to sums of each account, then to sums over accounts of these and of their squares
and products. That is all that an interval clustered by account needs, and as small as there are members and periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ibis
import ibis.expr.types as ir
import numpy as np

from valuestory.metrics.arrays import Array
from valuestory.metrics.engine import as_pandas, period_index
from valuestory.metrics.estimates.moments import Moments, estimate_of_moments
from valuestory.metrics.estimates.results import Cell
from valuestory.metrics.measures import ACCOUNT, ANCHORS, MEASURES
from valuestory.metrics.slices import SMALLEST_GROUP

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics.catalogue.metric import Metric
    from valuestory.metrics.fold.coverage import Coverage
    from valuestory.metrics.measures.measure import Measure
    from valuestory.metrics.periods import Period

SLICED: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("channel", "product", "life_event", "reason", "priority", "severity", "level", "group"),
    "article_sessions": ("channel",),
    "worklogs": ("channel",),
}
"""The columns of facts that results can be sliced by."""
_NOT_ALONE: Final = frozenset({"sessions_inferred"})
"""Sums that another table has a part in: a visit is taken as a success where no case follows it, on any channel."""
_MEASURES: Final = {each.name: each for each in MEASURES if each.by == ACCOUNT and each.name not in _NOT_ALONE}
_MOMENTS: Final = ("top", "bottom", "squares", "cross", "sizes", "known", "loose", "clusters", "answers", "least")


def tables_sliced_by(column: str, tables: Mapping[str, ir.Table]) -> tuple[str, ...]:
    """Return the tables of facts that can be sliced by a column of theirs."""
    return tuple(
        name
        for name, columns in SLICED.items()
        if column in columns and name in tables and column in tables[name].columns
    )


def is_sliced(metric: Metric, table: str) -> bool:
    """Return whether a metric is of one table's rows alone, so that what a row has can slice it."""
    found = {(each.table, each.at) for each in _measures_of(metric)}
    return metric.interval in ("total", "ratio", "share") and len(found) == 1 and next(iter(found))[0] == table


def cells_within(
    column: str, tables: Mapping[str, ir.Table], metrics: Sequence[Metric], coverage: Coverage
) -> list[Cell]:
    """Return every metric that can be sliced by a column of its facts, for each of its members.

    Parameters
    ----------
    column
        Such as ``channel``. Rows without one are in no slice.
    tables
        Canonical tables; those that have the column are read once for it.
    metrics
        Those that the data carries: others than `is_sliced` are left out.
    coverage
        The periods, and which of them the sources cover.
    """
    cells = []
    for name in tables_sliced_by(column, tables):
        mine = [each for each in metrics if is_sliced(each, name)]
        cells += list(_cells(_Sliced(tables[name], name, column, mine), coverage)) if mine else []
    return cells


@dataclass(frozen=True)
class _Sliced:
    """Metrics of one table, to be sliced by one of its columns."""

    table: ir.Table
    name: str
    column: str
    metrics: Sequence[Metric]

    @property
    def dated(self) -> dict[str, list[Metric]]:
        """The metrics by the instant that dates their rows."""
        found: dict[str, list[Metric]] = {}
        for each in self.metrics:
            found.setdefault(_measures_of(each)[0].at, []).append(each)
        return found

    def moments(self, periods: Sequence[Period]) -> dict[str, pd.DataFrame]:
        """Return the moments of each metric by the instant that dates it, in one query that reads the table once.

        A row is a member and period; the columns are those of `_MOMENTS` with the metric's place among its like.
        """
        by_account, dated = self._by_account(periods[0]), self.dated
        width = max(len(each) for each in dated.values())
        lines = [_in_line(by_account, at, each, periods, width) for at, each in dated.items()]
        found = as_pandas(ibis.union(*lines) if len(lines) > 1 else lines[0])
        return {at: found[found["dated"] == at] for at in dated}

    def _by_account(self, like: Period) -> ir.Table:
        """Return the sums of each account and member, by the periods of all instants at once."""
        table, measures = self.table, {sum_.name: sum_ for each in self.metrics for sum_ in _measures_of(each)}
        keys = {f"at_{at}": period_index(ANCHORS[self.name][at](table), like) for at in self.dated}
        account = table.account_id if "account_id" in table.columns else ibis.null("string")
        values = {name: each.value(table) for name, each in measures.items()}
        rows = table.select(account_id=account, member=table[self.column], **keys, **values)
        rows = rows.filter(rows.member.notnull())
        sums = {
            name: rows.count(where=rows[name]) if rows[name].type().is_boolean() else rows[name].sum()
            for name in measures
        }
        return rows.group_by(["account_id", "member", *keys]).aggregate(**sums)


def _in_line(
    by_account: ir.Table, at: str, metrics: Sequence[Metric], periods: Sequence[Period], width: int
) -> ir.Table:
    """Return the moments of the metrics that one instant dates, in columns that are called alike for every instant."""
    rows = by_account.mutate(period=by_account[f"at_{at}"])
    rows = rows.filter(rows.period.between(periods[0].index, periods[-1].index))
    names = dict.fromkeys(sum_.name for each in metrics for sum_ in _measures_of(each))
    folded = rows.group_by(["account_id", "member", "period"]).aggregate(
        **{name: rows[name].cast("float64").sum().fill_null(0.0) for name in names}
    )
    sums = {
        f"{name}_{place}": value.cast("float64")
        for place, each in enumerate(metrics)
        for name, value in _moments(folded, each).items()
    }
    found = folded.group_by(["member", "period"]).aggregate(**sums)
    none = {f"{name}_{place}": ibis.null("float64") for place in range(len(metrics), width) for name in _MOMENTS}
    return found.select("member", "period", *sums, dated=ibis.literal(at), **none)


def _measures_of(metric: Metric) -> tuple[Measure, ...]:
    """Return the measures that a metric is made of; none where some of its columns are no measure of one table."""
    names = [each for each in (metric.numerator, metric.denominator, metric.observations) if each]
    return tuple(_MEASURES[each] for each in names) if set(names) <= set(_MEASURES) else ()


def _moments(sums: ir.Table, metric: Metric) -> dict[str, ir.Value]:
    top = sums[metric.numerator]
    bottom = sums[metric.denominator or metric.numerator]
    known = sums.account_id.notnull()
    return {
        "top": top.sum(),
        "bottom": bottom.sum(),
        "squares": (top * top).sum(where=known),
        "cross": (top * bottom).sum(where=known),
        "sizes": (bottom * bottom).sum(where=known),
        "known": bottom.sum(where=known),
        "loose": bottom.sum(where=~known),
        "clusters": sums.count(where=known & (bottom != 0)),
        "answers": sums[metric.observations].sum(),
        "least": top.min(),
    }


def _cells(sliced: _Sliced, coverage: Coverage) -> Iterator[Cell]:
    dated = sliced.dated
    for at, frame in sliced.moments(coverage.periods).items():
        for member, rows in frame.groupby("member", sort=True):
            places = rows["period"].to_numpy(dtype=int) - coverage.periods[0].index
            for number, metric in enumerate(dated[at]):
                found = {name: _by_period(rows[f"{name}_{number}"], places, coverage) for name in _MOMENTS}
                yield _cell(metric, f"{sliced.column}={member}", Moments(**found), coverage)


def _by_period(values: pd.Series, places: Array, coverage: Coverage) -> Array:
    grid = np.zeros(len(coverage.periods))
    grid[places] = values.fillna(0.0).to_numpy(dtype=float)
    return grid


def _cell(metric: Metric, name: str, moments: Moments, coverage: Coverage) -> Cell:
    estimate = estimate_of_moments(metric.interval, moments, metric.scale)
    covered = coverage.of(metric)
    estimate.value[~covered] = np.nan
    return Cell(
        metric,
        name,
        moments.top[None, :],
        moments.bottom[None, :] if metric.denominator else None,
        moments.answers[None, :],
        estimate,
        moments.clusters < SMALLEST_GROUP,
        coverage.finished,
    )
