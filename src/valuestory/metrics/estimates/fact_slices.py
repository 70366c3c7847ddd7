"""Slices by what a case or a visit has: its channel, its product, the life event behind it.

Accounts by periods and channels would be too many rows to leave the engine where there are millions of cases. So the
rows are folded twice where they live: to sums of each account, then to sums over accounts of these and their products,
within a period and between two that are compared. That is all that intervals clustered by account need, and as small as
there are members and periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ibis
import ibis.expr.types as ir
import numpy as np

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
_SUMS: Final = ("top", "bottom", "known", "loose", "clusters", "answers", "least")
_PRODUCTS: Final = ("squares", "cross", "turned", "sizes")
"""Of two periods: of both numerators, of the later's and the earlier's denominator, the other way round, of both."""


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
    column: str,
    tables: Mapping[str, ir.Table],
    metrics: Sequence[Metric],
    coverage: Coverage,
    baseline: Period | None = None,
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
    baseline
        The period that changes are measured against besides the one before and a year ago.
    """
    cells = []
    for name in tables_sliced_by(column, tables):
        mine = [each for each in metrics if is_sliced(each, name)]
        cells += list(_cells(_Sliced(tables[name], name, column, mine, baseline), coverage)) if mine else []
    return cells


@dataclass(frozen=True)
class _Sliced:
    """Metrics of one table, to be sliced by one of its columns."""

    table: ir.Table
    name: str
    column: str
    metrics: Sequence[Metric]
    baseline: Period | None

    @property
    def dated(self) -> dict[str, list[Metric]]:
        """The metrics by the instant that dates their rows."""
        found: dict[str, list[Metric]] = {}
        for each in self.metrics:
            found.setdefault(_measures_of(each)[0].at, []).append(each)
        return found

    def moments(self, periods: Sequence[Period]) -> dict[str, pd.DataFrame]:
        """Return the moments of each metric by the instant that dates it, in one query that reads the table once.

        A row is a member and a period, with the columns of `_SUMS` and `_PRODUCTS` and the metric's place among its
        like; or a member and two periods that are compared, with those of `_PRODUCTS` alone.
        """
        by_account, dated = self._by_account(periods[0]), self.dated
        width = max(len(each) for each in dated.values())
        lines = [line for at, each in dated.items() for line in self._in_lines(by_account, at, each, periods, width)]
        found = as_pandas(ibis.union(*lines))
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

    def _in_lines(
        self, by_account: ir.Table, at: str, metrics: Sequence[Metric], periods: Sequence[Period], width: int
    ) -> Iterator[ir.Table]:
        """Yield the moments of the metrics that one instant dates, in columns that are called alike for all of them."""
        rows = by_account.mutate(period=by_account[f"at_{at}"])
        rows = rows.filter(rows.period.between(periods[0].index, periods[-1].index))
        names = dict.fromkeys(sum_.name for each in metrics for sum_ in _measures_of(each))
        folded = rows.group_by(["account_id", "member", "period"]).aggregate(
            **{name: rows[name].cast("float64").sum().fill_null(0.0) for name in names}
        )
        own = _placed([_moments(folded, each) for each in metrics])
        found = folded.group_by(["member", "period"]).aggregate(**own)
        yield _in_line(found.mutate(earlier=found.period), at, own, width)
        beside = _beside(folded, names, periods[-1], self.baseline)
        products = _placed([_products(beside, each) for each in metrics])
        yield _in_line(beside.group_by(["member", "period", "earlier"]).aggregate(**products), at, products, width)


def _placed(of_metrics: Sequence[Mapping[str, ir.Value]]) -> dict[str, ir.Value]:
    """Return values by their names and the metric's place."""
    named = ((f"{name}_{place}", value) for place, each in enumerate(of_metrics) for name, value in each.items())
    return {name: value.cast("float64") for name, value in named}


def _in_line(found: ir.Table, at: str, values: Mapping[str, ir.Value], width: int) -> ir.Table:
    names = [f"{name}_{place}" for place in range(width) for name in (*_SUMS, *_PRODUCTS)]
    columns = {name: found[name] if name in values else ibis.null("float64") for name in names}
    return found.select("member", "period", "earlier", dated=ibis.literal(at), **columns)


def _beside(folded: ir.Table, names: Iterable[str], like: Period, baseline: Period | None) -> ir.Table:
    """Return each known account's sums with those of an earlier period that is compared with theirs (`__` before)."""
    known = folded.filter(folded.account_id.notnull())
    others = {f"__{name}": known[name] for name in names}
    before = known.select(__account=known.account_id, __member=known.member, earlier=known.period, **others)
    gap = known.period - before.earlier
    compared = gap.isin(sorted({1, like.index - like.year_ago.index}))
    if baseline is not None:
        compared |= (gap > 0) & ((before.earlier == baseline.index) | (known.period == baseline.index))
    return known.join(before, [known.account_id == before["__account"], known.member == before["__member"], compared])


def _measures_of(metric: Metric) -> tuple[Measure, ...]:
    """Return the measures that a metric is made of; none where some of its columns are no measure of one table."""
    names = [each for each in (metric.numerator, metric.denominator, metric.observations) if each]
    return tuple(_MEASURES[each] for each in names) if set(names) <= set(_MEASURES) else ()


def _moments(sums: ir.Table, metric: Metric) -> dict[str, ir.Value]:
    top, bottom = sums[metric.numerator], sums[metric.denominator or metric.numerator]
    known = sums.account_id.notnull()
    return {
        "top": top.sum(),
        "bottom": bottom.sum(),
        "known": bottom.sum(where=known),
        "loose": bottom.sum(where=~known),
        "clusters": sums.count(where=known & (bottom != 0)),
        "answers": sums[metric.observations].sum(),
        "least": top.min(),
        "squares": (top * top).sum(where=known),
        "cross": (top * bottom).sum(where=known),
        "sizes": (bottom * bottom).sum(where=known),
    }


def _products(beside: ir.Table, metric: Metric) -> dict[str, ir.Value]:
    top, bottom = metric.numerator, metric.denominator or metric.numerator
    return {
        "squares": (beside[top] * beside[f"__{top}"]).sum(),
        "cross": (beside[top] * beside[f"__{bottom}"]).sum(),
        "turned": (beside[bottom] * beside[f"__{top}"]).sum(),
        "sizes": (beside[bottom] * beside[f"__{bottom}"]).sum(),
    }


def _cells(sliced: _Sliced, coverage: Coverage) -> Iterator[Cell]:
    dated = sliced.dated
    for at, frame in sliced.moments(coverage.periods).items():
        for member, rows in frame.groupby("member", sort=True):
            for number, metric in enumerate(dated[at]):
                yield _cell(metric, f"{sliced.column}={member}", _moments_of(rows, number, coverage), coverage)


def _moments_of(rows: pd.DataFrame, number: int, coverage: Coverage) -> Moments:
    """Return the moments of one metric, by its number, from the rows of a member."""
    first, size = coverage.periods[0].index, len(coverage.periods)
    later, earlier = (rows[name].to_numpy(dtype=int) - first for name in ("period", "earlier"))
    own = later == earlier
    values = {name: rows[f"{name}_{number}"].fillna(0.0).to_numpy(dtype=float) for name in (*_SUMS, *_PRODUCTS)}
    sums = {name: np.zeros(size) for name in _SUMS}
    for name, of_periods in sums.items():
        of_periods[later[own]] = values[name][own]
    squares, cross, sizes = (np.zeros((size, size)) for _ in range(3))
    squares[later, earlier] = squares[earlier, later] = values["squares"]
    sizes[later, earlier] = sizes[earlier, later] = values["sizes"]
    cross[earlier, later] = values["turned"]
    cross[later, earlier] = values["cross"]
    return Moments(**sums, squares=squares, cross=cross, sizes=sizes)


def _cell(metric: Metric, name: str, moments: Moments, coverage: Coverage) -> Cell:
    estimate = estimate_of_moments(metric.interval, moments, metric.scale)
    covered = coverage.of(metric)
    estimate.value[~covered] = np.nan
    return Cell(
        metric,
        name,
        moments.top,
        moments.bottom if metric.denominator else np.ones_like(moments.top),
        moments.answers,
        estimate,
        moments.clusters < SMALLEST_GROUP,
        coverage.finished,
    )
