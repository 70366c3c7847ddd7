"""The queries behind a metric: what is summed in the engine, as SQL over the canonical tables.

No data is needed: the columns of the canonical tables are known. A real run asks for many sums in one scan, by account
and period; each query here gives one of them, for the whole company and one period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import ibis
import ibis.expr.types as ir

from valuestory.data.canonical.model import TYPES
from valuestory.data.canonical.tables import TABLES
from valuestory.metrics.catalogue import metric
from valuestory.metrics.measures import ANCHORS, MEASURES
from valuestory.metrics.measures.measure import Measure

MADE_OF: Final = {
    "answers_reached": ("sessions", "cases"),
    "answers_delivered": ("sessions_delivered", "cases_resolved_later"),
    "answers_accepted": ("sessions_confirmed", "sessions_inferred", "cases_accepted"),
    "sessions_accepted": ("sessions_confirmed", "sessions_inferred"),
}
"""Sums of sums: a column of account periods, and the sums that are added up to it."""


_LATER: Final = "put together account by account, after the tables were summed (valuestory.metrics.fold)"
_JOINED: Final = "asked of two tables at once (valuestory.metrics.measures.next_case)"


@dataclass(frozen=True)
class Query:
    """One sum of a metric.

    `part` is numerator or denominator, `column` what it is called in account periods, `table` the canonical table.
    `sql` is empty where the sum is put together after the engine was asked; `how` says so in words.
    """

    part: str
    column: str
    table: str = ""
    sql: str = ""
    how: str = ""


def metric_queries(
    name: str, start: date, end: date, tables: Collection[str] = (), dialect: str = "duckdb"
) -> list[Query]:
    """Return the queries of a metric's numerator and denominator.

    Parameters
    ----------
    name
        A metric of the catalogue.
    start, end
        The period, its start inclusive, its end exclusive.
    tables
        The canonical tables that the figure was computed from: some sums can be had from more than one.
    dialect
        The SQL that is wanted, by the name that Ibis gives the engine.

    Raises
    ------
    MetricError
        When the catalogue has no such metric: the message names the nearest one.
    """
    found = metric(name)
    parts = (("numerator", found.numerator), ("denominator", found.denominator))
    return [
        query for part, column in parts if column for query in _queries(part, column, (start, end), tables, dialect)
    ]


def _queries(
    part: str, column: str, window: tuple[date, date], tables: Collection[str], dialect: str
) -> Iterator[Query]:
    sums = MADE_OF.get(column, (column,))
    known: dict[str, list[Measure]] = {}
    for measure in MEASURES:
        if not tables or measure.table in tables:
            known.setdefault(measure.name, []).append(measure)
    if any(each not in known for each in sums):
        yield Query(part, column, how=_LATER)
        return
    how = f"{column} = {' + '.join(sums)}" if len(sums) > 1 else ""
    for each in sums:
        for measure in known[each]:
            asked = _sum(measure, *window)
            sql = "" if asked is None else str(ibis.to_sql(asked, dialect=dialect))
            yield Query(part, each, measure.table, sql, how if sql else _JOINED)


def _sum(measure: Measure, start: date, end: date) -> ir.Table | None:
    """Return one sum over one table; None where it reads a column that other tables have to be joined for."""
    table = ibis.table({each.name: TYPES[each.kind] for each in TABLES[measure.table].columns}, name=measure.table)
    instant = ANCHORS[measure.table][measure.at](table)
    first, last = (ibis.timestamp(day.isoformat()) for day in (start, end))
    rows = table.filter(instant >= first, instant < last)
    try:
        value = measure.value(rows)
    except AttributeError:  # what is no column of the table itself, such as whether a case followed a session
        return None
    return rows.aggregate(value.cast("float64").sum().name(measure.name))
