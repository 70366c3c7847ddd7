"""Which periods the data covers: a period that a table sees in part only must not look like a fall or a rise.

The story's periods run from the first that the facts cover. A source that begins later, or ends earlier, gives no
figures for the periods that it does not cover whole; an unfinished period gives no comparison with a whole one, and
nothing that needs its end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from valuestory.data import CompanyTables, Fault
from valuestory.data.checks.extents import DATED
from valuestory.errors import DataError
from valuestory.metrics.arrays import Mask
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.periods import Period

_NEEDS_THE_END: Final = frozenset({"accounts.churned_at", "subscriptions.end_on"})
"""What says who is still there at a period's end, and so says nothing before that."""
_HOLES: Final[Mapping[str, tuple[str, str, str]]] = {
    "costs.amount": ("lack months", "month_on", "add the months that are missing"),
    "costs.is_marginal": (
        "mark no line as varying with the number of cases in some months",
        "is_marginal",
        "have Finance mark the lines that vary with the number of cases",
    ),
    "costs.channel": (
        "hold no line of self-service in some months",
        "channel",
        'name the channel of what self-service costs "self-service"',
    ),
}
"""What the ledger may lack in a period, by the column that tells it: what is said of it, where, and what to do."""
_SLACK_DAYS: Final = (10, 30)
_QUIET_GAPS: Final = 5
"""Where rows come by chance, a gap of five mean gaps is seen once in 150 times."""


@dataclass(frozen=True)
class Span:
    """The first and the last day that the rows of a table speak of, both inclusive, and how many rows there are."""

    first: date
    last: date
    rows: int

    @property
    def slack(self) -> int:
        """How many days may pass without a row although the table covers them: ten, and more where rows are rare."""
        least, most = _SLACK_DAYS
        if self.rows < 2:
            return most
        gap = (self.last - self.first).days / (self.rows - 1)
        return min(max(least, math.ceil(_QUIET_GAPS * gap)), most)

    def begins_by(self, day: date) -> bool:
        """Return whether the table covers a day that it might begin after."""
        return (self.first - day).days <= self.slack

    def reaches(self, day: date) -> bool:
        """Return whether the table covers the time up to a day (exclusive)."""
        return (day - self.last).days <= self.slack


@dataclass(frozen=True)
class Coverage:
    """How far the sources reach.

    Parameters
    ----------
    periods
        The story's, in order.
    facts
        The span of the facts as a whole.
    sessions
        That of `article_sessions`: help centres are often recorded for a shorter time than cases. None where there are
        no sessions: then they cover nothing.
    ledger
        For each period whether the ledger holds all of its months, by the column that says so: ``costs.amount`` for the
        ledger as a whole, the others for the parts that they tell. Empty where there is no ledger.
    rows
        How many rows each table has, for what is said of it.
    """

    periods: Sequence[Period]
    facts: Span
    sessions: Span | None = None
    ledger: Mapping[str, Mask] = field(default_factory=dict, compare=False)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def finished(self) -> Mask:
        """For each period whether the data reaches to its end."""
        return np.array([self.facts.reaches(each.end) for each in self.periods], dtype=bool)

    def of(self, metric: Metric) -> Mask:
        """Return for each period whether all that a metric needs covers it."""
        covered = np.ones(len(self.periods), dtype=bool)
        if "article_sessions" in metric.tables:
            covered &= self._has_sessions()
        for told_by, held in self.ledger.items():
            if told_by in metric.needs:
                covered &= held
        return covered & self.finished if _NEEDS_THE_END & set(metric.needs) else covered

    def faults(self) -> tuple[Fault, ...]:
        """Return what must be said: an unfinished period, sessions that miss periods, a ledger that lacks months."""
        return (*self._unfinished(), *self._short_sessions(), *self._holes_in_ledger())

    def _has_sessions(self) -> Mask:
        if self.sessions is None:
            return np.zeros(len(self.periods), dtype=bool)
        ends = [min(each.end, self.facts.last) for each in self.periods]
        pairs = zip(self.periods, ends, strict=True)
        found = [self.sessions.begins_by(each.start) and self.sessions.reaches(end) for each, end in pairs]
        return np.array(found, dtype=bool)

    def _unfinished(self) -> Iterator[Fault]:
        if not self.finished[-1]:
            period, last = self.periods[-1], self.facts.last
            days = (period.end - last).days
            what = f"end on {last}, {days} days before {period.name} does: its figures are of a part of it"
            do = "extract again, or choose an earlier period"
            yield self._fault("cases", "opened_at", what, [str(last)], do)

    def _short_sessions(self) -> Iterator[Fault]:
        short = [each.name for each, has in zip(self.periods, self._has_sessions(), strict=True) if not has]
        if short and self.sessions is not None:
            span = f"run from {self.sessions.first} to {self.sessions.last} only"
            what = f"{span}: what needs them is left out for a period that they do not cover"
            do = "export them for the same time as the cases"
            yield self._fault("article_sessions", "started_at", what, short, do)

    def _holes_in_ledger(self) -> Iterator[Fault]:
        for told_by, held in self.ledger.items():
            holes = [each.name for each, lacks in zip(self.periods, self.finished & ~held, strict=True) if lacks]
            if holes:
                what, column, do = _HOLES[told_by]
                what += ": what needs them is left out for a period that they do not hold whole"
                yield self._fault("costs", column, what, holes, do)

    def _fault(self, table: str, column: str, what: str, examples: Sequence[str], do: str) -> Fault:
        return Fault(table, column, what, self.rows.get(table, 0), 1.0, tuple(examples[:3]), "noted", do)


def span_of(tables: CompanyTables) -> Span:
    """Return the first and the last day that the facts of the whole company speak of.

    Raises
    ------
    DataError
        When no table holds a date: supply cases or another fact table.
    """
    for name in DATED:
        found = span_of_table(tables, name)
        if found is not None:
            return found
    raise DataError("no table holds a date", where="the company's tables", do="supply cases or another fact table")


def span_of_table(tables: CompanyTables, name: str) -> Span | None:
    """Return the span of one table of the whole company; None where it holds no date."""
    found = tables.extents.get(name)
    return None if found is None else Span(found.first, found.last, found.rows)


def periods_up_to(period: Period, facts: Span) -> tuple[Period, ...]:
    """Return the periods of this grain from the first that the facts cover up to the story's own."""
    first = Period.of(facts.first, period.grain, period.fiscal_year_start)
    first = min(first if facts.begins_by(first.start) else first.plus(1), period)
    return tuple(first.plus(step) for step in range(period.index - first.index + 1))


def last_whole_quarter(facts: Span, fiscal_year_start: int) -> Period:
    """Return the last quarter that the data covers to its end, or the one it lies in where it covers none whole."""
    period = Period.of(facts.last, "quarter", fiscal_year_start)
    return period if facts.reaches(period.end) or facts.first >= period.start else period.previous
